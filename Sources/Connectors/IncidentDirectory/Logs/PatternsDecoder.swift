import Core

/// Reads `patterns.json`: `signature, service, count, delta_vs_baseline, sentiment`.
struct PatternsDecoder: DirectoryDecoder {
    private struct Pattern: Sendable {
        var service: String
        var pattern: LogPatterns.Pattern
        /// Lines of it in the time before; `nil` where the file does not say.
        var before: Int?

        init(_ value: JSONValue) throws(RecordFault) {
            guard let object = value.object else { throw RecordFault("is no object") }
            guard let text = object.text("signature", "pattern", "template") else { throw RecordFault("has no signature") }
            guard let count = object["count"]?.double, (0...9e15).contains(count) else {
                throw RecordFault("has no count that is a number")
            }
            service = object.text("service", "service_name") ?? ""
            let severity = object.text("severity", "severity_text", "level").flatMap(LogSeverity.normal)
            let isBad = object.text("sentiment")?.lowercased() == "negative"
            pattern = .init(text: text, count: Int(count), severity: severity ?? (isBad ? "error" : nil))
            before = Pattern.before(object["delta_vs_baseline"], count: count)
        }

        /// `+412` and `-50` are lines, `+30%` and `2.5x` are ratios to the count before, `new` says that there were none.
        private static func before(_ value: JSONValue?, count: Double) -> Int? {
            guard let text = value?.scalarText(longest: 40)?.lowercased().filter({ $0 != " " && $0 != "," }) else { return nil }
            if text == "new" { return 0 }
            let earlier: Double
            if text.hasSuffix("%"), let percent = Double(text.dropLast()), percent > -100 {
                earlier = count / (1 + percent / 100)
            } else if text.hasSuffix("x"), let factor = Double(text.dropLast()), factor > 0 {
                earlier = count / factor
            } else if let delta = Double(text) {
                earlier = count - delta
            } else {
                return nil
            }
            return earlier.isFinite && abs(earlier) < 9e15 ? max(0, Int(earlier.rounded())) : nil
        }
    }

    private let scope: Scope
    private var records: JSONRecords?
    private var patterns: [Pattern] = []

    init(_ scope: Scope) { self.scope = scope }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter { $0.path == DirectoryLayout.patterns }.map { DirectoryReading($0) }
    }

    mutating func begin(_ file: DirectoryFile) { records = JSONRecords(file) }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        var found: [Pattern] = []
        records?.take(bytes, from: exchange) { value throws(RecordFault) in found.append(try Pattern(value)) }
        patterns += found
    }

    mutating func end(trouble: String?) {
        var found: [Pattern] = []
        records?.end(trouble: trouble) { value throws(RecordFault) in found.append(try Pattern(value)) }
        patterns += found
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard let tally = records?.tally else {
            return DirectoryAbsence.of("counted log patterns", "patterns.json", scope.window, listing)
        }
        let diagnostics = [tally.diagnostic].compactMap { $0 }
        guard !tally.exchanges.isEmpty else { return ([], diagnostics) }
        guard !patterns.isEmpty else {
            let nothing = Evidence(
                .nothing("patterns in patterns.json"), from: tally.exchanges, window: scope.window, query: tally.name,
                completeness: tally.absence)
            return ([nothing], diagnostics)
        }
        let services = Dictionary(grouping: patterns) { $0.service }.sorted { $0.key < $1.key }
        let evidence = services.flatMap { service, patterns in
            let earlier = patterns.compactMap { each in
                each.before.map { LogPatterns.Pattern(text: each.pattern.text, count: $0, severity: each.pattern.severity) }
            }
            return [(earlier, true), (patterns.map(\.pattern), false)].filter { !$0.0.isEmpty }.map { list, isBaseline in
                Evidence(
                    .logPatterns(LogPatterns(patterns: list, isBaseline: isBaseline)), from: tally.exchanges,
                    service: service.isEmpty ? nil : service, window: isBaseline ? scope.baseline : scope.window,
                    query: tally.name, completeness: tally.completeness)
            }
        }
        return (evidence, diagnostics)
    }
}
