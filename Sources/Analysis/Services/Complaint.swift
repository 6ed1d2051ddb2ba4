import Core

/// What a service's own lines complain of since the onset: lines of severity `warn` or worse that were not there before, or rarely.
struct Complaint: Sendable {
    var service: String
    var count = 0
    var before = 0
    var errors = 0
    var first: Instant?
    var last: Instant?
    /// Lines that name another service, by that service.
    var naming: [String: Int] = [:]
    /// Lines that say that the caller gave up.
    var cutOff = 0
    /// Lines that say that time ran out.
    var timeouts = 0
    var evidence: Set<EvidenceID> = []

    /// Share of the lines that blame neither a named service nor the caller.
    var ownShare: Double {
        guard count > 0 else { return 0 }
        let others = naming.values.max() ?? 0
        return max(0, 1 - Double(others + cutOff) / Double(count))
    }
    var isCutOff: Bool { count > 0 && cutOff * 2 > count }

    /// Does the text say that the caller went away, and not that this side failed?
    static func saysCutOff(_ text: String) -> Bool {
        let words = Words.plain(in: text, limit: 1000)
        let gaveUp =
            words.contains { $0.hasPrefix("cancel") } || Words.contains("closed request", in: words)
            || Words.contains("client disconnected", in: words) || Words.contains("client closed", in: words)
        return gaveUp && !saysTimeout(words)
    }

    private static func saysTimeout(_ words: [String]) -> Bool {
        words.contains { $0 == "timeout" || $0 == "deadline" || $0 == "deadlineexceeded" || $0 == "timedout" }
            || Words.contains("timed out", in: words)
    }

    private struct Reading {
        var named: [String]
        var isCutOff: Bool
        var isTimeout: Bool
    }

    /// Of every service whose lines complain more since `boundary` than before, by service.
    static func all(
        in file: CaseFile, since boundary: Instant, naming: ServiceNaming, parameters: Parameters
    ) -> [String: Complaint] {
        var found: [String: Complaint] = [:]
        var known: [String: Reading] = [:]
        // Minutes in which a service said anything at all: what was read of healthy time may be a few stretches far apart.
        var heard: [String: (before: Set<Int64>, since: Set<Int64>)] = [:]
        var seen: Set<String> = []
        for evidence in file.evidence {
            guard case .logs(let logs) = evidence.observation else { continue }
            let named = naming.service(of: evidence)
            for line in logs.lines where line.time <= file.scope.window.to {
                let service = named ?? ServiceNaming.service(labelling: line)
                guard !service.isEmpty else { continue }
                let minute = line.time.wholeSeconds / 60
                if line.time < boundary {
                    heard[service, default: ([], [])].before.insert(minute)
                } else {
                    heard[service, default: ([], [])].since.insert(minute)
                }
                guard line.isError || line.severity?.hasPrefix("warn") == true else { continue }
                guard seen.count < 200_000, seen.insert("\(service)\n\(line.time.nanoseconds)\n\(line.text)").inserted else {
                    continue
                }
                var complaint = found.removeValue(forKey: service) ?? Complaint(service: service)
                if line.time < boundary {
                    complaint.before += 1
                } else {
                    let key = String(line.text.prefix(300))
                    let reading = known[key] ?? read(key, by: service, naming)
                    if known.count < 20_000 { known[key] = reading }
                    complaint.add(line, reading, evidence.id)
                }
                found[service] = complaint
            }
        }
        return found.filter { service, complaint in
            guard complaint.count >= parameters.burstLines, let minutes = heard[service] else { return false }
            let earlier = Double(complaint.before) / Double(max(1, minutes.before.count))
            return Double(complaint.count) / Double(max(1, minutes.since.count)) >= parameters.burstRatio * earlier
        }
    }

    private static func read(_ text: String, by service: String, _ naming: ServiceNaming) -> Reading {
        let words = Words.plain(in: text, limit: 1000)
        return Reading(
            named: naming.services(namedIn: text).filter { $0 != service }, isCutOff: saysCutOff(text),
            isTimeout: saysTimeout(words))
    }

    private mutating func add(_ line: LogLines.Line, _ reading: Reading, _ id: EvidenceID) {
        count += 1
        if line.isError { errors += 1 }
        first = first.map { min($0, line.time) } ?? line.time
        last = last.map { max($0, line.time) } ?? line.time
        for name in reading.named { naming[name, default: 0] += 1 }
        if reading.isCutOff, reading.named.isEmpty { cutOff += 1 }
        if reading.isTimeout { timeouts += 1 }
        evidence.insert(id)
    }
}
