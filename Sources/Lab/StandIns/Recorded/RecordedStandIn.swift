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
