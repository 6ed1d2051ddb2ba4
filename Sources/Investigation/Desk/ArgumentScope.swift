import Core

/// Keeps the times, the ranges of queries and the services of a call inside the investigation.
///
/// Times are the inputs whose schema says `"format": "date-time"`. They must lie in the window with its margin; those named
/// `baselineFrom` and `baselineTo` may lie in the baseline. A query can look further back than its own times: ranges (`[5m]`),
/// offsets (`offset 1d`) and fixed times (`@ 1795184400`) of PromQL and LogQL are read wherever they stand outside of strings.
struct ArgumentScope: Sendable {
    let scope: DeskScope

    /// The arguments with `from` and `to` set to the window's, where the schema has them as times and the call leaves them out: a
    /// source would look at a time of its own.
    func completed(_ arguments: JSONValue, schema: JSONValue) -> JSONValue {
        guard var object = arguments.object, let known = schema["properties"]?.object else { return arguments }
        for (name, time) in [("from", scope.scope.window.from), ("to", scope.scope.window.to)] {
            guard known[name]?["format"]?.string == "date-time", object[name]?.isNull != false else { continue }
            object[name] = .string(time.rfc3339Exact)
        }
        return .object(object)
    }

    func check(_ texts: [ArgumentForm.Text]) throws(DeskRefusal) {
        var times: [Instant] = []
        for text in texts where text.format == "date-time" {
            guard let time = Instant(rfc3339: text.value) else {
                throw DeskRefusal(.form, "'\(text.place)' is not an RFC 3339 time")
            }
            let isBaseline = text.member == "baselineFrom" || text.member == "baselineTo"
            guard scope.reach.contains(time) || isBaseline && scope.scope.baseline.contains(time) else {
                throw DeskRefusal(.scope, "'\(text.place)' lies outside the investigation (\(span))")
            }
            if !isBaseline { times.append(time) }
        }
        let earliest = times.min() ?? scope.scope.window.from
        let latest = times.max() ?? scope.scope.window.to
        for text in texts where text.format != "date-time" {
            if text.member == "service", !scope.services.isEmpty, !scope.services.contains(text.value) {
                throw DeskRefusal(.scope, "'\(text.place)' is not a service of the investigation")
            }
            let reach = try QueryReach(text.value, place: text.place)
            guard scope.reach.from <= earliest.adding(seconds: -reach.back),
                latest.adding(seconds: reach.ahead) <= scope.reach.to
            else { throw DeskRefusal(.scope, "'\(text.place)' looks outside the investigation (\(span))") }
        }
    }

    private var span: String { "\(scope.reach.from.rfc3339()) to \(scope.reach.to.rfc3339())" }
}

/// How far a query looks away from the times that it is asked for.
struct QueryReach: Sendable {
    /// Seconds back: the sum of all ranges and offsets, which is at least what the deepest of them reach together.
    private(set) var back = 0.0
    /// Seconds ahead, by negative offsets.
    private(set) var ahead = 0.0

    init(_ query: String, place: String) throws(DeskRefusal) {
        // Strings hold anything; what counts stands outside of them.
        var rest = QueryReach.outsideStrings(query)[...]
        while let mark = rest.firstIndex(where: { "[@oO".contains($0) }) {
            let before = mark > rest.startIndex ? rest[rest.index(before: mark)] : " "
            let after = rest[rest.index(after: mark)...]
            switch rest[mark] {
            case "[":
                // `[5m]`, and a subquery's `[30m:1m]`.
                let range = after.prefix { $0 != "]" && $0 != ":" }
                back += try QueryReach.length(range, place)
            case "@":
                let time = after.drop(while: \.isWhitespace)
                if time.first.map({ $0.isNumber || "-+.".contains($0) }) == true || time.hasPrefix("start")
                    || time.hasPrefix("end")
                {
                    throw DeskRefusal(.scope, "'\(place)' fixes a time of its own with '@'")
                }
            default:
                guard !before.isLetter, !before.isNumber, before != "_", after.prefix(5).lowercased() == "ffset" else { break }
                let word = after.dropFirst(5).drop(while: \.isWhitespace)
                let distance = word.drop { $0 == "-" || $0 == "+" || $0.isWhitespace }
                let seconds = try QueryReach.length(
                    distance.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }, place)
                if word.first == "-" { ahead += seconds } else { back += seconds }
            }
            rest = after
        }
    }

    /// Seconds of a length; 0 where no digit stands. What has digits and cannot be read is refused: it may be any length.
    private static func length(_ text: Substring, _ place: String) throws(DeskRefusal) -> Double {
        let trimmed = text.drop(while: \.isWhitespace)
        guard trimmed.contains(where: \.isNumber) else { return 0 }
        let end = trimmed.lastIndex { !$0.isWhitespace }.map { trimmed.index(after: $0) } ?? trimmed.endIndex
        guard let seconds = seconds(trimmed[..<end]) else {
            throw DeskRefusal(.scope, "'\(place)' has a range or an offset that cannot be read as a length of time")
        }
        return seconds
    }

    /// The text without what stands in quotes, and without comments. By Unicode scalars, as servers read it: a combining mark
    /// after a quotation mark is not part of it.
    private static func outsideStrings(_ query: String) -> String {
        var result = ""
        var quote: Unicode.Scalar?
        var isComment = false
        var isEscaped = false
        for character in query.unicodeScalars {
            if isComment {
                if character == "\n" || character == "\r" { isComment = false }
            } else if let open = quote {
                if isEscaped {
                    isEscaped = false
                } else if character == "\\", open != "`" {
                    isEscaped = true
                } else if character == open {
                    quote = nil
                    result.append(" ")
                }
            } else if character == "\"" || character == "'" || character == "`" {
                quote = character
            } else if character == "#" {
                isComment = true
            } else {
                result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// Seconds of `90s`, `1h30m`, `7d`, or of a bare number; `nil` for anything else.
    private static func seconds(_ text: Substring) -> Double? {
        if let number = Double(text) { return number.isFinite && number >= 0 ? number : nil }
        let units: [(Substring, Double)] = [
            ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800),
            ("y", 31_536_000),
        ]
        var rest = text.drop { $0 == " " }
        var total = 0.0
        while let first = rest.first, first != " " {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest[digits.endIndex...].prefix { $0.isLetter }
            guard digits.utf8.count <= 12, let number = Double(digits), let factor = units.first(where: { $0.0 == unit })?.1
            else { return nil }
            total += number * factor
            rest = rest[unit.endIndex...]
        }
        return total
    }
}
