/// One span of a scenario's traffic, before a store makes it its own. Times are nanoseconds since the epoch.
struct TraceSpan: Sendable {
    enum Kind: String, Sendable { case server, client }

    enum Value: Sendable, Hashable {
        case text(String)
        case integer(Int64)
        case decimal(Double)

        /// As it is written where everything is text.
        var text: String {
            switch self {
            case .text(let text): text
            case .integer(let number): String(number)
            case .decimal(let number): number == number.rounded() ? String(Int64(number)) : "\(number)"
            }
        }
    }

    typealias Attribute = (key: String, value: Value)

    /// 16 hexadecimal digits.
    var id: String
    /// `nil` for the trace's root.
    var parent: String?
    var service: String
    var name: String
    var kind: Kind
    var start: Int64
    var end: Int64
    var attributes: [Attribute]
    /// What the resource says of itself, its service among it.
    var resource: [Attribute]
    var isError = false
    var message = ""
    /// The exception that is in the span as an event at its end.
    var exception: [Attribute] = []

    var duration: Int64 { end - start }

    func attribute(_ key: String) -> Value? { attributes.first { $0.key == key }?.value }
    func resourceAttribute(_ key: String) -> Value? { resource.first { $0.key == key }?.value }
}
