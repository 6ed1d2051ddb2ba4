/// Rules on recorded series: some of which come too late.
extension EstateBuilder {
    mutating func plantRecordingLags() {
        for interval in turns(3, of: 3).map({ [900, 1800, 3600][$0] }) {
            recorded(.fault("recording-lags"), groupInterval: 60, recordedEvery: interval, hold: dice.pick([0, 300]))
        }
        for variant in turns(6, of: 4) {
            switch variant {
            case 0: recorded(.fine("recording-lags"), groupInterval: 60, recordedEvery: 60, hold: 600)
            case 1: recorded(.fine("recording-lags"), groupInterval: 60, recordedEvery: 120, hold: 1800)
            // The rule is as slow as what it reads, and it waits for hours anyway.
            case 2: recorded(.fine("recording-lags"), groupInterval: 300, recordedEvery: 300, hold: 7200)
            default: recorded(.fine("recording-lags"), groupInterval: 30, recordedEvery: 30, hold: 300)
            }
        }
    }

    /// A recorded maximum of a gauge, and a rule on it.
    mutating func recorded(_ plan: Plan, groupInterval: Int, recordedEvery: Int, hold: Int) {
        let (service, kind) = freeGauge { !$0.isShare && !$0.isBelow }
        let key = teams[service.team].serviceLabel
        let limit = threshold(kind)
        let isLagging = if case .fault = plan { true } else { false }
        let behaviour: Behaviour = .fires(dice.int(2...3), steps: 40...70)
        let curve = curve(usual: kind.usual, threshold: limit, isShare: false, behaviour, &dice)
        let (selector, raw) = gauge(service, metric: kind.metric, curve: curve)
        let pace = dice.pick(["max", "worst", "peak"])
        let name = "\(key):\(kind.metric):\(pace)_\(Wording.kebab(service.name).replacing("-", with: "_"))"
        let topic = "recorded\(recordedEvery)s"
        let group = group(service.team, topic: topic, interval: recordedEvery)
        recordings.append(EstateRecording(name: name, group: group, expression: "max by (\(key)) (\(selector))"))
        var shown = raw.keeping([key])
        // A slow group leaves samples that are far apart, and gaps between them.
        let pitch = max(1, recordedEvery / Int(EstateGrid.step))
        for index in shown.values.indices where index % pitch != 0 { shown.values[index] = .nan }
        _ = record(name, labels: shown.labels, values: shown.values)
        // The lookback shows a sample at the time after its own, too.
        for index in shown.values.indices.reversed() where index > 0 && shown.values[index].isNaN {
            shown.values[index] = shown.values[index - 1]
        }
        let draft = RuleDraft(
            stem: Wording.camel(service.name) + kind.stem, service: service,
            topic: groupInterval == 60 ? dice.pick(Wording.topics) : "every\(groupInterval)s",
            expression: "\(name) > \(Wording.number(limit))", hold: hold,
            summary: "\(service.name): {{ $value }} \(kind.phrase)", signals: [shown], holds: { $0 > limit },
            attention: .acknowledged, interval: groupInterval)
        let recording = "recording/" + name
        add(draft, plan, or: { _ in isLagging ? [(check: "recording-lags", subject: recording)] : [] })
    }
}
