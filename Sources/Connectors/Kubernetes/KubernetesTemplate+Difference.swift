import Core

/// In what two pod templates differ.
struct KubernetesDifference: Sendable {
    var files: [Change.FileChange] = []
    /// A few words: `image registry.example/frontend:5.31.0`, `ACQUIRER_TIMEOUT`.
    var summary: String = ""
    var changesImage = false
    /// Nothing but the mark that `kubectl rollout restart` leaves.
    var isRestart = false
    var isEmpty: Bool { files.isEmpty }

    private static let mostLines = 200
    private static let restartKey = "annotations.kubectl.kubernetes.io/restartedAt"

    init(from old: KubernetesTemplate, to new: KubernetesTemplate) {
        var before: [String: KubernetesTemplate.Section] = [:]
        for section in old.sections { before[section.title] = section }
        let after = Set(new.sections.map(\.title))
        var changed: [String] = []
        let gone = old.sections.filter { !after.contains($0.title) }
        let pairs = new.sections.map { (before[$0.title], Optional($0)) } + gone.map { (Optional($0), nil) }
        for (old, new) in pairs { compare(old, new, &changed) }
        changesImage = old.images != new.images
        isRestart = changed == [KubernetesDifference.restartKey]
        let images = new.images.sorted { $0.key < $1.key }.filter { old.images[$0.key] != $0.value }
            .map { "image \($0.value)" }
        let words = images + changed.filter { $0 != "image" && $0 != KubernetesDifference.restartKey }
        summary = words.prefix(5).joined(separator: ", ") + (words.count > 5 ? " and \(words.count - 5) more" : "")
    }

    private mutating func compare(
        _ old: KubernetesTemplate.Section?, _ new: KubernetesTemplate.Section?, _ changed: inout [String]
    ) {
        guard let title = (new ?? old)?.title else { return }
        var after: [String: String] = [:]
        for line in new?.lines ?? [] { after[line.key] = line.text }
        var before: Set<String> = []
        var patch: [String] = []
        var file = Change.FileChange(path: title, added: 0, removed: 0)
        for line in old?.lines ?? [] {
            before.insert(line.key)
            guard after[line.key] != line.text else { continue }
            changed.append(line.key)
            patch.append("-" + line.text)
            file.removed += 1
            guard let text = after[line.key] else { continue }
            patch.append("+" + text)
            file.added += 1
        }
        for line in new?.lines ?? [] where !before.contains(line.key) {
            changed.append(line.key)
            patch.append("+" + line.text)
            file.added += 1
        }
        guard !patch.isEmpty else { return }
        file.patch = patch.prefix(KubernetesDifference.mostLines).joined(separator: "\n")
        files.append(file)
    }
}
