import Core

extension GitCommit {
    /// Characters of a title that are kept.
    private static let maximumTitle = 300

    /// What is known of a commit's lines.
    enum Lines {
        case read(GitPatch, cut: String?, from: CallKey)
        case unread
    }

    /// The commit as evidence.
    ///
    /// A revert names its own commit as the revision and the one that it takes back as the previous revision; other commits
    /// name neither. In a shallow clone the oldest commits have lost their parents, and git shows all their files as new:
    /// their files are left out.
    func evidence(from log: CallKey, lines: Lines, settings: GitSettings, isShallow: Bool, query: String) -> Evidence {
        let isBoundary = isShallow && parents.isEmpty
        let known = isBoundary ? [] : files
        let service = settings.service(changing: known.map(\.path))
        let isConfiguration = !known.isEmpty && known.count == fileCount && known.allSatisfy(\.isConfiguration)
        var exchanges = [log]
        var patch: GitPatch?
        var reasons: [String] = []
        if known.count < fileCount, !isBoundary { reasons.append("\(fileCount) files were changed, \(known.count) are listed") }
        if case .read(let read, let cut, let key) = lines, !isBoundary {
            exchanges.append(key)
            patch = read
            if let cut { reasons.append("the patch was cut off: \(cut)") }
            let cutPaths = known.map(\.path).filter(read.cut.contains)
            if let first = cutPaths.first {
                let others = cutPaths.count > 1 ? " and \(cutPaths.count - 1) more" : ""
                reasons.append("the changed lines of \(first)\(others) are cut at \(GitPatch.maximumBytes) bytes")
            }
        }
        if case .unread = lines, !known.isEmpty { reasons.append("the changed lines were not read") }
        var completeness = Completeness.complete
        if isBoundary {
            completeness = .notKept(reason: "the clone is shallow and ends at this commit, so what it changed is not in it")
        } else if !reasons.isEmpty {
            completeness = .cutOff(reason: reasons.joined(separator: "; "))
        }
        let title = subject.isEmpty ? "(no message)" : subject
        let change = Change(
            kind: isConfiguration ? .configuration : .commit, id: hash,
            title: title.count > Self.maximumTitle ? title.prefix(Self.maximumTitle) + "…" : title, service: service,
            author: author, revision: reverted.map { _ in hash }, previousRevision: reverted,
            files: known.map { file in
                Change.FileChange(path: file.path, added: file.added, removed: file.removed, patch: patch?.lines[file.path])
            }, isMerge: parents.count > 1)
        return Evidence(
            .change(change), from: exchanges, service: service, stamp: Stamp(time, precision: .seconds), query: query,
            link: settings.link(toCommit: hash), completeness: completeness)
    }
}
