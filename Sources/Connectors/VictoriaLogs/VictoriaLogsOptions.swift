import Core

/// Where this source keeps what every log line has.
struct VictoriaLogsOptions: Sendable {
    /// Fields that may hold a service's name; a line is the service's when any of them does.
    var serviceFields = ["service", "service.name", "service_name", "app", "job", "container"]
    /// Those of the fields that are stream fields: they are asked for by a stream filter, which reads less.
    var streamFields: Set<String> = []
    /// Fields that may hold the severity.
    var severityFields = ["level", "severity"]
    /// The field that is a line's time.
    var timeField = "_time"

    init() {}

    init(_ input: Input) throws(InputError) {
        func names(_ option: String) throws(InputError) -> [String] {
            let given = try input.strings(option)
            guard given.count <= 10 else { throw InputError("options.\(option)", "more than 10 fields") }
            for name in given
            where name.isEmpty || name.utf8.count > 200 || name.unicodeScalars.contains(where: \.isUnprintable) {
                throw InputError("options.\(option)", "'\(name.prefix(40))' is not a field's name")
            }
            return given
        }
        let services = try names("serviceFields")
        if !services.isEmpty { serviceFields = services }
        streamFields = Set(try names("streamFields"))
        let severities = try names("severityFields")
        if !severities.isEmpty { severityFields = severities }
        if let time = try input.optionalString("timeField"), !time.isEmpty { timeField = time }
    }
}
