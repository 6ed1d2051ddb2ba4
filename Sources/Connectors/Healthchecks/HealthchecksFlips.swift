import Core

/// `healthchecks_flips`: when one check went up, down, or was paused.
struct HealthchecksFlips: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_flips",
            summary: "Changes of a check's state: up, down, paused; 'notUp' where the server does not say which of the two.",
            input: Schema.object(
                [
                    ("id", HealthchecksAPI.idSchema), ("from", Schema.time("Start of the window; all that is kept without it")),
                    ("to", Schema.time("End of the window")),
                    ("seconds", Schema.integer("In place of a window: this many seconds up to now")),
                ], required: ["id"]),
            routes: [
                settings.route(.get, ["checks", "*", "flips", ""]), settings.route(.get, ["checks", "*"]),
                settings.route(.get, ["checks", "*", "pings", ""]),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let window = try HealthchecksAPI.optionalWindow(input)
        let seconds = try input.optionalInteger("seconds", in: 1...7_948_800)
        guard window == nil || seconds == nil else { throw InputError("seconds", "stands in place of 'from' and 'to'") }
        return HealthchecksFlipsConversation(
            settings: settings, id: try HealthchecksAPI.id(input), window: window, seconds: seconds)
    }

    /// `start` and `end` in whole seconds, the window's inside; milliseconds and RFC 3339 are refused with an empty 400.
    static func query(from: Instant, to: Instant?) -> [HTTPCall.Field] {
        var query = [HTTPCall.Field("start", String(from.wholeSeconds))]
        if let to { query.append(HTTPCall.Field("end", String(to.adding(seconds: 0.999_999_999).wholeSeconds))) }
        return query
    }
}

/// Asks for the flips and the check at once, and for the pings only when these leave open whether a check was down or paused.
struct HealthchecksFlipsConversation: Conversation {
    let settings: HealthchecksSettings
    let id: String
    let window: TimeWindow?
    let seconds: Int?
    private var answers: [Outcome] = []
    private var isStarted = false

    init(settings: HealthchecksSettings, id: String, window: TimeWindow?, seconds: Int?) {
        self.settings = settings
        self.id = id
        self.window = window
        self.seconds = seconds
    }

    private var query: [HTTPCall.Field] {
        if let window { return HealthchecksFlips.query(from: window.from, to: window.to) }
        return seconds.map { [HTTPCall.Field("seconds", String($0))] } ?? []
    }

    private var what: String { "flips of check \(id)" }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard isStarted else {
            isStarted = true
            return .calls([settings.flips(id, query), settings.check(id)])
        }
        if answers.isEmpty {
            guard outcomes.count == 2 else { return .done() }
            answers = outcomes
            return conclude(pings: nil)
        }
        return conclude(pings: outcomes.first)
    }

    /// The stretch that was asked for, as far as it is known.
    private func asked(_ now: Instant?) -> TimeWindow? {
        if let window { return window }
        guard let seconds, let now else { return nil }
        return TimeWindow(from: now.adding(seconds: -Double(seconds)), to: now)
    }

    private func conclude(pings: Outcome?) -> Step {
        let flipsAnswer = answers[0]
        do throws(ReadingError) {
            let (flips, skipped) = try HealthchecksFlip.list(try HealthchecksAPI.document(flipsAnswer))
            var diagnostics: [Diagnostic] = []
            if skipped > 0 {
                diagnostics.append(Diagnostic(.partial, "\(what): \(skipped) could not be read", exchange: flipsAnswer.key))
            }
            let check: HealthchecksCheck
            do throws(ReadingError) {
                guard let read = HealthchecksCheck(try HealthchecksAPI.document(answers[1])) else {
                    throw ReadingError(.failed, "answered with something other than a check")
                }
                check = read
            } catch {
                return .done(bare(flips, flipsAnswer), diagnostics + [error.diagnostic("check \(id)", answers[1])])
            }
            var reading = HealthchecksFlipReading(check: check, flips: flips, isUpToDate: window == nil)
            if reading.isOpen, check.uuid != nil {
                guard let pings else { return .calls([settings.pings(id)]) }
                do throws(ReadingError) {
                    reading.log = try HealthchecksPingLog(try HealthchecksAPI.document(pings))
                } catch {
                    diagnostics.append(error.diagnostic("pings of check \(id)", pings))
                }
            }
            return finish(reading, skipped, flipsAnswer, pings, diagnostics)
        } catch {
            return .done([], [error.diagnostic(what, flipsAnswer)])
        }
    }

    private func finish(
        _ reading: HealthchecksFlipReading, _ skipped: Int, _ answer: Outcome, _ pings: Outcome?, _ diagnostics: [Diagnostic]
    ) -> Step {
        let check = reading.check
        var diagnostics = diagnostics
        let keys = (answers + (pings.map { [$0] } ?? [])).map(\.key)
        let window = asked(HealthchecksAPI.now(answer))
        let name = OutgoingText.line(check.configuration.name)
        let absence = HealthchecksFlipReading.absence(window: window, now: HealthchecksAPI.now(answer))
        let evidence = reading.evidence(window: window, from: keys, service: settings.service(of: check))
        if reading.isOpen {
            let says =
                "flips of \(name): whether it was down or paused is not known of each, since the server writes both alike"
            diagnostics.append(Diagnostic(.note, says, exchange: answer.key))
        }
        if check.isSilent {
            let says = "flips of \(name): its grace is longer than its interval, so a missed run may leave no flip"
            diagnostics.append(Diagnostic(.note, says, exchange: answer.key))
        }
        guard evidence.isEmpty else {
            if case .notKept(let reason) = absence, window != nil {
                diagnostics.append(Diagnostic(.partial, "flips of \(name): \(reason)", exchange: answer.key))
            }
            return .done(evidence, diagnostics)
        }
        let nothing = Evidence(
            .nothing("no flip of \(check.configuration.name)"), from: keys, service: settings.service(of: check),
            window: window, query: "flips of check \(check.configuration.name)", link: HealthchecksAPI.link(id),
            completeness: skipped > 0 ? .failed(reason: "\(skipped) could not be read") : absence)
        return .done([nothing], diagnostics)
    }

    /// The flips without the check that they are of.
    private func bare(_ flips: [HealthchecksFlip], _ answer: Outcome) -> [Evidence] {
        flips.filter { window?.contains($0.stamp.time) ?? true }.map { flip in
            Evidence(
                .checkFlip(CheckFlip(check: id, name: id, state: flip.isUp ? .up : .notUp)), from: [answer.key],
                stamp: flip.stamp, window: window, query: what, link: HealthchecksAPI.link(id))
        }
    }
}
