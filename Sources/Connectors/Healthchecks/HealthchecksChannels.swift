import Core

/// `healthchecks_channels`: whom checks can tell. It needs the read-write key.
struct HealthchecksChannels: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_channels", summary: "Integrations: their names and kinds, not whether they work.",
            input: Schema.object([]), routes: [settings.route(.get, ["channels", ""]), settings.route(.get, ["checks", ""])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return HealthchecksChannelsConversation(settings: settings)
    }

    /// An integration's name, or its kind where it has none.
    static func names(_ document: JSONValue) throws(ReadingError) -> [(id: String, name: String, kind: String)] {
        guard let items = document["channels"]?.array else {
            throw ReadingError(.failed, "answered with something other than a list of integrations")
        }
        return items.compactMap { item in
            guard let id = item["id"]?.string, !id.isEmpty else { return nil }
            let kind = item["kind"]?.string ?? ""
            let name = item["name"]?.string ?? ""
            return (id, name.isEmpty ? (kind.isEmpty ? id : "unnamed \(kind)") : name, kind)
        }
    }

    static func blindness(_ key: CallKey) -> Diagnostic {
        let says =
            "integrations: whether one is disabled or failing is not in the API; look at the project's page of integrations"
        return Diagnostic(.partial, says, exchange: key)
    }
}

struct HealthchecksChannelsConversation: Conversation {
    let settings: HealthchecksSettings
    private var refused: Outcome?
    private var isStarted = false

    init(settings: HealthchecksSettings) { self.settings = settings }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard isStarted else {
            isStarted = true
            return .calls([settings.channels])
        }
        guard let outcome = outcomes.first else { return .done() }
        if let refused {
            return .done([], [HealthchecksAPI.diagnostic("integrations", refused: refused, list: outcome)])
        }
        if HealthchecksAPI.isRefusedKey(outcome) {
            refused = outcome
            return .calls([settings.list])
        }
        do throws(ReadingError) {
            let document = try HealthchecksAPI.document(outcome)
            let channels = try HealthchecksChannels.names(document)
            let skipped = (document["channels"]?.array ?? []).count - channels.count
            var diagnostics = [HealthchecksChannels.blindness(outcome.key)]
            if skipped > 0 {
                diagnostics.append(
                    Diagnostic(.partial, "integrations: \(skipped) could not be read", exchange: outcome.key))
            }
            guard !channels.isEmpty else {
                let nothing = Evidence(
                    .nothing("no integration"), from: [outcome.key], query: "integrations",
                    completeness: skipped > 0 ? .failed(reason: "\(skipped) could not be read") : .noneThere)
                return .done([nothing], diagnostics)
            }
            let entries = channels.map { Inventory.Entry(name: $0.name, detail: "\($0.kind) \($0.id)") }
            return .done(
                [
                    Evidence(
                        .inventory(Inventory(of: "integrations", entries: entries)), from: [outcome.key], query: "integrations",
                        completeness: skipped > 0 ? .cutOff(reason: "\(skipped) could not be read") : .complete)
                ], diagnostics)
        } catch {
            return .done([], [error.diagnostic("integrations", outcome)])
        }
    }
}
