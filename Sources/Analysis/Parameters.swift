public import Core

/// Every constant that analysis uses, in one place. The defaults are round numbers chosen for what they mean to a person who is
/// on call, not fitted to any incident.
public struct Parameters: Sendable, Hashable {
    // Baselines
    /// Finite samples that a baseline needs at least.
    public var minimumBaselineSamples = 12
    /// Share of the window, from its start, that stands in for a baseline where there is none.
    public var startOfWindowShare = 0.25
    /// Samples that each hour of the day needs before a daily rhythm is looked for.
    public var minimumSamplesPerHour = 4
    /// A daily rhythm is accepted when it leaves at most this share of the overall spread.
    public var rhythmResidualShare = 0.6

    // Onsets
    /// Robust standard deviations (1.4826 MAD) by which an abnormal sample differs from its baseline.
    public var deviations = 5.0
    /// Values of a baseline at which that is twice as much, since their spread is itself uncertain.
    public var smallBaseline = 9.0
    /// A fall by this share of the level is abnormal also where the spread is so large that `deviations` would lie below zero...
    public var deepFall = 0.75
    /// ... if it is still this many robust standard deviations.
    public var deepFallDeviations = 3.5
    /// An abnormal sample is further out than the baseline's own 1 % tail, times this.
    public var tailFactor = 1.25
    /// Consecutive abnormal samples that make a deviation a sustained one.
    public var sustainedSamples = 2
    /// A single sample counts when it is this many times further out than an abnormal one has to be.
    public var singleSampleFactor = 4.0
    /// An episode is an onset where a healthy window has fewer of its kind than this.
    public var expectedEpisodes = 0.0003
    /// So many times more where another signal of the same service has an onset at the same time.
    public var supportedFactor = 20.0
    /// What an abnormal sample that repeats another's value is worth at least, where the baseline repeats values too: rates are
    /// commonly taken over four or five samples.
    public var repeatedSample = 0.25
    /// Abnormal samples that an episode needs at least, to be judged as one that lasts when the window ends.
    public var ongoingSamples = 3.0
    /// The chance that a healthy series goes further out by a factor falls with this power of it, beyond what its baseline shows.
    public var tailPower = 1.5
    /// A baseline of at least this many seconds may hold one earlier incident that says nothing about healthy times.
    public var incidentBaseline = 86_400.0
    /// Neighbouring samples further apart than this many steps are not consecutive.
    public var gapSteps = 3.0
    /// Normal stretches up to this many seconds inside an episode do not end it.
    public var mergeSeconds = 300.0
    /// Share of the expected samples that must be there before a signal can be called steady.
    public var steadyCoverage = 0.8

    // Services
    /// Seconds before the reported service's onset in which another service's onset still belongs to the same story.
    public var relatedSeconds = 1800.0
    /// How far out, in times what an abnormal sample has to be, a failure is that lasted already when the window began and still
    /// belongs to what began inside it.
    public var lastingMagnitude = 3.0
    /// Seconds by which the time between the first sign and a service's own counts down to 1/e.
    public var propagationSeconds = 600.0
    /// Wilks' G by which a share must have moved against each stretch of healthy time: once in 120 by chance against one.
    public var conductSignificance = 7.0
    /// What a new happening in an operation counts, beside 1 for one that says that something failed.
    public var novelConductWeight = 0.3
    /// The same for a usual one that is missing.
    public var missingConductWeight = 0.5
    /// Share of the usual trace by which an operation must be longer at work to count half.
    public var slowShare = 0.25
    /// Sum of logarithms of likelihood ratios, over all services, at which a change of conduct is all but certain (1 − 1/e).
    public var conductCertainty = 30.0

    // Logs
    /// Lines of one template that make a burst at least.
    public var burstLines = 5
    /// A known template bursts when its rate is this many times that of the baseline.
    public var burstRatio = 5.0
    /// Bursts reported for each service.
    public var burstsPerService = 8
    /// Longest quotation of text that came from outside, in characters.
    public var quotationLength = 120

    // Traces
    /// Failing traces that must be read before it is said that all of them fail elsewhere.
    public var minimumTraces = 3
    /// Traces on each side below which a comparison of durations says that it rests on few.
    public var fewTraces = 12
    /// Share by which durations may differ and still be the same: those that end at one ceiling.
    public var sameDuration = 0.05

    // Clusters
    /// Probe failures of one kind that are worth telling.
    public var probeFailures = 3

    // Changes
    /// Seconds before the onset within which a change is a prime candidate.
    public var shortLead = 600.0
    /// Seconds before the onset within which a change is a candidate.
    public var mediumLead = 3600.0
    /// Seconds before the window within which changes are looked at at all.
    public var longLead = 86_400.0
    /// Seconds after a rollback within which a recovery counts as following it.
    public var recoveryAfterRollback = 900.0

    // Hypotheses
    /// Use of a limited resource, as a share of its limit, below which it was not exhausted.
    public var exhaustedShare = 0.8
    /// A rise of traffic by this factor is a large one.
    public var largeSurge = 1.5
    /// A hypothesis that is neither refuted nor suggested by someone needs this score to be listed.
    public var minimumScore = 0.25
    public var moderateScore = 0.45
    public var strongScore = 0.75
    /// Refuted candidates listed for each family.
    public var refutedPerFamily = 6

    // People
    /// Seconds by which a message and the record may differ before they disagree.
    public var conflictSeconds = 180.0

    // Impact
    /// Days over which an error budget is counted where the objective does not say.
    public var budgetDays = 30

    public init() {}

    /// The smallest change from `level` that matters in practice, whatever statistics say.
    public func minimumEffect(of signal: Signal, unit: Unit, level: Double) -> Double {
        let relative: Double =
            switch signal {
            case .errors, .logRate: 1.0
            case .traffic: 0.3
            case .latency, .saturation, .limit, .other: 0.5
            }
        let absolute: Double =
            switch (signal, unit) {
            case (.errors, .ratio): 0.005
            case (_, .ratio): 0.05
            case (_, .seconds): 0.01
            case (_, .perSecond): 0.05
            case (_, .count): 2
            default: 0
            }
        return max(relative * abs(level), absolute, 1e-12)
    }
}
