import Core

/// Puts all changes on one clock: links deploys to the commits they shipped and recognises what undoes what.
enum ChangeClock {
    static func place(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [PlacedChange] {
        var commits: [PlacedChange] = []
        var others: [PlacedChange] = []
        let earliest = file.scope.window.from.adding(seconds: -parameters.longLead)
        for evidence in file.evidence {
            guard case .change(let change) = evidence.observation, let stamp = evidence.stamp else { continue }
            let live = stamp.corrected
            let placed = PlacedChange(
                change: change, service: naming.service(of: evidence), time: live,
                begins: min(live, change.startedAt?.corrected ?? live), evidence: [evidence.id], isRollback: false)
            if placed.isCommit { add(placed, to: &commits) } else { add(placed, to: &others) }
        }
        others.sort { ($0.time, $0.evidence[0]) < ($1.time, $1.evidence[0]) }
        let histories = Set(others.filter(\.isDeploy).compactMap(\.service))
        var shipped: Set<String> = []
        for index in others.indices { link(&others[index], to: commits, shipped: &shipped) }
        for index in others.indices { markRollback(index, in: &others) }
        var loose = commits.filter { !shipped.contains($0.change.id) && !$0.change.isMerge }
        for index in loose.indices {
            loose[index].isRollback = isRevert(loose[index].change)
            if ship(&loose[index], with: others) { continue }
            // A deploy history that was read and does not hold the commit speaks against it.
            loose[index].wasDeployed = loose[index].service.map { histories.contains($0) } == true ? false : nil
        }
        var all = others + loose
        all.sort { ($0.time, $0.evidence[0]) < ($1.time, $1.evidence[0]) }
        all = all.filter { $0.time >= earliest && $0.time <= file.scope.window.to }
        for index in all.indices where all[index].isRollback { all[index].undoes = undone(by: index, in: all) }
        return all
    }

    /// Two sources may tell of one change.
    private static func add(_ placed: PlacedChange, to list: inout [PlacedChange]) {
        let same = list.firstIndex { known in
            if placed.isCommit { return known.change.id == placed.change.id }
            guard known.isDeploy ? placed.isDeploy : known.change.kind == placed.change.kind else { return false }
            guard known.service == placed.service, abs(known.time.seconds(since: placed.time)) <= 120 else { return false }
            if let one = known.change.revision, let other = placed.change.revision { return isSame(one, other) }
            // A source that gives no revision tells of the same deploy; of other changes only the id can say so.
            return placed.isDeploy || known.change.id == placed.change.id
        }
        guard let same else {
            list.append(placed)
            return
        }
        list[same].evidence += placed.evidence
        if list[same].change.revision == nil, placed.change.revision != nil {
            list[same].change.revision = placed.change.revision
            list[same].change.id = placed.change.id
            list[same].change.title = placed.change.title
            list[same].time = placed.time
        }
        if placed.change.kind == .rollback { list[same].change.kind = .rollback }
        list[same].begins = min(list[same].begins, placed.begins)
        if list[same].service == nil { list[same].service = placed.service }
        if list[same].change.files.isEmpty { list[same].change.files = placed.change.files }
        if list[same].change.previousRevision == nil {
            list[same].change.previousRevision = placed.change.previousRevision
        }
    }

    private static func link(_ placed: inout PlacedChange, to commits: [PlacedChange], shipped: inout Set<String>) {
        placed.wasDeployed = true
        placed.ownEvidence = placed.evidence
        guard let revision = placed.change.revision else { return }
        let found = commits.first { isSame($0.change.id, revision) || $0.change.revision.map { isSame($0, revision) } == true }
        guard let found else { return }
        placed.commit = found.change
        placed.commitTime = found.time
        if placed.service == nil { placed.service = found.service }
        for id in found.evidence where !placed.evidence.contains(id) { placed.evidence.append(id) }
        shipped.insert(found.change.id)
    }

    /// A deploy brings all commits since the deploy before it, not only the one it is named by.
    private static func ship(_ commit: inout PlacedChange, with changes: [PlacedChange]) -> Bool {
        let deploys = changes.filter { $0.isDeploy && !$0.isRollback && $0.service == commit.service && $0.commitTime != nil }
        guard commit.service != nil,
            let place = deploys.firstIndex(where: { ($0.commitTime ?? $0.time) >= commit.time && $0.time >= commit.time })
        else { return false }
        let deploy = deploys[place]
        // Without the deploy before it there is no telling how far back it reaches: a day at most.
        let since = place > 0 ? deploys[place - 1].commitTime : deploy.time.adding(seconds: -86_400)
        guard let since, commit.time > since else { return false }
        commit.commitTime = commit.time
        commit.time = deploy.time
        commit.begins = deploy.begins
        commit.wasDeployed = true
        for id in deploy.ownEvidence where !commit.evidence.contains(id) { commit.evidence.append(id) }
        return true
    }

    /// A deploy that goes back to a revision that was live before, or that ships a revert.
    private static func markRollback(_ index: Int, in changes: inout [PlacedChange]) {
        let placed = changes[index]
        if placed.change.kind == .rollback || placed.commit.map({ isRevert($0) }) == true
            || (placed.change.kind != .deploy && isRevert(placed.change))
        {
            changes[index].isRollback = true
            return
        }
        guard placed.change.kind == .deploy, let revision = placed.change.revision else { return }
        let earlier = changes[..<index].filter { $0.isDeploy && $0.service == placed.service }
        guard let last = earlier.last, last.change.revision.map({ !isSame($0, revision) }) ?? false else { return }
        changes[index].isRollback =
            earlier.contains { $0.change.revision.map { isSame($0, revision) } == true }
            || last.change.previousRevision.map { isSame($0, revision) } == true
    }

    /// The change that `changes[index]` undoes: the one that a revert names, or the last one of its service before it.
    private static func undone(by index: Int, in changes: [PlacedChange]) -> Int? {
        let placed = changes[index]
        let before = changes[..<index].indices.reversed().filter {
            !changes[$0].isRollback && (changes[$0].service == placed.service || placed.service == nil)
        }
        let title = (placed.commit ?? placed.change).title.lowercased()
        if let named = before.first(where: { other in
            let original = (changes[other].commit ?? changes[other].change).title.lowercased()
            return original.utf8.count >= 8 && title.contains(original)
        }) {
            return named
        }
        if let previous = placed.change.previousRevision,
            let named = before.first(where: { changes[$0].change.revision.map { isSame($0, previous) } == true })
        {
            return named
        }
        return before.first { changes[$0].isDeploy == placed.isDeploy } ?? before.first
    }

    static func isRevert(_ change: Change) -> Bool {
        let words = Words.plain(in: change.title, limit: 200)
        guard let first = words.first else { return false }
        if first == "revert" || first == "rollback" || first == "reverts" { return true }
        return words.prefix(6).contains("revert") && words.contains("commit")
            || Words.contains("roll back", in: Array(words.prefix(6)))
            || words.prefix(4).contains("rollback")
    }

    /// The same revision, one of them perhaps shortened to seven characters or more.
    static func isSame(_ left: String, _ right: String) -> Bool {
        if left == right { return !left.isEmpty }
        let (short, long) = left.utf8.count < right.utf8.count ? (left, right) : (right, left)
        return short.utf8.count >= 7 && long.hasPrefix(short)
    }
}
