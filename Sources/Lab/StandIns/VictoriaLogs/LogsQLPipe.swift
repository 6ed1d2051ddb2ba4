/// What a LogsQL query makes of the rows that it keeps.
enum LogsQLPipe: Sendable {
    case filter(LogsQLFilter)
    case sort([(field: String, descending: Bool)], offset: Int, limit: Int?)
    case limit(Int)
    case offset(Int)
    case fields([String])
    case delete([String])
    /// Pairs of an old and a new name.
    case copy([(String, String)])
    case rename([(String, String)])
    case unpack(isJSON: Bool, from: String, fields: [String]?)
    case collapseNumbers(field: String, prettify: Bool)
    case stats([LogsQLGroup], [LogsQLStat])
    /// Values of fields by how often they occur.
    case top(Int, [String])
    case unique([String], counted: Bool)
}
