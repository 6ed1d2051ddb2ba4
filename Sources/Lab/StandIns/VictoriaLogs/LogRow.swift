import Core

/// A row that flows through LogsQL's pipes: fields in order, all of them text.
struct LogRow: Sendable {
    /// Nanoseconds since the epoch; 0 for a row that pipes made.
    var time: Int64 = 0
    private(set) var fields: [(name: String, value: String)] = []

    init(time: Int64 = 0, _ fields: [(name: String, value: String)] = []) {
        self.time = time
        self.fields = fields
    }

    /// An absent field is empty.
    subscript(name: String) -> String {
        get { fields.first { $0.name == name }?.value ?? "" }
        set {
            if let place = fields.firstIndex(where: { $0.name == name }) {
                fields[place].value = newValue
            } else {
                fields.append((name, newValue))
            }
        }
    }

    mutating func keep(_ names: [String]) { fields = names.map { ($0, self[$0]) } }
    mutating func remove(_ names: Set<String>) { fields.removeAll { names.contains($0.name) } }

    /// RFC 3339 without trailing zeros.
    static func text(_ time: Int64) -> String {
        let whole = Instant(nanoseconds: time).rfc3339(.nanoseconds)
        var digits = whole.dropLast()
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return digits + "Z"
    }

    /// One line of an answer: empty fields are left out.
    var json: String { Self.json(fields.filter { !$0.value.isEmpty }) }

    static func json(_ pairs: [(name: String, value: String)]) -> String {
        "{" + pairs.map { quoted($0.name) + ":" + quoted($0.value) }.joined(separator: ",") + "}"
    }

    /// Without the escapes that make JSON safe inside a web page.
    static func quoted(_ text: String) -> String {
        JSONValue.string(text).compact.replacing("\\u003c", with: "<").replacing("\\u003e", with: ">")
            .replacing("\\u0026", with: "&")
    }

    /// By number where both are numbers.
    static func precedes(_ left: String, _ right: String) -> Bool {
        if let left = Double(left), let right = Double(right) { return left < right }
        return left < right
    }
}
