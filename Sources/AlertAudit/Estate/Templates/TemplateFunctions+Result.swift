import PromQL

extension TemplateFunctions {
    struct Failure: Error { var problem: String }

    /// What a function comes to. As Prometheus' functions (`template/template.go`) and Go's (`text/template/funcs.go`) do, it fails on
    /// an argument of the wrong kind, a place that is not there and a text that should be a number and is none.
    static func result(of name: String, _ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        if texts.contains(name) {
            for argument in arguments { try expect(name, argument, argument.isText, "a text") }
            return text(name, arguments)
        }
        if numeric.contains(name) {
            for argument in arguments.suffix(1) { try expectNumber(name, argument) }
            return name == "toTime" || name == "toDuration" ? .unknown : .someText(longest: nil)
        }
        switch name {
        case "query":
            try expect(name, arguments[0], arguments[0].isText, "a text")
            return .results(nil)
        case "first", "value", "strvalue", "label", "sortByLabel": return try queried(name, arguments)
        case "len", "index", "slice": return try part(name, arguments)
        case "and", "or": return chosen(name, arguments)
        case "not": return .truth(arguments.first?.holds.map { !$0 })
        case "eq", "ne", "lt", "le", "gt", "ge": return try compared(name, arguments)
        case "print", "println", "printf", "html", "js", "urlquery", "externalURL", "pathPrefix":
            return .someText(longest: nil)
        case "now": return .unknown
        default: return .unknown
        }
    }

    /// Functions all of whose arguments are texts.
    private static let texts: Set<String> = [
        "reReplaceAll", "safeHtml", "match", "title", "toUpper", "toLower", "graphLink", "tableLink", "stripPort",
        "stripDomain", "parseDuration", "urlQueryEscape", "jsonEscape", "quotesEscape", "htmlEscape", "crlfEscape",
        "pathEscape", "queryEscape", "parseDurationTime", "stripNewlines",
    ]
    /// Functions whose last argument is a number, or a text that is one.
    private static let numeric: Set<String> = [
        "humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp", "toTime", "toDuration",
    ]

    private static func expect(
        _ name: String, _ value: TemplateValue, _ isRight: Bool, _ wanted: String
    ) throws(Failure) {
        if case .unknown = value { return }
        if !isRight { throw Failure(problem: "the function `\(name)` takes \(wanted) and is given \(value.kind)") }
    }

    private static func expectNumber(_ name: String, _ value: TemplateValue) throws(Failure) {
        switch value {
        case .number, .someText, .unknown: break
        case .text(let text):
            guard readsAsNumber(text) else {
                throw Failure(
                    problem: "the function `\(name)` takes a number and is given the text \"\(RuleFacts.inert(text))\"")
            }
        default: throw Failure(problem: "the function `\(name)` takes a number and is given \(value.kind)")
        }
    }

    private static func text(_ name: String, _ arguments: [TemplateValue]) -> TemplateValue {
        switch name {
        case "match": return .truth(nil)
        case "parseDuration", "parseDurationTime": return name == "parseDuration" ? .number(isWhole: false, nil) : .unknown
        case "title", "toUpper", "toLower", "safeHtml":
            if case .text(let text)? = arguments.first, text.utf8.allSatisfy({ $0 < 128 }) {
                return .text(name == "toUpper" ? text.uppercased() : name == "toLower" ? text.lowercased() : text)
            }
            return arguments.first ?? .unknown
        default: return .someText(longest: nil)
        }
    }

    private static func queried(_ name: String, _ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        guard let last = arguments.last else { return .unknown }
        let wantsAll = name == "first" || name == "sortByLabel"
        switch last {
        case .unknown: break
        case .results(let found) where wantsAll:
            if name == "first", found == false {
                throw Failure(
                    problem: "`first` is given the results of a query that had no series in the window, and fails without one")
            }
        case .result where !wantsAll: break
        default:
            throw Failure(
                problem:
                    "the function `\(name)` takes \(wantsAll ? "the results" : "a result") of a query and is given \(last.kind)"
            )
        }
        switch name {
        case "first": return .result
        case "value": return .number(isWhole: false, nil)
        case "sortByLabel": return last
        default: return .someText(longest: nil)
        }
    }

    // MARK: Go's own

