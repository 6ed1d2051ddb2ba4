import Core

/// Reads `context/commits.json`, `context/deploys.json` and `context/flags.json`.
struct ChangesDecoder: DirectoryDecoder {
    /// Changes of one file that are of the time asked for; more are not kept.
    static let mostChanges = 20_000
    private static let files = [DirectoryLayout.commits, DirectoryLayout.deploys, DirectoryLayout.flags]

    let folders = ["context"]
    private let scope: Scope
    private var records: JSONRecords?
    private var found: [(tally: RecordTally, changes: [ChangeRecord])] = []
    private var changes: [ChangeRecord] = []
    /// Changes of the file that is being read for which there was no room.
    private var left = 0
    private var owners = Owners()
    private var cuts: [Diagnostic] = []

    init(_ scope: Scope) { self.scope = scope }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        Self.files.compactMap { path in files.first { $0.path == path }.map { DirectoryReading($0) } }
    }

    mutating func begin(_ file: DirectoryFile) {
        records = JSONRecords(file)
        changes = []
        left = 0
    }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        read { records, body in records.take(bytes, from: exchange, body) }
    }

    mutating func end(trouble: String?) {
        read { records, body in records.end(trouble: trouble, body) }
        guard var tally = records?.tally else { return }
        if left > 0 {
            tally.trouble = tally.trouble ?? "only the first \(changes.count) of the time asked for are kept"
            let text = "\(tally.name): the first \(changes.count) of the time asked for were read, \(left) more were not"
            cuts.append(Diagnostic(.partial, text, exchange: tally.exchanges.last))
        }
        found.append((tally, changes))
        changes = []
        records = nil
    }

    private mutating func read(_ body: (inout JSONRecords, (JSONValue) throws(RecordFault) -> Void) -> Void) {
        guard var records, let path = self.records?.tally.file.path else { return }
        self.records = nil
        var changes: [ChangeRecord] = []
        swap(&changes, &self.changes)
        var (left, owners) = (self.left, self.owners)
        let scope = scope
        body(&records) { value throws(RecordFault) in
            let record = try Self.read(value, path)
            owners.add(record.change)
            guard scope.baseline.contains(record.stamp.time) || scope.window.contains(record.stamp.time) else { return }
            if changes.count < Self.mostChanges { changes.append(record) } else { left += 1 }
        }
        (self.left, self.owners, self.changes) = (left, owners, changes)
        self.records = records
    }

    private static func read(_ value: JSONValue, _ path: [String]) throws(RecordFault) -> ChangeRecord {
        switch path {
        case DirectoryLayout.commits: try ChangeRecord.commit(value)
        case DirectoryLayout.deploys: try ChangeRecord.deploy(value)
        default: try ChangeRecord.flag(value)
        }
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        var evidence: [Evidence] = []
        var diagnostics = cuts
        for path in Self.files {
            let name = path.joined(separator: "/")
            guard let (tally, asked) = found.first(where: { $0.tally.file.path == path }) else {
                let absence = DirectoryAbsence.of(Self.noun(path), name, scope.window, listing)
                evidence += absence.evidence
                diagnostics += absence.diagnostics
                continue
            }
            if let diagnostic = tally.diagnostic { diagnostics.append(diagnostic) }
            guard !tally.exchanges.isEmpty else { continue }
            evidence.reserveCapacity(evidence.count + asked.count)
            for var record in asked.sorted(by: { ($0.stamp.time, $0.change.id) < ($1.stamp.time, $1.change.id) }) {
                if record.change.kind == .commit, record.change.service == nil { attribute(&record.change, owners) }
                evidence.append(
                    Evidence(
                        .change(record.change), from: tally.exchanges, service: record.change.service, stamp: record.stamp,
                        window: scope.window, query: name, completeness: tally.completeness))
            }
            guard asked.isEmpty else { continue }
            let elsewhere = tally.elsewhere("the file's \(Self.noun(path)) are all of another time")
            evidence.append(
                Evidence(
                    .nothing("\(Self.noun(path)) in \(name) for the time asked for"), from: tally.exchanges,
                    window: scope.window, query: name, completeness: tally.read == 0 ? tally.absence : elsewhere))
        }
        return (evidence, diagnostics)
    }

    private static func noun(_ path: [String]) -> String {
        path.last.map { String($0.dropLast(".json".count)) } ?? "changes"
    }

    // MARK: Whose commit it is

    private struct Owners {
        /// Services to which a deploy brought the commit.
        var byRevision: [String: Set<String>] = [:]
        var services: Set<String> = []

        mutating func add(_ change: Change) {
            guard let service = change.service else { return }
            services.insert(service)
            if let revision = change.revision { byRevision[revision, default: []].insert(service) }
        }
    }

    /// A commit is its service's when one service alone was deployed with it, or when one service's name alone is a component of
    /// the paths that it changes.
    private func attribute(_ change: inout Change, _ owners: Owners) {
        if let deployed = owners.byRevision[change.id], deployed.count == 1 {
            change.service = deployed.first
            return
        }
        let parts = Set(change.files.flatMap { $0.path.split(separator: "/").map(String.init) })
        let touched = owners.services.intersection(parts)
        if touched.count == 1 { change.service = touched.first }
    }
}
