import Foundation
import Synchronization

/// A system of which answers were recorded. A request that was recorded is answered byte for byte; any other is answered by a
/// model of the system that holds the same data.
///
/// Some requests were recorded twice, since the answer had changed in between. Such a request is answered in the recorded order,
/// and the last answer stays.
final class RecordedStandIn: StandIn {
    let exchanges: [RecordedExchange]
    private let rule: RecordedAccess.Rule
    private let model: any StandIn
    private let byKey: [String: [Int]]
    private let asked = Mutex<[String: Int]>([:])

    init(_ exchanges: [RecordedExchange], rule: RecordedAccess.Rule = .open, model: any StandIn) {
        self.exchanges = exchanges
        self.rule = rule
        self.model = model
        var byKey: [String: [Int]] = [:]
        for (index, exchange) in exchanges.enumerated() {
            byKey[Self.key(exchange.request, exchange.isOpen ? nil : exchange.access), default: []].append(index)
        }
        self.byKey = byKey
    }

    private static func key(_ request: WebRequest, _ access: RecordedAccess?) -> String {
        RecordedExchange.key(request) + "\n" + (access?.rawValue ?? "anyone")
    }

    func answer(_ request: WebRequest) -> WebAnswer {
        for key in [Self.key(request, rule.access(request)), Self.key(request, nil)] {
            guard let known = byKey[key] else { continue }
            let turn = asked.withLock { asked in
                defer { asked[key, default: 0] += 1 }
                return asked[key] ?? 0
            }
            return exchanges[known[min(turn, known.count - 1)]].answer
        }
        return model.answer(request)
    }
}

/// The recordings that come with the Lab.
enum Recordings {
    /// Loki and Tempo were recorded with a second server, too, which has tenants; these are its exchanges.
    private static let secondServer: [String: ClosedRange<Int>] = ["loki": 46...55, "tempo": 43...43]

    /// All exchanges with one system, in order of their names: those of its usual server, or those of the second one.
    static func load(_ system: String, tenants: Bool = false) throws -> [RecordedExchange] {
        let directory = (Bundle.module.resourceURL ?? URL(fileURLWithPath: ".")).appendingPathComponent("Recordings/\(system)")
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "http" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        return try files.compactMap { file in
            let name = file.deletingPathExtension().lastPathComponent
            let number = Int(name.prefix(2)) ?? 0
            guard (secondServer[system]?.contains(number) == true) == tenants else { return nil }
            return try RecordedExchange(name: name, file: Array(try Data(contentsOf: file)))
        }
    }
}
