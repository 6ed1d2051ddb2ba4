import Analysis
import Core

/// Chooses what is worth a picture: the onset, and the signals that hypotheses rest on.
struct ChartMaker {
    let record: InvestigationRecord
    let timeline: [TimelineEntry]
    private let most = 6

    init(_ record: InvestigationRecord, timeline: [TimelineEntry]) {
        self.record = record
        self.timeline = timeline
    }

    func timelineChart() -> Chart? {
        guard !timeline.isEmpty, record.scope.window.seconds > 0 else { return nil }
        let chart = TimelineChart(entries: timeline, window: record.scope.window)
        return Chart(
            caption: "What happened, by kind of source. Filled marks are the turning points.", wide: chart.svg(isNarrow: false),
            narrow: chart.svg(isNarrow: true))
    }

    func metricCharts(_ book: inout ClaimBook) -> [Chart] {
        guard record.scope.window.seconds > 0 else { return [] }
        let findings = record.findings.reduce(into: [FindingID: Finding]()) { $0[$1.id] = $1 }
        let evidence = record.evidence.reduce(into: [EvidenceID: Evidence]()) { $0[$1.id] = $1 }
        var ids: [FindingID] = (record.onset.map { [$0] } ?? []) + telling()
        for hypothesis in record.hypotheses { ids += hypothesis.supports + hypothesis.refutes }
        var seen: Set<EvidenceID> = []
        var found: [(item: Evidence, series: MetricSeries, finding: Finding)] = []
        for finding in ids.compactMap({ findings[$0] }) where ChartMaker.isOfSignal(finding.kind) {
            for id in finding.evidence.sorted() {
                guard let item = evidence[id], case .metric(let series) = item.observation, !series.isBaseline,
                    isFitting(series, finding), seen.insert(id).inserted
                else { continue }
                found.append((item, series, finding))
            }
        }
        // A series that stayed level shows less than one that did not.
        let moved = Set(record.findings.filter { $0.kind == .onset }.flatMap(\.evidence))
        let ordered = found.filter { moved.contains($0.item.id) } + found.filter { !moved.contains($0.item.id) }
        return ordered.prefix(most).enumerated().map { place, each in
            chart(of: each.series, each.item, each.finding, number: place + 1, &book)
        }
    }

    /// Onsets of errors and latency of the services where it began and where it was reported; four at most.
    private func telling() -> [FindingID] {
        let services = (record.firstFailingService.map { [$0] } ?? []) + record.incident.services
        var result: [FindingID] = []
        for service in services where record.failing.contains(service) {
            result += record.findings.filter { $0.kind == .onset && $0.service == service && $0.rankOfSignal <= 2 }
                .sorted { ($0.rankOfSignal, $0.id) < ($1.rankOfSignal, $1.id) }.prefix(2).map(\.id)
        }
        return Array(result.prefix(4))
    }

    private static func isOfSignal(_ kind: Finding.Kind) -> Bool {
        [.onset, .steady, .predictionHeld, .predictionFailed].contains(kind)
    }

    /// A prediction's finding may rest on many series; those that stand for limits are lines without news.
    private func isFitting(_ series: MetricSeries, _ finding: Finding) -> Bool {
        series.signal != .limit && !series.samples.isEmpty
            && (finding.facts["title"]?.text.map { $0 == series.title } ?? true)
    }

    private func chart(of series: MetricSeries, _ item: Evidence, _ finding: Finding, number: Int, _ book: inout ClaimBook)
        -> Chart
    {
        let before = record.evidence.first { other in
            guard case .metric(let candidate) = other.observation, candidate.isBaseline else { return false }
            return other.source == item.source && other.service == item.service && candidate.title == series.title
                && candidate.metric == series.metric && candidate.labels == series.labels
        }
        var samples: [MetricSeries.Sample] = []
        var note: String?
        if let before, case .metric(let baseline) = before.observation {
            samples = baseline.samples
            note = ChartMaker.note(on: baseline, beside: series)
        }
        let subject = item.service.map { series.title.contains($0) ? series.title : "\(series.title) of \($0)" } ?? series.title
        let drawn = MetricChart(
            series: series, baseline: samples, window: record.scope.window, marks: marks(for: onset(of: item.id) ?? finding),
            title: subject.capitalisedFirst, baselineNote: note, id: "chart\(number)")
        return Chart(
            title: drawn.title,
            claim: drawn.sentence.flatMap { book.state($0, [.evidence(item.id)] + (before.map { [.evidence($0.id)] } ?? [])) },
            caption: drawn.caption, wide: drawn.svg(isNarrow: false), narrow: drawn.svg(isNarrow: true))
    }

    /// What tells the baseline's samples from the window's.
    private static func note(on baseline: MetricSeries, beside series: MetricSeries) -> String? {
        func width(_ mark: Stamp.Mark) -> Double? {
            switch mark {
            case .instant: nil
            case .bucketStart(let width), .bucketEnd(let width): width
            }
        }
        let bucket = width(baseline.mark)
        if let bucket, bucket != width(series.mark), bucket.isFinite {
            return "baseline as \(ValueText.duration(bucket)) averages"
        }
        guard baseline.step != series.step, baseline.step.isFinite, baseline.step > 0 else { return nil }
        return "baseline sampled every \(ValueText.duration(baseline.step))"
    }

    private func onset(of id: EvidenceID) -> Finding? {
        record.findings.first { $0.kind == .onset && $0.evidence.contains(id) }
    }

    /// The signal's own onset, and the turning points of the incident.
    private func marks(for finding: Finding) -> [ChartMark] {
        var marks: [ChartMark] = []
        if finding.kind == .onset, let time = finding.time {
            marks.append(ChartMark(time: time, label: "\(time.clock) onset", style: .onset))
        }
        for entry in timeline {
            let clock = entry.time.clock
            switch entry.finding {
            case .changePlaced where entry.isKey:
                marks.append(ChartMark(time: entry.time, label: "\(clock) change", style: .change))
            case .page where !marks.contains { $0.style == .page }:
                marks.append(ChartMark(time: entry.time, label: "\(clock) page", style: .page))
            case .rollback: marks.append(ChartMark(time: entry.time, label: "\(clock) rollback", style: .end))
            default: break
            }
        }
        var seen: Set<ChartMark> = []
        // More would hide the line that they explain.
        return marks.prefix(8).filter { record.scope.window.contains($0.time) && seen.insert($0).inserted }
    }
}
