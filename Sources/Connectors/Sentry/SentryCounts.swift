import Core

/// One question to `events-stats`, and what its answer becomes.
///
/// `{"data": [[1795183200, [{"count": 3}]], …]}`: a bucket's start in Unix seconds, and the errors in it. Sentry writes
/// buckets without errors as 0, also those that it no longer keeps and those that lie ahead.
struct SentryCounts: Sendable {
    let api: SentryAPI
    let service: String
    let query: String
    /// On the grid of `step`; the end is exclusive.
    let window: TimeWindow
    /// Seconds.
    let step: Int64
    let isBaseline: Bool

    private static let most = 20_000

    private var what: String { "errors of \(service)" + (isBaseline ? " in the baseline" : "") }

    var call: HTTPCall {
        api.get(
            ["events-stats"],
            api.everyProject + api.environments + [
                .init("dataset", "errors"), .init("yAxis", "count()"), .init("query", query),
                .init("interval", step % 3600 == 0 ? "\(step / 3600)h" : "\(step / 60)m"),
            ] + SentryAPI.bounds(window))
    }

    func read(_ outcome: Outcome) -> Step {
        let data: JSONArray
        do throws(ReadingError) {
            guard let found = try outcome.sentry()["data"]?.array else {
                throw ReadingError(.failed, "answered without a list of counts")
            }
            data = found
        } catch {
            guard SentryProjects.areUnknown(error) else { return .done([], [error.diagnostic(what, outcome)]) }
            return .done([nothing(": no such project", SentryProjects.absence, outcome)])
        }
        guard !data.isEmpty else {
            return .done([nothing("", .sampled(reason: "Sentry answers so when the token may read no project"), outcome)])
        }
        var buckets = Buckets()
        for value in data.prefix(Self.most) { buckets.take(value) }
        buckets.sort()
        var reasons: [String] = []
        if data.count > Self.most { reasons.append("\(Self.most) of \(data.count) buckets were read") }
        if buckets.unreadable > 0 { reasons.append("\(buckets.unreadable) buckets could not be read") }
        let width = buckets.width ?? step
        var diagnostics = reasons.map { Diagnostic(.partial, "\(what): \($0)", exchange: outcome.key) }
        if width != step {
            diagnostics.append(
                Diagnostic(.note, "\(what): Sentry counted by \(width) s, not by \(step) s", exchange: outcome.key))
        }
        var worth =
            reasons.first.map { data.count > Self.most ? Completeness.cutOff(reason: $0) : .failed(reason: $0) } ?? .complete
        let lost = api.notKept(window.from, asOf: outcome.sentryTime)
        if let lost { worth = .notKept(reason: lost.reason) }
        let kept = buckets.samples.filter { time, _ in
            guard window.from <= time, time < window.to else { return false }
            let end = time.adding(seconds: Double(width))
            return end <= (outcome.sentryTime ?? end) && time >= (lost?.horizon ?? time)
        }
        guard !kept.isEmpty else {
            if worth == .complete { worth = .failed(reason: "the answer has no whole bucket of the window") }
            return .done([nothing("", worth, outcome)], diagnostics)
        }
        return .done([evidence(kept, width: Double(width), worth, outcome)], diagnostics)
    }

    private func evidence(
        _ counts: [(Instant, Double)], width: Double, _ worth: Completeness, _ outcome: Outcome
    ) -> Evidence {
        let series = MetricSeries(
            title: "errors in Sentry", signal: .errors, unit: .perSecond, metric: "count()", step: width,
            mark: .bucketStart(width: width), isBaseline: isBaseline,
            samples: counts.map { MetricSeries.Sample($0, $1 / width) })
        return evidence(.metric(series), worth, outcome)
    }

    private func nothing(_ more: String, _ worth: Completeness, _ outcome: Outcome) -> Evidence {
        evidence(.nothing(what + more), worth, outcome)
    }

    private func evidence(_ observation: Observation, _ worth: Completeness, _ outcome: Outcome) -> Evidence {
        Evidence(
            observation, from: [outcome.key], service: service, window: window, query: query,
            link: api.link(["discover", "results"]), completeness: worth)
    }

    /// Buckets as they are read.
    private struct Buckets {
        var samples: [(Instant, Double)] = []
        var unreadable = 0
        /// Of all buckets, also those without a count.
        private var times: [Instant] = []

        mutating func take(_ value: JSONValue) {
            guard let time = value[0]?.int.flatMap(Instant.init(unixSeconds:)) else {
                unreadable += 1
                return
            }
            times.append(time)
            guard let counts = value[1]?.array else {
                unreadable += 1
                return
            }
            guard let count = counts.first?["count"], !count.isNull else { return }
            guard let number = count.double, number.isFinite, number >= 0 else {
                unreadable += 1
                return
            }
            samples.append((time, number))
        }

        /// By time; of several for one time the last.
        mutating func sort() {
            var last: [Instant: Double] = [:]
            for (time, count) in samples { last[time] = count }
            samples = last.sorted { $0.key < $1.key }
            times = Set(times).sorted()
        }

        /// Seconds between the two nearest buckets; `nil` for fewer than two.
        var width: Int64? {
            zip(times, times.dropFirst()).map { $1.wholeSeconds - $0.wholeSeconds }.min()
        }
    }
}
