import Core
import PromQL

/// Keeps expressions away from a server that they could hurt: what cannot be read, selects everything, or makes the server
/// compute more points than it would return.
enum PrometheusGuard {
    static let maximumLength = 8_000
    static let maximumSelectors = 20
    /// Seconds: the longest range that one sample may be computed from.
    static let maximumRange = 31.0 * 86_400

    /// Reads an expression and refuses what should not be asked. `field` is the member that it came from.
    static func check(_ text: String, field: String) throws(InputError) -> Expression {
        guard text.utf8.count <= maximumLength else { throw InputError(field, "is longer than \(maximumLength) bytes") }
        let expression: Expression
        do { expression = try PromQLParser.parse(text) } catch { throw InputError(field, "is no PromQL: \(error)") }
        let selectors = expression.selectors
        guard selectors.count <= maximumSelectors else {
            throw InputError(field, "has more than \(maximumSelectors) selectors")
        }
        for selector in selectors {
            guard !selector.isUnbounded else {
                throw InputError(
                    field, "'\(PrometheusGuard.text(selector))' selects every series; name a metric or a label's value")
            }
            guard (selector.range ?? 0) <= maximumRange else { throw InputError(field, "has a range of more than 31 days") }
        }
        for subquery in subqueries(expression) {
            let points = subquery.range / max(subquery.step ?? 60, 0.001)
            guard points <= Double(PrometheusSource.serverMaximumPoints), subquery.range <= maximumRange else {
                throw InputError(field, "has a subquery of more than \(PrometheusSource.serverMaximumPoints) points or 31 days")
            }
        }
        return expression
    }

    /// Label matchers without braces, given with or without them; refuses anything but matchers that narrow.
    static func matchers(_ text: String, field: String) throws(InputError) -> String {
        let trimmed = text.trimmingPrefix { $0.isWhitespace }
        let braced = trimmed.hasPrefix("{") || !trimmed.contains("=") ? String(trimmed) : "{\(trimmed)}"
        let expression = try check(braced, field: field)
        guard case .selector(let selector) = expression, selector.range == nil, selector.offset == nil, selector.at == nil
        else {
            throw InputError(field, "expected label matchers such as service=\"checkout\"")
        }
        let metric = selector.metric.map { [PrometheusSelector.matcher("__name__", equals: $0)] } ?? []
        return (metric + selector.matchers.map(\.text)).joined(separator: ",")
    }

    /// The instant selector, without a range, whose series are counted before a range query.
    static func countable(_ selector: VectorSelector) -> String {
        var instant = selector
        instant.range = nil
        return text(instant)
    }

    static func text(_ selector: VectorSelector) -> String { Expression.selector(selector).text }

    /// What a sample of the expression's result marks: the end of its longest range, or the moment itself.
    static func mark(_ expression: Expression) -> Stamp.Mark {
        let width = max(
            expression.selectors.compactMap(\.range).max() ?? 0, subqueries(expression).map(\.range).max() ?? 0)
        return width > 0 ? .bucketEnd(width: width) : .instant
    }

    private static func subqueries(_ expression: Expression) -> [Subquery] {
        var found: [Subquery] = []
        expression.visit { if case .subquery(let subquery) = $0 { found.append(subquery) } }
        return found
    }
}
