import Core
import Dispatch
import Synchronization

/// A scenario's lines, all written at once: which lines a minute has depends on the template and the minute alone.
struct ScenarioLogs: LogSource {
    let streams: [LogStream]
    private let writers: [Writer]
    private let single: StoredLogs
    private let written: [StreamLines]

    private struct Writer: Sendable {
        var streams: [Int]
        var level: String
        var rate: Trace
        var curve: Curve
        var from: Int64
        var to: Int64
        var line: LineTemplate
        var metadata: [(name: String, value: LineTemplate)]
        var seed: UInt64
        var hasBase: Bool
    }

    init(_ scenario: Scenario, day: ScenarioDay) {
        var streams: [LogStream] = []
        var writers: [Writer] = []
        var known: [String: Int] = [:]
        let stream = { (service: ServiceModel, pod: String, level: String) -> Int in
            if let index = known[pod + " " + level] { return index }
            var labels = scenario.logs.labels
            labels["app"] = service.name
            labels["service_name"] = service.name
            labels["pod"] = pod
            labels["level"] = level
            known[pod + " " + level] = streams.count
            streams.append(LogStream(labels: labels))
            return streams.count - 1
        }
        let first = day.instant(scenario.history.from).nanoseconds
        let last = day.instant(scenario.history.to).nanoseconds
        for (index, template) in scenario.logs.templates.enumerated() {
            for service in scenario.services where template.service == "*" || template.service == service.name {
                let seed = scenario.seed ^ Noise.hash("\(service.name) \(index)")
                writers.append(
                    Writer(
                        streams: service.pods.map { stream(service, $0, template.level) }, level: template.level,
                        rate: Trace(template.rate, day: day, seed: seed), curve: template.rate,
                        from: template.from.map { day.instant($0).nanoseconds } ?? first,
                        to: template.to.map { day.instant($0).nanoseconds } ?? last, line: LineTemplate(template.line),
                        metadata: (template.metadata ?? [:]).sorted { $0.key < $1.key }.map {
                            ($0.key, LineTemplate($0.value))
                        },
                        seed: seed, hasBase: template.rate.base > 0))
            }
        }
        var entries: [LogEntry] = []
        for line in scenario.logs.lines {
            guard let service = scenario.services.first(where: { $0.name == line.service }) else { continue }
            entries.append(
                LogEntry(
                    time: day.instant(line.at).nanoseconds, stream: stream(service, service.pods[0], line.level),
                    line: line.line,
                    metadata: [("detected_level", line.level)]))
        }
        self.streams = streams
        self.writers = writers
        let single = StoredLogs(streams: streams, stored: entries)
        self.single = single
        var pieces = streams.indices.map { [single.lines(of: $0)] }
        for (writer, lines) in zip(writers, Self.write(writers)) {
            for (stream, piece) in zip(writer.streams, lines) { pieces[stream].append(piece) }
        }
        written = pieces.map { pieces in
            var lines = StreamLines.merged(pieces.filter { $0.count > 0 })
            // Every piece begins with the metadata that has nothing but the stream's level.
            lines.sharedKind = 0
            return lines
        }
    }

    func lines(of stream: Int) -> StreamLines { written[stream] }

    func isActive(_ stream: Int, from: Int64, to: Int64) -> Bool {
        single.isActive(stream, from: from, to: to)
            || writers.contains {
                $0.streams.contains(stream) && max(from, $0.from) < min(to, $0.to) && isWriting($0, from, to)
            }
    }

    private func isWriting(_ writer: Writer, _ from: Int64, _ to: Int64) -> Bool {
        if writer.hasBase { return true }
        let minute: Int64 = 60_000_000_000
        var time = max(from, writer.from) / minute * minute
        while time < min(to, writer.to) {
            if writer.rate.level(at: time / 1_000_000_000 + 30) > 0 { return true }
            time += minute
        }
        return false
    }

    /// For each writer the lines of each of its streams, on all cores.
    private static func write(_ writers: [Writer]) -> [[StreamLines]] {
        let results = Mutex<[[StreamLines]]>(writers.map { _ in [] })
        DispatchQueue.concurrentPerform(iterations: writers.count) { index in
            let lines = write(writers[index])
            results.withLock { $0[index] = lines }
        }
        return results.withLock { $0 }
    }

    private static func write(_ writer: Writer) -> [StreamLines] {
        let constant = [(name: "detected_level", value: writer.level)]
        var lines = writer.streams.map { _ in StreamLines() }
        for index in lines.indices { _ = lines[index].add(metadata: constant) }
        var minute = writer.from / 60_000_000_000
        while minute * 60_000_000_000 < writer.to {
            let seed = Noise.bits(writer.seed, UInt64(bitPattern: minute))
            let count = Int(writer.rate.value(at: minute * 60 + 30) + Noise.uniform(seed, 0))
            for index in 0..<max(0, count) {
                let own = Noise.bits(seed, UInt64(index) + 1)
                let place = (Double(index) + Noise.uniform(own, 0)) / Double(count)
                // A tenth of a millisecond is as fine as most loggers write.
                let time = minute * 60_000_000_000 + Int64(place * 600_000) * 100_000
                guard time >= writer.from, time < writer.to else { continue }
                let stream = Int(own % UInt64(lines.count))
                var kind: UInt32 = 0
                if !writer.metadata.isEmpty {
                    kind = lines[stream].add(
                        metadata: constant + writer.metadata.map { ($0.name, $0.value.text(time: time, seed: own)) })
                }
                lines[stream].append(time: time, kind: kind) { writer.line.write(time: time, seed: own, into: &$0) }
            }
            minute += 1
        }
        return lines
    }
}
