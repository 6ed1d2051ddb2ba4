import Core

/// Reads `context/commits.json`, `context/deploys.json` and `context/flags.json`.
struct ChangesDecoder: DirectoryDecoder {
    /// Changes of one file; more are not read.
    static let mostChanges = 20_000
    private static let files = [DirectoryLayout.commits, DirectoryLayout.deploys, DirectoryLayout.flags]

    let folders = ["context"]
    private let scope: Scope
    private var records: JSONRecords?
    private var found: [(tally: RecordTally, changes: [ChangeRecord])] = []
    private var changes: [ChangeRecord] = []
    /// Records of the file that is being read for which there was no room.
    private var left = 0
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
            tally.trouble = tally.trouble ?? "only its first \(changes.count) records are read"
            let text = "\(tally.name): the first \(changes.count) records were read, \(left) more were not"
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
        var left = self.left
        body(&records) { value throws(RecordFault) in
            let change = try Self.read(value, path)
            if changes.count < Self.mostChanges { changes.append(change) } else { left += 1 }
        }
        self.left = left
        self.changes = changes
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
        let owners = owners
        for path in Self.files {
            let name = path.joined(separator: "/")
            guard let (tally, changes) = found.first(where: { $0.tally.file.path == path }) else {
                let absence = DirectoryAbsence.of(Self.noun(path), name, scope.window, listing)
                evidence += absence.evidence
                diagnostics += absence.diagnostics
                continue
            }
            if let diagnostic = tally.diagnostic { diagnostics.append(diagnostic) }
            guard !tally.exchanges.isEmpty else { continue }
            var asked = changes.filter { scope.baseline.contains($0.stamp.time) || scope.window.contains($0.stamp.time) }
            asked.sort { ($0.stamp.time, $0.change.id) < ($1.stamp.time, $1.change.id) }
            evidence.reserveCapacity(evidence.count + asked.count)
            for var record in asked {
                if record.change.kind == .commit, record.change.service == nil { attribute(&record.change, owners) }
                evidence.append(
                    Evidence(
                        .change(record.change), from: tally.exchanges, service: record.change.service, stamp: record.stamp,
                        window: scope.window, query: name, completeness: tally.completeness))
            }
            guard asked.isEmpty else { continue }
            let elsewhere = Completeness.notKept(reason: "the file's \(Self.noun(path)) are all of another time")
            evidence.append(
                Evidence(
                    .nothing("\(Self.noun(path)) in \(name) for the time asked for"), from: tally.exchanges,
                    window: scope.window, query: name, completeness: changes.isEmpty ? tally.absence : elsewhere))
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
    }

    private var owners: Owners {
        var owners = Owners()
        for record in found.flatMap(\.changes) {
            guard let service = record.change.service else { continue }
            owners.services.insert(service)
            if let revision = record.change.revision { owners.byRevision[revision, default: []].insert(service) }
        }
        return owners
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
