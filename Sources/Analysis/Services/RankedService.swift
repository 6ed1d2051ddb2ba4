import Core

/// A service with the reasons for and against a fault there.
struct RankedService: Sendable {
    var service: String
    var terms: [Hypothesis.Term] = []
    var score: Double { terms.reduce(0) { $0 + $1.value } }

    mutating func add(_ name: String, _ value: Double, _ says: String) {
        let rounded = (value * 1000).rounded() / 1000
        if rounded != 0, rounded.isFinite { terms.append(Hypothesis.Term(name: name, value: rounded, says: says)) }
    }
}
