/// Why a template cannot be read or executed.
struct TemplateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wrong, as the end of a sentence: `an action is not closed`.
    var problem: String
    /// Bytes before the place.
    var offset: Int

    var description: String { "\(problem) (at byte \(offset))" }
}
