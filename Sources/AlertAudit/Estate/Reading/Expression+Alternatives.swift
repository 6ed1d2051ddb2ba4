import PromQL

extension Expression {
    /// Whether `or` stands anywhere in it.
    var hasAlternatives: Bool {
        var found = false
        visit { if case .binary(let operation) = $0, operation.operation == .or { found = true } }
        return found
    }
}
