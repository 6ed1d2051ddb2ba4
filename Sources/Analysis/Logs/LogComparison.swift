import Core

/// Compares the templates of the window's lines with those of the lines before.
enum LogComparison {
    private struct Stream {
        var service: String
        /// Line, evidence, and whether it is from before the window.
        var lines: [(line: LogLines.Line, evidence: EvidenceID)] = []
        var evidence: [EvidenceID] = []
        /// Two answers may hold the same line; one answer that holds it twice means it twice.
        var seen: [LogLines.Occurrence: EvidenceID] = [:]
        /// Some answer had more lines than were read.
        var isCut = false
        /// Stretches before and in the window that were asked for and wholly answered.
        var secondsBefore = 0.0
        var wasAskedBefore = false
    }

    private struct Tally {
        var before = 0
        var inWindow = 0
        var errors = 0
        var first: Instant?
        var last: Instant?
        var example = ""
        var evidence: Set<EvidenceID> = []
    }

    static func bursts(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [LogBurst] {
        var streams: [String: Stream] = [:]
        for evidence in file.evidence {
            let service = naming.service(of: evidence)
            switch evidence.observation {
            case .logs(let logs): collect(logs, evidence, service, file, into: &streams)
            case .nothing:
                // "Asked, and there were no such lines" before the window is what makes a line new.
                guard let service, let asked = evidence.window, evidence.completeness == .noneThere,
                    evidence.tool.contains("log") || evidence.tool.contains("loki"), asked.from < file.scope.window.from
                else { continue }
                var stream = streams[service] ?? Stream(service: service)
                stream.wasAskedBefore = true
                stream.secondsBefore += min(asked.to, file.scope.window.from).seconds(since: asked.from)
                stream.evidence.append(evidence.id)
                streams[service] = stream
            // Patterns are read apart, below.
            default: continue
            }
        }
        let bursts = streams.keys.sorted().flatMap { streams[$0].map { self.bursts(in: $0, file, parameters) } ?? [] }
        // What a store counted says again, without the lines, what lines that were read say better.
        let told = Set(bursts.map(\.service))
        return bursts
            + PatternBursts.all(in: file, naming: naming, parameters: parameters).filter { !told.contains($0.service) }
    }

    private static func collect(
        _ logs: LogLines, _ evidence: Evidence, _ service: String?, _ file: CaseFile, into streams: inout [String: Stream]
    ) {
        let start = file.scope.window.from
        var before: [String: (from: Instant, to: Instant)] = [:]
        for line in logs.lines {
            let name = service ?? ServiceNaming.service(labelling: line)
            var stream = streams.removeValue(forKey: name) ?? Stream(service: name)
            let told = LogLines.Occurrence(line)
            if stream.seen[told, default: evidence.id] == evidence.id {
                stream.seen[told] = evidence.id
                stream.lines.append((line, evidence.id))
            }
            if evidence.completeness != .complete { stream.isCut = true }
            if stream.evidence.last != evidence.id { stream.evidence.append(evidence.id) }
            streams[name] = stream
            if line.time < start {
                let known = before[name] ?? (line.time, line.time)
                before[name] = (min(known.from, line.time), max(known.to, line.time))
            }
        }
        // A cut answer speaks only of the stretch that its lines cover; a whole one of all that was asked.
        let isWhole = evidence.completeness == .complete || evidence.completeness == .noneThere
        if let asked = evidence.window, asked.from < start, isWhole {
            let seconds = min(asked.to, start).seconds(since: asked.from)
            let names = service.map { [$0] } ?? before.keys.sorted()
            for name in names {
                streams[name, default: Stream(service: name)].secondsBefore += seconds
                streams[name, default: Stream(service: name)].wasAskedBefore = true
                if streams[name]?.evidence.last != evidence.id { streams[name]?.evidence.append(evidence.id) }
            }
        } else {
            for name in before.keys.sorted() {
                guard let stretch = before[name] else { continue }
                streams[name]?.secondsBefore += stretch.to.seconds(since: stretch.from)
                streams[name]?.wasAskedBefore = true
            }
        }
    }

    private static func bursts(in stream: Stream, _ file: CaseFile, _ parameters: Parameters) -> [LogBurst] {
        var miner = TemplateMiner()
        var tallies: [Int: Tally] = [:]
        let window = file.scope.window
        for (line, evidence) in stream.lines.sorted(by: { $0.line.time < $1.line.time }) where line.time <= window.to {
            guard let place = miner.add(line) else { continue }
            var tally = tallies.removeValue(forKey: place) ?? Tally()
            if line.time < window.from {
                tally.before += 1
            } else {
                tally.inWindow += 1
                if tally.first == nil {
                    tally.first = line.time
                    tally.example = line.text
                }
                tally.last = line.time
                if line.isError { tally.errors += 1 }
                tally.evidence.insert(evidence)
            }
            tallies[place] = tally
        }
        var bursts: [LogBurst] = []
        for place in tallies.keys.sorted() {
            guard let tally = tallies[place], let burst = burst(tally, miner.templates[place].text, stream, window, parameters)
            else { continue }
            bursts.append(burst)
        }
        bursts.sort { left, right in
            if left.isError != right.isError { return left.isError }
            return (right.count, left.first, left.template) < (left.count, right.first, right.template)
        }
        return Array(bursts.prefix(parameters.burstsPerService))
    }

    private static func burst(
        _ tally: Tally, _ template: String, _ stream: Stream, _ window: TimeWindow, _ parameters: Parameters
    ) -> LogBurst? {
        guard tally.inWindow >= parameters.burstLines, let first = tally.first, let last = tally.last else { return nil }
        let isBurst: Bool
        if stream.wasAskedBefore, stream.secondsBefore > 0 {
            let before = Double(tally.before) / stream.secondsBefore
            // Counted from its first line on: a burst late in the window is no less a burst.
            let stretch = max(60, last.seconds(since: first))
            isBurst = tally.before == 0 || Double(tally.inWindow) / stretch >= parameters.burstRatio * before
        } else {
            // Nothing earlier: a line that the start of the window did not have.
            isBurst = first.seconds(since: window.from) >= parameters.startOfWindowShare * 0.4 * window.seconds
        }
        guard isBurst else { return nil }
        let isNew: Bool? = stream.wasAskedBefore && stream.secondsBefore > 0 ? tally.before == 0 : nil
        return LogBurst(
            service: stream.service, template: template, example: tally.example, first: first, last: last,
            count: tally.inWindow,
            isAtLeast: stream.isCut, isNew: isNew, isError: tally.errors * 2 >= tally.inWindow,
            evidence: Array(tally.evidence.union(stream.evidence)).sorted())
    }
}
