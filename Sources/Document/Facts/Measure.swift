import Core

/// A number that evidence or a finding holds, or that is computed from a stored series.
struct Measure: Sendable {
    /// Which of a thing's numbers it is.
    enum Aspect: Sendable, Hashable {
        case peak, lowest, usual
        /// Before and after a change of it.
        case former, latter
        case total
        case none
    }

    var value: Double
    var dimension: Quantity.Dimension
    var service: String?
    var topics: Topics
    var aspect: Aspect
    /// Names and stems of words that say what it is of.
    var words: Set<String>
    /// The words, as the index numbers them; set once all are known.
    var keys: [Int32] = []
    /// Alerting rules among the words.
    var rules: Set<String> = []
    var citations: [Claim.Citation]
    /// For texts that hold a number in passing: it may prove it, and no other number is wrong because of it.
    var isIncidental = false

    /// As a document prints it.
    func text(like said: String) -> String { Quantity.text(value, dimension, like: said) }
}
