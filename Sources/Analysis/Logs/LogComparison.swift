import Core
import LogTemplates

/// Compares the templates of the window's lines with those of the lines before.
enum LogComparison {
    private struct Tally {
        var before = 0
        var errors = 0
        /// Places, in the stream, of its lines in the window.
        var inWindow: [Int] = []

        mutating func add(_ line: LogLines.Line, at place: Int, isBefore: Bool) {
            guard !isBefore else {
                before += 1
                return
            }
            inWindow.append(place)
            if line.isError { errors += 1 }
        }
    }

    static func bursts(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [LogBurst] {
        let bursts = LogStream.all(in: file, naming: naming).flatMap { self.bursts(in: $0, file.scope.window, parameters) }
        // What a store counted says again, without the lines, what lines that were read say better.
        let told = Set(bursts.map(\.service))
        let counted = PatternBursts.all(in: file, naming: naming, parameters: parameters)
            .filter { !told.contains($0.service) }
        return bursts
            + Dictionary(grouping: counted, by: \.service).sorted { $0.key < $1.key }.flatMap { foremost($0.value, parameters) }
    }

    /// As many of one service's as are told: errors first, then by count.
    private static func foremost(_ bursts: [LogBurst], _ parameters: Parameters) -> [LogBurst] {
        let sorted = bursts.sorted { left, right in
            if left.isError != right.isError { return left.isError }
            return (right.count, left.first, left.template) < (left.count, right.first, right.template)
        }
        return Array(sorted.prefix(parameters.burstsPerService))
    }

    private static func bursts(in stream: LogStream, _ window: TimeWindow, _ parameters: Parameters) -> [LogBurst] {
        var stream = stream
        stream.lines = stream.lines.filter { $0.line.time <= window.to }.sorted { $0.line.time < $1.line.time }
        var miner = LogRecordMiner(baselineEnd: window.from.seconds)
        let kinds = stream.lines.map { miner.add($0.line.text, time: $0.line.time.seconds, service: stream.service) }
        let templates = miner.finish().templates
        var tallies: [Int: Tally] = [:]
        for (place, kind) in kinds.enumerated() {
            let line = stream.lines[place].line
            tallies[miner.id(of: kind), default: Tally()].add(line, at: place, isBefore: line.time < window.from)
        }
        let bursts = templates.sorted { $0.id < $1.id }.compactMap { template in
            tallies[template.id].flatMap { burst($0, template, stream, window, parameters) }
        }
        return foremost(bursts, parameters)
    }

    private static func burst(
        _ tally: Tally, _ template: MinedTemplate, _ stream: LogStream, _ window: TimeWindow, _ parameters: Parameters
    ) -> LogBurst? {
        let lines = tally.inWindow.map { stream.lines[$0] }
        guard lines.count >= parameters.burstLines, let first = lines.first?.line, let last = lines.last?.line.time else {
            return nil
        }
        let isBurst: Bool
        if stream.isComparable {
            let before = Double(tally.before) / stream.secondsBefore
            // Counted from its first line on: a burst late in the window is no less a burst.
            let stretch = max(60, last.seconds(since: first.time))
            isBurst = tally.before == 0 || Double(lines.count) / stretch >= parameters.burstRatio * before
        } else {
            // Nothing earlier: a line that the start of the window did not have.
            isBurst = first.time.seconds(since: window.from) >= parameters.startOfWindowShare * 0.4 * window.seconds
        }
        guard isBurst else { return nil }
        return LogBurst(
            service: stream.service, template: template.text, example: first.text,
            message: LogRecordMiner.message(of: first.text), first: first.time, last: last, count: lines.count,
            before: stream.isComparable ? .init(count: tally.before, seconds: stream.secondsBefore) : nil,
            isAtLeast: stream.isCut, isError: tally.errors * 2 >= lines.count,
            variables: variables(of: lines.map(\.line), template),
            evidence: Array(Set(lines.map(\.evidence)).union(stream.evidence)).sorted())
    }

    private static func variables(of lines: [LogLines.Line], _ template: MinedTemplate) -> [LogVariable] {
        var tally = LogVariable.Tally()
        for line in lines {
            let said = template.values(in: line.text) ?? []
            let names = Set(said.lazy.filter(\.isMember).compactMap(\.name))
            let labels = line.labels.sorted { $0.key < $1.key }.filter { !names.contains($0.key) }
            tally.add(said.map { ($0.name, $0.text, $0.isMember) } + labels.map { ($0.key, $0.value, true) })
        }
        return tally.variables
    }
}
