import Core

/// As much of a LogQL expression as must be known before it is sent: whether it selects lines or counts them, whether each
/// stream selector is bounded, and how wide its ranges are.
struct LokiQuery: Sendable {
    let text: String
    /// A log query, as opposed to a metric query.
    let selectsLines: Bool
    /// Seconds of the widest range, `[5m]`; `nil` when there is none, or none that could be read.
    let widestRange: Double?

    init(_ text: String, field: String = "query") throws(InputError) {
        guard text.utf8.count <= 20_000 else { throw InputError(field, "is longer than 20,000 bytes") }
        var scanner = SelectorScanner(text)
        var selectors = 0
        var ranges: [Double] = []
        var first: UInt8?
        while let byte = scanner.nextOutsideStrings() {
            if first == nil, byte > 0x20, byte != UInt8(ascii: "(") { first = byte }
            if byte == UInt8(ascii: "{") {
                selectors += 1
                guard let matchers = scanner.matchers() else {
                    throw InputError(field, "has a stream selector that cannot be read; expected {name=\"value\", …}")
                }
                guard matchers.contains(where: \.isBounding) else {
                    throw InputError(
                        field, "has a stream selector that matches everything; name a value, such as {app=\"checkout\"}")
                }
            } else if byte == UInt8(ascii: "["), let seconds = LokiQuery.seconds(scanner.upTo(UInt8(ascii: "]"))) {
                ranges.append(seconds)
            }
        }
        guard selectors > 0 else { throw InputError(field, "has no stream selector, such as {app=\"checkout\"}") }
        self.text = text
        selectsLines = first == UInt8(ascii: "{")
        widestRange = ranges.max()
    }

    /// A stream selector from what a person or the configuration gives: with its braces or without.
    static func selector(_ text: String, field: String) throws(InputError) -> String {
        let trimmed = text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        let braced = trimmed.first == "{" ? trimmed : "{\(trimmed)}"
        let query = try LokiQuery(braced, field: field)
        var scanner = SelectorScanner(braced)
        _ = scanner.nextOutsideStrings()
        _ = scanner.matchers()
        guard query.selectsLines, scanner.isAtEnd else { throw InputError(field, "is more than a stream selector") }
        return braced
    }

    /// The matchers of a selector with braces; `nil` when it cannot be read.
    static func matchers(ofSelector selector: String) -> [LabelMatcher]? {
        var scanner = SelectorScanner(selector)
        _ = scanner.nextOutsideStrings()
        return scanner.matchers()
    }

    static func isLabelName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.count <= 200 && text.utf8.allSatisfy(SelectorScanner.isNamePart)
    }

    /// A string as LogQL writes it.
    static func quoted(_ text: String) -> String { LogLiteral.quoted(text) }

    /// Seconds of a duration such as `90s`, `1h30m` or `7d`.
    static func seconds(_ text: String) -> Double? {
        let units: [(String, Double)] = [
            ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
            ("w", 604_800), ("y", 31_536_000),
        ]
        var rest = text[...].drop { $0 == " " }
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while let first = rest.first, first != " " {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest[digits.endIndex...].prefix { $0.isLetter }
            guard digits.count < 12, let number = Double(digits), let factor = units.first(where: { $0.0 == unit })?.1 else {
                return nil
            }
            total += number * factor
            rest = rest[unit.endIndex...]
        }
        return total > 0 && total < 9e9 ? total : nil
    }
}
