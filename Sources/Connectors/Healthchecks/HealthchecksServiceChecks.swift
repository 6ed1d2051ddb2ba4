import Core

/// `healthchecks_service_checks`: everything that the checks tell of a window, or of a service in it.
struct HealthchecksServiceChecks: Tool {
    /// What is asked for.
    enum Part: String, Sendable, CaseIterable {
        /// The checks themselves.
        case checks
        case flips
        /// Pings, and the stretches in which a run was due and did not come.
        case runs
        /// What the first and the last failing ping said.
        case bodies
    }

    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_service_checks",
            summary:
                "Checks with their flips in a window, runs of those that matter and those that were due and did not come;"
                + " with 'service', of the checks that mention it.",
            input: Schema.object(
                [
                    ("service", Schema.string("A service: only checks whose name, slug or tags mention it")),
                    ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                    (
                        "parts",
                        Schema.strings(
                            "What to ask for: checks, flips, runs, bodies; all without it. Runs need a read-write key")
                    ),
                ], required: ["from", "to"]),
            routes: [
                settings.route(.get, ["checks", ""]), settings.route(.get, ["checks", "*", "flips", ""]),
                settings.route(.get, ["checks", "*", "pings", ""]),
                settings.route(.get, ["checks", "*", "pings", "*", "body"]),
                settings.route(.get, ["channels", ""]),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        var parts: Set<Part> = []
        for word in try input.strings("parts") {
            guard let part = Part(rawValue: word) else {
                let known = Part.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
                throw InputError("parts", "expected some of \(known)")
            }
            parts.insert(part)
        }
        let service = try input.optionalString("service")
        guard (service ?? "x").contains(where: { $0.isLetter || $0.isNumber }) else {
            throw InputError("service", "expected the name of a service")
        }
        return HealthchecksServiceConversation(
            settings: settings, service: service, window: try input.window(days: 92),
            parts: parts.isEmpty ? Set(Part.allCases) : parts)
    }
}
