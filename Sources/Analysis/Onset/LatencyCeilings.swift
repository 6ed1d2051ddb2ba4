import Core

/// Explains a latency that fell while errors rose: by itself it would read like an improvement. A fall without errors is none of this.
enum LatencyCeilings {
    static func add(
        for readings: [SignalReading], bursts: [LogBurst], failedCalls: [String: FailedCalls], to book: inout FindingBook,
        parameters: Parameters
    ) {
        for reading in readings where reading.signal == .latency && !reading.service.isEmpty {
            guard let fall = reading.fall,
                let errors = errors(with: fall, of: reading, readings, bursts, parameters)
            else { continue }
            book.add(finding(fall, reading, errors, failedCalls[reading.service], parameters))
        }
    }

    private struct Errors {
        var time: Instant
        var evidence: [EvidenceID]
    }

    /// Errors of the same service that rose in the same episode.
    private static func errors(
        with fall: Onset, of reading: SignalReading, _ readings: [SignalReading], _ bursts: [LogBurst], _ parameters: Parameters
    ) -> Errors? {
        let slack = max(parameters.mergeSeconds, reading.series.effectiveStep)
        let episode = fall.episode.widened(before: slack, after: slack)
        var first: Errors?
        for other in readings where other.service == reading.service && other.signal == .errors {
            guard let onset = other.onset, onset.direction == .rise, episode.overlaps(onset.episode) else { continue }
            if let earlier = first, earlier.time <= onset.time { continue }
            first = Errors(time: onset.time, evidence: other.evidence)
        }
        if let first { return first }
        let burst = bursts.filter {
            $0.service == reading.service && $0.isError && episode.overlaps(TimeWindow(from: $0.first, to: $0.last))
        }.min { $0.first < $1.first }
        return burst.map { Errors(time: $0.first, evidence: $0.evidence) }
    }

    private static func finding(
        _ fall: Onset, _ reading: SignalReading, _ errors: Errors, _ calls: FailedCalls?, _ parameters: Parameters
    ) -> Finding {
        let unit = reading.series.unit
        var facts: [String: Fact] = [
            "title": .text(reading.series.title), "signal": .text(reading.signal.rawValue), "onset": .time(fall.time),
            "expected": .number(fall.expected, unit), "lowest": .number(fall.peak.value, unit), "errors": .time(errors.time),
            "service": .text(reading.service),
        ]
        var statement =
            "\(reading.sentenceName) fell from \(ValueText.value(fall.expected, unit)) to"
            + " \(ValueText.value(fall.peak.value, unit)) from \(fall.time.clock) on while errors rose from"
            + " \(errors.time.clock) on, so this is no improvement"
        var evidence = reading.evidence + errors.evidence
        if let calls, let ceiling = calls.ceiling(parameters) {
            facts["ceiling"] = .duration(ceiling.seconds)
            facts["atCeiling"] = .number(Double(ceiling.count), .count)
            facts["known"] = .number(Double(ceiling.of), .count)
            statement +=
                ": \(ceiling.count) of \(ceiling.of) failed calls whose duration is known ended at"
                + " \(ValueText.value(ceiling.seconds, .seconds))"
            if fall.expected > ceiling.seconds {
                statement += ", where calls that took longer used to be answered"
            }
            evidence += calls.evidence.sorted().prefix(20)
        } else if let calls, let median = calls.median {
            facts["median"] = .duration(median)
            facts["known"] = .number(Double(calls.durations.count), .count)
            statement +=
                ": \(calls.durations.count) failed calls whose duration is known took"
                + " \(ValueText.value(median, .seconds)) in the median"
            evidence += calls.evidence.sorted().prefix(20)
        } else {
            statement += ": what fails early is fast; how long the failed calls took is not known"
        }
        return Finding(
            .latencyCeiling, service: reading.service, time: fall.time, statement: statement + ".", facts: facts,
            evidence: evidence)
    }
}
