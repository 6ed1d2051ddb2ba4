/// A PromQL expression as a tree. Parentheses are not part of it: the writer puts them where the tree needs them.
///
/// The grammar is that of Prometheus 3 (`promql/parser/generated_parser.y`), without its experimental duration arithmetic.
/// Types are not checked: any function name is accepted, as VictoriaMetrics and newer servers have more of them, and a
/// selector that matches everything is read and reported by ``VectorSelector/isUnbounded``.
public indirect enum Expression: Sendable, Hashable {
    /// A number; a duration in the place of a number, `5m`, is its seconds.
    case number(NumberLiteral)
    case string(String)
    case selector(VectorSelector)
    case subquery(Subquery)
    case negation(Expression)
    case binary(BinaryOperation)
    case call(FunctionCall)
    case aggregation(Aggregation)

    /// Reads an expression, as ``PromQLParser/parse(_:)`` does.
    public init(parsing text: String) throws(PromQLError) { self = try PromQLParser.parse(text) }
}

extension Expression: CustomStringConvertible {
    public var description: String { text }
}
