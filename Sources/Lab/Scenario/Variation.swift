import Core
import Foundation

/// What makes a scenario differ from another: a file that has the differences alone. Documentation/lab.md has the format.
struct Variation: Sendable {
    /// The scenario that it is a variation of.
    var base: String
    private var moves: [TimeMove]
    private var overrides: JSONValue

    /// `nil` when the document is a scenario of its own.
    init?(_ document: JSONValue) throws {
        guard let base = document["varies"]?.string else { return nil }
        self.base = base
        let parts = document["moves"] ?? []
        do {
            moves = try JSONDecoder().decode([TimeMove].self, from: Data(parts.compact.utf8))
        } catch {
            throw ScenarioError("the variation's moves do not decode: \(error)")
        }
        overrides = document["with"] ?? [:]
        for name in ["name", "title", "summary"] {
            guard let text = document[name] else { throw ScenarioError("the variation has no '\(name)'") }
            overrides = try overrides.overridden(by: .object(JSONObject([(name, text)])))
        }
    }

    /// The scenario that it makes of its base. Times are moved first: overrides name elements by the times they have then.
    func applied(to base: JSONValue) throws -> JSONValue { try moves.reduce(base) { $0.moving($1) }.overridden(by: overrides) }
}
