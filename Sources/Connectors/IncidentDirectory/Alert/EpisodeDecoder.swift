import Core

/// The alerts of `alert.json`, each as the time from which it fired.
struct EpisodeDecoder: DirectoryDecoder {
    private let scope: Scope
    private var records: JSONRecords?
    private var alerts: [DirectoryAlert] = []

    init(_ scope: Scope) { self.scope = scope }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter { $0.path == DirectoryLayout.alert }.map { DirectoryReading($0) }
    }

    mutating func begin(_ file: DirectoryFile) { records = JSONRecords(file) }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        var found: [DirectoryAlert] = []
        records?.take(bytes, from: exchange) { value throws(RecordFault) in found.append(try DirectoryAlert(value)) }
        alerts += found
    }

    mutating func end(trouble: String?) {
        var found: [DirectoryAlert] = []
        records?.end(trouble: trouble) { value throws(RecordFault) in found.append(try DirectoryAlert(value)) }
        alerts += found
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard let tally = records?.tally else { return DirectoryAbsence.of("alerts", "alert.json", scope.window, listing) }
        let diagnostics = [tally.diagnostic].compactMap { $0 }
        guard !tally.exchanges.isEmpty else { return ([], diagnostics) }
        guard !alerts.isEmpty else {
            let nothing = Evidence(
                .nothing("alerts in alert.json"), from: tally.exchanges, window: scope.window, query: "alert.json",
                completeness: tally.absence)
            return ([nothing], diagnostics)
        }
        let sorted = alerts.sorted { ($0.firedAt.time, $0.name) < ($1.firedAt.time, $1.name) }
        return (
            sorted.map { alert in
                Evidence(
                    .alert(alert.episode), from: tally.exchanges, service: alert.service, stamp: alert.firedAt,
                    window: scope.window, query: "alert.json", completeness: tally.completeness)
            }, diagnostics
        )
    }
}