    private static func part(_ name: String, _ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        guard let whole = arguments.first else { return .unknown }
        let places = arguments.dropFirst()
        switch whole {
        case .unknown: return name == "len" ? .number(isWhole: true, nil) : .unknown
        case .labels, .texts, .results, .text, .someText: break
        default: throw Failure(problem: "the function `\(name)` can't take a part of \(whole.kind)")
        }
        if name == "len" { return .number(isWhole: true, nil) }
        switch whole {
        case .labels(let labels):
            if name == "slice" { throw Failure(problem: "the function `slice` can't take a part of \(whole.kind)") }
            guard let place = places.first else { return whole }
            try expect(name, place, place.isText, "a text")
            if case .text(let label) = place { return labels[label].map { .text($0) } ?? .someText(longest: nil) }
            return .someText(longest: nil)
        case .texts:
            if name == "slice" { throw Failure(problem: "the function `slice` can't take a part of \(whole.kind)") }
            for place in places { try expect(name, place, place.isText, "a text") }
            return places.isEmpty ? whole : .someText(longest: nil)
        default: break
        }
        var bounds: [Double] = []
        for place in places {
            guard case .number(let isWhole, let value) = place else {
                try expect(name, place, false, "a whole number")
                return .unknown
            }
            try expect(name, place, isWhole, "a whole number")
            guard let value else { return .unknown }
            bounds.append(value)
        }
        try hold(name, bounds, in: whole)
        switch whole {
        case .results: return name == "index" && !bounds.isEmpty ? .result : .results(nil)
        case .text(let text) where name == "slice":
            let bytes = Array(text.utf8)
            let from = Int(bounds.first ?? 0)
            let to = bounds.count > 1 ? Int(bounds[1]) : bytes.count
            return from <= to && to <= bytes.count ? .text(String(decoding: bytes[from..<to], as: UTF8.self)) : .unknown
        default: return name == "slice" ? .someText(longest: nil) : .number(isWhole: true, nil)
        }
    }

    /// That places are there, as far as the length is known.
    private static func hold(_ name: String, _ bounds: [Double], in whole: TemplateValue) throws(Failure) {
        let length: Int?
        switch whole {
        case .text(let text): length = text.utf8.count
        case .someText(let longest): length = longest
        case .results(false): length = 0
        default: length = nil
        }
        for bound in bounds {
            guard bound >= 0 else { throw Failure(problem: "the function `\(name)` is given a place before the first") }
            let isBeyond = length.map { name == "index" ? bound >= Double($0) : bound > Double($0) } ?? false
            if isBeyond, let length {
                let place = NumberLiteral(bound).text
                if case .results = whole {
                    throw Failure(problem: "`\(name)` asks for place \(place) of a query's results, and there are none")
                }
                throw Failure(problem: "`\(name)` reaches to place \(place) of a text of at most \(length) bytes")
            }
        }
        if name == "slice", bounds.count > 1, bounds[0] > bounds[1] {
            throw Failure(problem: "the function `slice` begins after its end")
        }
    }

    private static func chosen(_ name: String, _ arguments: [TemplateValue]) -> TemplateValue {
        var result: TemplateValue?
        for (index, argument) in arguments.enumerated() {
            let isLast = index == arguments.count - 1
            guard let holds = argument.holds else {
                result = result.map { $0.or(argument) } ?? argument
                continue
            }
            if holds == (name == "or") || isLast { return result.map { $0.or(argument) } ?? argument }
        }
        return result ?? .unknown
    }

    private static func compared(_ name: String, _ arguments: [TemplateValue]) throws(Failure) -> TemplateValue {
        guard let first = arguments.first else { return .truth(nil) }
        var isEqual: Bool? = false
        for other in arguments.dropFirst() {
            switch (first, other) {
            case (.unknown, _), (_, .unknown): isEqual = nil
            case (.nothing, _), (_, .nothing):
                guard name == "eq" || name == "ne" else {
                    throw Failure(problem: "the function `\(name)` can't order nothing")
                }
                isEqual = nil
            case (.text(let one), .text(let two)): if isEqual != nil { isEqual = isEqual == true || one == two }
            case _ where first.isText && other.isText: isEqual = nil
            case (.number(let one, _), .number(let two, _)) where one == two: isEqual = nil
            case (.truth, .truth) where name == "eq" || name == "ne": isEqual = nil
            case (.labels, _), (.texts, _), (.results, _), (.result, _), (.alert, _):
                throw Failure(problem: "the function `\(name)` can't compare \(first.kind)")
            default: throw Failure(problem: "the function `\(name)` can't compare \(first.kind) with \(other.kind)")
            }
        }
        switch name {
        case "eq": return .truth(isEqual)
        case "ne": return .truth(isEqual.map { !$0 })
        default: return .truth(nil)
        }
    }

    // MARK: Numbers

    /// A number as Go's templates write it, and whether it counts as whole.
    static func number(_ text: String) -> (value: Double, isWhole: Bool)? {
        let plain = text.filter { $0 != "_" }
        let digits = plain.drop { $0 == "-" || $0 == "+" }.lowercased()
        let sign: Double = plain.hasPrefix("-") ? -1 : 1
        for (prefix, radix) in [("0x", 16), ("0b", 2), ("0o", 8)] where digits.hasPrefix(prefix) {
            if radix == 16, digits.contains("p") { return Double(plain).map { ($0, false) } }
            return UInt64(digits.dropFirst(2), radix: radix).map { (sign * Double($0), true) }
        }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 101 || $0 == 43 || $0 == 45 }) else {
            return nil
        }
        let isWhole = !digits.contains { $0 == "." || $0 == "e" }
        return Double(plain).map { ($0, isWhole) }
    }

    /// Whether Go's `strconv.ParseFloat` takes a text.
    private static func readsAsNumber(_ text: String) -> Bool {
        let digits = text.drop { $0 == "-" || $0 == "+" }.lowercased()
        return ["inf", "infinity", "nan"].contains(digits) || (Double(text) != nil && !text.contains { $0.isWhitespace })
    }
}
