/// Functions that templates of alerts may call, with how many arguments each takes: those of Go's `text/template`, those of
/// Prometheus (`template/template.go`), and those that vmalert has beside them.
enum TemplateFunctions {
    /// The fewest and the most arguments, what comes through a pipe counted in; `nil` for a name that is none.
    static func arguments(of name: String) -> ClosedRange<Int>? { known[name] }

    private static let any = 0...1000
    private static let known: [String: ClosedRange<Int>] = [
        // Go
        "and": 1...1000, "or": 1...1000, "not": 1...1, "len": 1...1, "index": 1...1000, "slice": 1...4, "call": 1...1000,
        "print": any, "println": any, "printf": 1...1000, "html": any, "js": any, "urlquery": any, "eq": 2...1000, "ne": 2...2,
        "lt": 2...2, "le": 2...2, "gt": 2...2, "ge": 2...2,
        // Prometheus
        "query": 1...1, "first": 1...1, "label": 2...2, "value": 1...1, "strvalue": 1...1, "args": any, "reReplaceAll": 3...3,
        "safeHtml": 1...1, "match": 2...2, "title": 1...1, "toUpper": 1...1, "toLower": 1...1, "graphLink": 1...1,
        "tableLink": 1...1, "sortByLabel": 2...2, "stripPort": 1...1, "stripDomain": 1...1, "humanize": 1...1,
        "humanize1024": 1...1, "humanizeDuration": 1...1, "humanizePercentage": 1...1, "humanizeTimestamp": 1...1,
        "toTime": 1...1,
        "toDuration": 1...1, "now": 0...0, "pathPrefix": 0...0, "externalURL": 0...0, "parseDuration": 1...1, "tmpl": 2...2,
        "urlQueryEscape": 1...1,
        // vmalert
        "jsonEscape": 1...1, "quotesEscape": 1...1, "htmlEscape": 1...1, "crlfEscape": 1...1, "pathEscape": 1...1,
        "queryEscape": 1...1, "formatTime": 2...2, "parseDurationTime": 1...1, "stripNewlines": 1...1,
    ]

    /// Variables that every template has.
    static let variables: Set<String> = [
        "$", "$labels", "$externalLabels", "$externalURL", "$value", "$expr", "$alertID", "$groupID", "$activeAt", "$for",
        "$type",
        "$isPartial",
    ]

    /// What the alert is made of, at the top of a template.
    static let fields: Set<String> = [
        "Labels", "ExternalLabels", "ExternalURL", "Value", "Expr", "AlertID", "GroupID", "ActiveAt", "For", "Type",
        "IsPartial",
    ]
}
