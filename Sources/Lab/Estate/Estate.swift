import Core

/// Everything that an alerting estate consists of, made from a seed: rules and their history, services and their series,
/// routing, silences, targets, pages, and what is wrong with it.
struct Estate: Sendable {
    let seed: UInt64
    let grid: EstateGrid
    let day: ScenarioDay
    let teams: [EstateTeam]
    let services: [EstateService]
    var series: [EstateSeries]
    let groups: [EstateGroup]
    let rules: [EstateRule]
    let recordings: [EstateRecording]
    let targets: [EstateTarget]
    let silences: [Scenario.Silence]
    let people: [(name: String, mail: String)]
    let routing: EstateRouting
    let suppressions: [EstateSuppression]
    let paging: Scenario.Paging
    let truth: EstateTruth

    /// An estate whose history ends at `end`. Fewer rules than the planted ones, those that cover the services and their
    /// twins (about 290) can't be had; more are filled up with rules about which there is nothing to say.
    init(seed: UInt64, end: Instant, rules wanted: Int = 300, services count: Int = 60) {
        var builder = EstateBuilder(seed: seed, end: end)
        builder.build(rules: wanted, services: count)
        self.seed = seed
        grid = builder.grid
        day = builder.day
        teams = builder.teams
        services = builder.services
        series = builder.series
        groups = builder.groups
        rules = builder.rules
        recordings = builder.recordings
        targets = builder.targets
        silences = builder.silences
        people = builder.people
        routing = builder.routing
        suppressions = builder.suppressions
        paging = builder.paging()
        truth = builder.truth
    }
}

extension EstateBuilder {
    mutating func build(rules wanted: Int, services count: Int) {
        makeTeams()
        makeServices(count)
        makePeople()
        coverServices()
        makeTargets()
        plantAlwaysFiring()
        plantNeverFired()
        plantFlapping()
        plantUnattended()
        plantDuplicated()
        plantShadowed()
        plantNoHold()
        plantMissingRunbook()
        plantMissingOwner()
        plantTemplateFails()
        plantRuleFails()
        plantMissingLabels()
        plantCounterReset()
        plantRecordingLags()
        plantRangeTooShort()
        plantMetricMissing()
        plantSeriesMissing()
        plantSuppressions()
        plantRouting()
        while rules.count < wanted { add(gaugeRule(ordinary())) }
        plantSilences()
    }
}
