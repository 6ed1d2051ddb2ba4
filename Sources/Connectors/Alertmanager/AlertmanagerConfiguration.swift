public import Core

/// What a configuration of Alertmanager says of who is told when, in its written form and in the form in which its status
/// gives it. Old and new forms are read: `match`, `match_re` and `matchers`, `mute_time_intervals` and `time_intervals`.
public struct AlertmanagerConfiguration: Sendable {
    public var routing: AlertRouting
    /// Parts that could not be read, in words; the routing lacks them.
    public var unread: [String]

    /// - Throws: ``Failure`` for what is not YAML, or has no routing tree.
    public init(yaml text: String) throws(Failure) {
        let config: JSONValue
        do throws(YAMLError) { config = try JSONValue(yaml: text) } catch {
            throw Failure(description: "the configuration is \(error)")
        }
        guard let root = config["route"], root.object != nil else {
            throw Failure(description: "the configuration has no routing tree")
        }
        var reader = AlertmanagerRouteReader()
        reader.flatten(root)
        let inhibitions = (config["inhibit_rules"]?.array ?? []).map { rule in
            AlertRouting.Inhibition(
                source: reader.matchers(rule, prefix: "source_"), target: reader.matchers(rule, prefix: "target_"),
                equal: (rule["equal"]?.array ?? []).compactMap(AlertmanagerRouteReader.text))
        }
        var intervals: [AlertTimeInterval] = []
        for member in ["mute_time_intervals", "time_intervals"] {
            intervals += reader.intervals(config[member])
        }
        routing = AlertRouting(
            routes: reader.routes, inhibitions: inhibitions,
            receivers: (config["receivers"]?.array ?? []).compactMap(Self.receiver), timeIntervals: intervals)
        unread = reader.unread
    }

    /// Why a text is no configuration.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    private static func receiver(_ value: JSONValue) -> AlertRouting.Receiver? {
        guard let name = value["name"].flatMap(AlertmanagerRouteReader.text) else { return nil }
        var integrations: [AlertRouting.Integration] = []
        for (member, list) in value.object?.members ?? [] where member.hasSuffix("_configs") {
            let kind = String(member.dropLast("_configs".count))
            for integration in list.array ?? [] {
                integrations.append(
                    AlertRouting.Integration(
                        kind: kind, sendsResolved: integration["send_resolved"]?.bool ?? !silentWhenResolved.contains(kind)))
            }
        }
        return AlertRouting.Receiver(name: name, integrations: integrations)
    }

    /// Kinds that send no notification of resolved alerts unless told to (`config/notifiers.go` of the project).
    private static let silentWhenResolved: Set<String> = ["email", "slack", "wechat", "rocketchat", "mattermost"]
}
