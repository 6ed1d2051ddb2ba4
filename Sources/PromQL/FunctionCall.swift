/// A function with its arguments: `rate(x[5m])`.
public struct FunctionCall: Sendable, Hashable {
    public var name: String
    public var arguments: [Expression]

    public init(_ name: String, _ arguments: [Expression]) {
        self.name = name
        self.arguments = arguments
    }
}
