import Core
import Foundation
import Gateway

/// One exchange as the ledger holds it: the literal head, and the answer as it came.
struct ExchangeView {
    var key: CallKey
    var intent: LedgerEntry?
    var outcome: LedgerEntry?
    var body: [UInt8]

    static func all(
        of evidence: Evidence, in ledger: any LedgerStore, limit: Int
    ) async throws(LedgerError) -> [ExchangeView] {
        guard let investigation = evidence.exchanges.first?.investigation else { return [] }
        let entries = try await ledger.entries(of: investigation)
        var views: [ExchangeView] = []
        for key in evidence.exchanges {
            let own = entries.filter { $0.key == key }
            let outcome = own.last { $0.kind == .outcome || $0.kind == .received }
            var body: [UInt8] = []
            let isWithheld = outcome?.content["result"]?.string == "withheld"
            if let blob = outcome?.blob, !isWithheld { body = try ledger.read(blob, range: 0..<min(limit, blob.count)) }
            views.append(ExchangeView(key: key, intent: own.last { $0.kind == .intent }, outcome: outcome, body: body))
        }
        return views
    }

    var text: String {
        var lines = ["── \(key)"]
        if let head = intent?.content["head"]?.string {
            lines += head.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + Terminal.printable(String($0)) }
        }
        guard let outcome else { return (lines + ["(no outcome in the ledger)"]).joined(separator: "\n") }
        lines.append(
            "< " + Terminal.printable(ExchangeView.status(outcome)) + "   recorded \(outcome.recordedAt.rfc3339(.milliseconds))"
        )
        for header in outcome.content["headers"]?.array ?? [] {
            lines.append("< " + Terminal.printable("\(header[0]?.string ?? ""): \(header[1]?.string ?? "")"))
        }
        if let blob = outcome.blob {
            lines.append(
                "< (\(blob.count) bytes, SHA-256 \(blob.sha256)\(body.count < blob.count ? ", the first \(body.count) follow" : ""))"
            )
            let text = String(decoding: body, as: UTF8.self)
            lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { Terminal.printable(String($0)) }
        }
        return lines.joined(separator: "\n")
    }

    private static func status(_ entry: LedgerEntry) -> String {
        if entry.kind == .received {
            return "received from \(entry.content["author"]?.string ?? "someone"): \(entry.content["note"]?.string ?? "")"
        }
        switch entry.content["result"]?.string {
        case "withheld": return "withheld: the answer repeats the credential that was sent"
        case "failed": return "failed: \(entry.content["detail"]?.string ?? "")"
        case "cut": return "\(entry.content["status"]?.int ?? 0), cut off"
        default: return "\(entry.content["status"]?.int ?? 0)"
        }
    }

    var json: JSONValue {
        [
            "key": .string(key.description), "request": intent?.content ?? .null, "reply": outcome?.content ?? .null,
            "bytes": .number(outcome?.blob?.count ?? 0), "sha256": outcome?.blob.map { .string($0.sha256) } ?? .null,
            "body": .string(String(decoding: body, as: UTF8.self)),
        ]
    }
}

/// A piece of evidence with its exchanges.
struct EvidenceView {
    let evidence: Evidence
    let exchanges: [ExchangeView]

    var text: String {
        var lines = ["\(evidence.id)  from \(evidence.source), \(evidence.tool)"]
        if let service = evidence.service { lines.append("service   \(Terminal.printable(service))") }
        if let stamp = evidence.stamp { lines.append("time      \(stamp.text)") }
        if let window = evidence.window { lines.append("window    \(window.from.rfc3339()) to \(window.to.rfc3339())") }
        if let query = evidence.query {
            lines.append(Terminal.wrap("query     " + Terminal.printable(query), indent: "          "))
        }
        if let link = evidence.link { lines.append("link      \(Terminal.printable(link))") }
        if let asked = evidence.askedAt { lines.append("asked     \(asked.rfc3339(.milliseconds))") }
        lines.append("says      \(Terminal.cut(Terminal.printable(EvidenceView.observation(evidence)), to: 2000))")
        lines.append("")
        return (lines + exchanges.map(\.text)).joined(separator: "\n")
    }

    var json: JSONValue {
        let encoded = (try? JSONEncoder().encode(evidence)).flatMap { try? JSONValue(parsing: Array($0)) }
        return ["evidence": encoded ?? .null, "exchanges": .array(exchanges.map(\.json))]
    }

    private static func observation(_ evidence: Evidence) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(evidence.observation) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
