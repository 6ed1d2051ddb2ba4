import Core

/// A number that evidence or a finding holds, or that is computed from a stored series.
struct Measure: Sendable {
    /// Which of a thing's numbers it is.
    enum Aspect: Sendable, Hashable {
        case peak, lowest, usual
        /// Before and after a change of it.
        case former, latter
        case total
        /// The first value beyond what is usual.
        case first
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
    /// A number per second.
    var isRate = false
    /// More for what a finding says of the incident itself, which of several numbers is the one to name.
    var weight = 0
    /// "p99", "p50", among the words; set once all are known.
    var quantiles: Set<String> = []

    static func isQuantile(_ word: String) -> Bool {
        guard word.utf8.first == UInt8(ascii: "p"), (3...5).contains(word.utf8.count) else { return false }
        return word.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
    }

    /// As a document prints it.
    func text(like said: String) -> String {
        Quantity.text(value, dimension, like: said) + (isRate ? said.contains("per") ? " per second" : "/s" : "")
    }
}
