import Core

/// A dashboard's template variables, with the service in the place of those that stand for one.
struct GrafanaVariables: Sendable {
    /// Names that variables for a service commonly have.
    static let serviceNames: Set<String> = [
        "service", "service_name", "servicename", "svc", "app", "application", "app_name", "job", "workload", "deployment",
        "component", "container", "microservice",
    ]

    private var values: [String: [String]] = [:]
    /// Names of the variables that stand for a service.
    private(set) var ofService: Set<String> = []

    /// - Parameters:
    ///   - list: `templating.list` of a dashboard.
    ///   - service: `nil` leaves every variable at its current value.
    init(_ list: JSONArray, service: String?) {
        // Inside a query's string a quote would end it.
        let service = service.flatMap { $0.contains { "\"\\\n".contains($0) } ? nil : $0 }
        for variable in list {
            guard let name = variable["name"]?.string, !name.isEmpty else { continue }
            let type = variable["type"]?.string ?? ""
            let current = Self.texts(variable["current"]?["value"])
            let isFixed = ["constant", "datasource", "interval", "adhoc"].contains(type)
            if let service, !isFixed, Self.serviceNames.contains(name.lowercased()) {
                values[name] = [Self.option(of: variable, for: service)]
                ofService.insert(name)
            } else if current.isEmpty || current == ["$__all"] || current == ["All"] {
                values[name] = [variable["allValue"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? Self.all(type, variable)]
            } else {
                values[name] = current
            }
        }
    }

    /// The option that is the service, or ends in it: `shop/checkout` in a `job` of Kubernetes.
    private static func option(of variable: JSONValue, for service: String) -> String {
        let options = (variable["options"]?.array ?? []).compactMap { $0["value"]?.string }
        if options.contains(service) { return service }
        return options.sorted().first { $0.hasSuffix("/" + service) } ?? service
    }

    private static func all(_ type: String, _ variable: JSONValue) -> String {
        if type == "constant" || type == "textbox" { return variable["query"]?.string ?? "" }
        return ".*"
    }

    private static func texts(_ value: JSONValue?) -> [String] {
        if let text = value?.string { return text.isEmpty ? [] : [text] }
        return (value?.array ?? []).compactMap(\.string)
    }

    /// A query with its variables' values. Grafana's own (`$__interval`) and unknown ones stay as they are.
    func replaced(_ text: String) -> String {
        Self.replaced(text) { name, format in
            guard let values = values[name], let first = values.first else { return nil }
            // A `regex` or `pipe` format, and several values in a query, are alternatives of an expression.
            guard values.count > 1 else { return first }
            let joined = values.joined(separator: "|")
            return format == "csv" ? values.joined(separator: ",") : (format == "pipe" ? joined : "(\(joined))")
        }
    }

    /// Whether a text names a variable that stands for a service.
    func namesService(_ text: String) -> Bool {
        var found = false
        _ = Self.replaced(text) { name, _ in
            if ofService.contains(name) { found = true }
            return nil
        }
        return found
    }

    /// Replaces `$name`, `${name}`, `${name:format}` and `[[name]]`; what `value` has nothing for stays.
    static func replaced(_ text: String, value: (_ name: String, _ format: String?) -> String?) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "[") }) else { return text }
        let bytes = Array(text.utf8)
        let most = bytes.count * 10 + 500
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            guard let (name, format, end) = variable(in: bytes, at: position), let new = value(name, format) else {
                result.append(bytes[position])
                position += 1
                continue
            }
            // Values that are long and named often must not fill the memory: what is left stays as it is.
            guard result.count + new.utf8.count < most else {
                result += bytes[position...]
                break
            }
            result += Array(new.utf8)
            position = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func variable(in bytes: [UInt8], at start: Int) -> (name: String, format: String?, end: Int)? {
        func isName(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        }
        func has(_ text: String, at position: Int) -> Bool { bytes[min(position, bytes.count)...].starts(with: text.utf8) }
        let (opening, closing) =
            has("${", at: start)
            ? ("${", "}") : (has("[[", at: start) ? ("[[", "]]") : (has("$", at: start) ? ("$", "") : ("", "")))
        guard !opening.isEmpty else { return nil }
        let first = start + opening.utf8.count
        var end = first
        while end < bytes.count, end - first < 100, isName(bytes[end]) { end += 1 }
        guard end > first else { return nil }
        let name = String(decoding: bytes[first..<end], as: UTF8.self)
        guard !closing.isEmpty else { return (name, nil, end) }
        var format: String?
        if end < bytes.count, bytes[end] == UInt8(ascii: ":") {
            let formatStart = end + 1
            end = formatStart
            while end < bytes.count, end - formatStart < 40, isName(bytes[end]) { end += 1 }
            format = String(decoding: bytes[formatStart..<end], as: UTF8.self)
        }
        guard has(closing, at: end) else { return nil }
        return (name, format, end + closing.utf8.count)
    }
}
