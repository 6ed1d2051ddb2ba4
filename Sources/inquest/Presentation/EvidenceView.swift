import Core
import Document
import Gateway

/// One exchange as the ledger holds it: the literal head, and the answer as it came, with its compression undone.
struct ExchangeView {
    var key: CallKey
    var intent: LedgerEntry?
    var outcome: LedgerEntry?
    /// As much of the answer as was asked for.
    var body: [UInt8]
    /// The whole answer's length, decompressed.
    var length: Int

    private static let decodedLimit = 256 << 20

    /// - Parameters:
    ///   - count: How many of the exchanges to read, the first ones.
    ///   - limit: Bytes of each answer.
    static func all(
        of evidence: Evidence, count: Int, in ledger: any LedgerStore, limit: Int
    ) async throws(LedgerError) -> [ExchangeView] {
        guard let investigation = evidence.exchanges.first?.investigation else { return [] }
        let keys = evidence.exchanges.prefix(count)
        let wanted = Set(keys)
        let entries = try await ledger.entries(of: investigation)
        let byKey = Dictionary(grouping: entries.filter { $0.key.map(wanted.contains) ?? false }, by: \.key)
        var views: [ExchangeView] = []
        for key in keys {
            let own = byKey[key] ?? []
            let outcome = own.last { $0.kind == .outcome || $0.kind == .received }
            var view = ExchangeView(
                key: key, intent: own.last { $0.kind == .intent }, outcome: outcome, body: [], length: outcome?.blob?.count ?? 0
            )
            if let blob = outcome?.blob, outcome?.content["result"]?.string != "withheld" {
                try view.read(blob, in: ledger, limit: limit)
            }
            views.append(view)
        }
        return views
    }

    private mutating func read(_ blob: BlobReference, in ledger: any LedgerStore, limit: Int) throws(LedgerError) {
        let encoding = encoding
        if !encoding.isEmpty, outcome?.content["result"]?.string == "reply" {
            let stored = try ledger.read(blob, range: 0..<blob.count)
            if let decoded = try? ContentDecoding.decode(stored, encoding: encoding, limit: Self.decodedLimit) {
                body = Array(decoded.prefix(limit))
                length = decoded.count
                return
            }
        }
        body = try ledger.read(blob, range: 0..<min(limit, blob.count))
    }

    private var encoding: String {
        let headers = outcome?.content["headers"]?.array ?? []
        return headers.first { $0[0]?.string?.lowercased() == "content-encoding" }?[1]?.string ?? ""
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
            lines.append("< (\(blob.count) bytes, SHA-256 \(blob.sha256))")
            var told = length == blob.count ? [] : ["decompressed \(length) bytes"]
            if body.count < length { told.append("the first \(body.count) follow; --bytes \(length) shows all") }
            if !told.isEmpty { lines.append("< (\(told.joined(separator: ", ")))") }
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
    let sources: [SourceDescription]

    private var told: JSONValue { EvidenceJSON.value(evidence, sources: sources) }

    var text: String {
        let told = told
        var lines = ["\(evidence.id)  from \(evidence.source), \(evidence.tool)"]
        func line(_ name: String, _ text: String?) {
            guard let text else { return }
            lines.append(Terminal.labelled(name, Terminal.printable(text), column: 10))
        }
        line("service", evidence.service)
        line("time", evidence.stamp?.text)
        line("window", evidence.window.map { "\($0.from.rfc3339()) to \($0.to.rfc3339())" })
        line("query", evidence.query)
        line("link", told["link"]?.string)
        line("asked", evidence.askedAt?.rfc3339(.milliseconds))
        if let reason = told["completeness"]?["reason"]?.string { line("not whole", reason) }
        line("says", told["kind"]?.string)
        lines += Outline(told["observation"] ?? .null).lines
        lines.append("")
        lines += exchanges.map(\.text)
        if leftOut > 0 {
            lines.append("── \(leftOut) more exchanges; --exchanges \(evidence.exchanges.count) shows all")
        }
        return lines.joined(separator: "\n")
    }

    private var leftOut: Int { evidence.exchanges.count - exchanges.count }

    var json: JSONValue {
        ["evidence": told, "exchanges": .array(exchanges.map(\.json)), "exchangesLeftOut": .number(leftOut)]
    }
}
