import Core
import Gateway

/// The claims of a bundle's `investigation.json`, with what the bundle holds of the exchanges behind them. The verdicts are the
/// document's own; here is checked that what they rest on is in the log, and in the bundle.
///
/// A claim cites evidence and findings; findings cite evidence; evidence names exchanges; exchanges are entries of the log. A claim
/// whose verdict rests on an answer that the bundle withholds reads "withheld", on one that was erased "erased".
struct BundleClaims {
    enum Standing: String, CaseIterable {
        /// The verdict of the document, with every answer behind it in the bundle.
        case supported, contradicted, unsupported
        case withheld, erased
        /// It cites something that is not in the document or the log.
        case dangling
    }

    var standings: [(id: String, text: String, standing: Standing)] = []

    /// `nil` without such a document.
    init?(_ bundle: BundleReader) {
        guard let bytes = bundle.document("investigation.json"), let document = try? JSONValue(parsing: bytes) else {
            return nil
        }
        var exchanges: [String: [String]] = [:]
        for item in document["evidence"]?.array ?? [] {
            exchanges[item["id"]?.string ?? ""] = (item["exchanges"]?.array ?? []).compactMap(\.string)
        }
        var marks: [String: Set<BundleMark>] = [:]
        for entry in bundle.entries {
            guard let key = entry.leaf.key, [.outcome, .received, .decision].contains(entry.leaf.kind) else { continue }
            marks[key.description, default: []].formUnion([entry.content, entry.body])
        }
        var evidence: [String: [String]] = [:]
        for finding in document["findings"]?.array ?? [] {
            evidence[finding["id"]?.string ?? ""] = (finding["evidence"]?.array ?? []).compactMap(\.string)
        }
        for claim in document["claims"]?.array ?? [] {
            let cited = (claim["citations"]?.array ?? []).compactMap(\.string).flatMap { evidence[$0] ?? [$0] }
            var standing: Standing =
                switch claim["verdict"]?.string {
                case "supported": cited.isEmpty ? .dangling : .supported
                case "contradicted": .contradicted
                default: .unsupported
                }
            for id in cited {
                guard let keys = exchanges[id], !keys.isEmpty else {
                    standing = .dangling
                    break
                }
                let found = keys.map { marks[$0] }
                if found.contains(where: { $0 == nil }) { standing = .dangling }
                let all = found.compactMap { $0 }.reduce(into: Set()) { $0.formUnion($1) }
                if standing == .supported, all.contains(.erased) { standing = .erased }
                if standing == .supported, all.contains(.withheld) { standing = .withheld }
            }
            standings.append((claim["id"]?.string ?? "", claim["text"]?.string ?? "", standing))
        }
    }

    func count(_ standing: Standing) -> Int { standings.count { $0.standing == standing } }

    /// `97 supported, 3 withheld`
    var summary: String {
        let parts = Standing.allCases.map { ($0, count($0)) }.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }
        return parts.isEmpty ? "none" : parts.joined(separator: ", ")
    }
}
