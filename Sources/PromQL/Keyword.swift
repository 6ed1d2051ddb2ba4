/// Words that the grammar uses. They are read without regard to case.
enum Keyword {
    /// Numbers and modifiers: these can never be the bare name of a metric.
    static let neverMetrics: Set<String> = [
        "inf", "nan", "bool", "on", "ignoring", "group_left", "group_right", "atan2",
    ]
    /// Legal as metrics' names, but not as functions' names.
    static let neverFunctions: Set<String> = ["and", "or", "unless", "by", "without", "offset"]
}
