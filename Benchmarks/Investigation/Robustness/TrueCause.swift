import Core

/// The cause that a scenario's truth names, and all names that the staged sources have for it.
///
/// One change has several names: the commit, the release that carried it, and the event that told of the release. A hypothesis
/// that names any of them has found it.
struct TrueCause: Sendable {
    let family: String
    let service: String
    let names: Set<String>

    /// `truth` is what `lab truth` prints.
    init(truth: JSONValue) {
        family = truth["family"]?.string ?? ""
        service = truth["firstFailingService"]?.string ?? ""
        let change = truth["change"]
        let others = (change?["alsoKnownAs"]?.array ?? []).compactMap(\.string)
        names = Set([change?["id"]?.string, change?["commit"]?.string].compactMap { $0 } + others)
    }

    func isNamed(by hypothesis: StatedCause) -> Bool {
        guard let change = hypothesis.changeID else { return false }
        return hypothesis.family == family && hypothesis.service == service && names.contains(change)
    }
}
