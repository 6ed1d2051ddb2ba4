import Core

/// The cause that a scenario's truth names, and all names that the staged sources have for it.
///
/// One change has several names: the commit, the release that carried it, and the event that told of the release. A hypothesis
/// that names any of them has found it. Where no change did it, one of a family that is true of it and of the service has.
struct TrueCause: Sendable {
    let families: Set<String>
    let service: String
    let names: Set<String>

    /// `truth` is what `lab truth` prints.
    init(truth: JSONValue) {
        let others = (truth["families"]?.array ?? []).compactMap(\.string)
        families = Set([truth["family"]?.string ?? ""] + others)
        service = truth["firstFailingService"]?.string ?? ""
        let change = truth["change"]
        let aliases = (change?["alsoKnownAs"]?.array ?? []).compactMap(\.string)
        names = Set([change?["id"]?.string, change?["commit"]?.string].compactMap { $0 } + aliases)
    }

    func isNamed(by hypothesis: StatedCause) -> Bool {
        guard families.contains(hypothesis.family), hypothesis.service == service else { return false }
        guard let change = hypothesis.changeID else { return names.isEmpty }
        return names.contains(change)
    }
}
