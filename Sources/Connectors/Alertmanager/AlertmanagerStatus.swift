import Core

/// `GET /api/v2/status`: the configuration in force, as YAML in `config.original`, with secrets masked by the server.
enum AlertmanagerStatus {
    static func read(_ document: JSONValue, _ key: CallKey) -> Step {
        guard let text = document["config"]?["original"]?.string else {
            return .done([], [Diagnostic(.failed, "status: the answer holds no configuration", exchange: key)])
        }
        let config: JSONValue
        do throws(YAMLError) { config = try JSONValue(yaml: text) } catch {
            return .done([], [Diagnostic(.failed, "status: the configuration is \(error)", exchange: key)])
        }
        guard let root = config["route"], root.object != nil else {
            return .done([], [Diagnostic(.failed, "status: the configuration has no routing tree", exchange: key)])
        }
        var reader = Reader()
        reader.flatten(root, depth: 0, receiver: "")
        let inhibitions = (config["inhibit_rules"]?.array ?? []).map { rule in
            AlertRouting.Inhibition(
                source: reader.matchers(rule, prefix: "source_"), target: reader.matchers(rule, prefix: "target_"),
                equal: (rule["equal"]?.array ?? []).compactMap(Reader.text))
        }
        let empty = (config["receivers"]?.array ?? []).filter { receiver in
            !(receiver.object?.members ?? []).contains { $0.name.hasSuffix("_configs") && !($0.value.array ?? []).isEmpty }
        }
        let routing = AlertRouting(
            routes: reader.routes, inhibitions: inhibitions,
            emptyReceivers: empty.compactMap { $0["name"].flatMap(Reader.text) })
        var diagnostics: [Diagnostic] = []
        if !reader.unread.isEmpty {
            let list = reader.unread.prefix(5).joined(separator: ", ")
            diagnostics.append(Diagnostic(.partial, "status: matchers that could not be read: \(list)", exchange: key))
        }
        return .done([Evidence(.routing(routing), from: [key], link: "/#/status")], diagnostics)
    }

    /// Reads routing trees, Alertmanager's own and that of Grafana, whose routes may have `object_matchers` besides.
    struct Reader {
        var routes: [AlertRouting.Route] = []
        var unread: [String] = []

        /// Adds a route and all below it. A route without a receiver has its parent's.
        mutating func flatten(_ route: JSONValue, depth: Int, receiver inherited: String) {
            let receiver = route["receiver"].flatMap(Self.text) ?? inherited
            routes.append(
                AlertRouting.Route(
                    depth: depth, receiver: receiver, matchers: matchers(route, prefix: ""),
                    continues: route["continue"]?.bool ?? false,
                    muteTimeIntervals: (route["mute_time_intervals"]?.array ?? []).compactMap(Self.text)))
            for child in route["routes"]?.array ?? [] { flatten(child, depth: depth + 1, receiver: receiver) }
        }

        /// The matchers of a route or one side of an inhibition, in the old form (`match`, `match_re`) and the new.
        mutating func matchers(_ value: JSONValue, prefix: String) -> [Silence.Matcher] {
            var found: [Silence.Matcher] = []
            for (member, isRegex) in [("match", false), ("match_re", true)] {
                for (name, value) in value[prefix + member]?.object?.members ?? [] {
                    found.append(Silence.Matcher(name: name, value: Self.text(value) ?? "", isRegex: isRegex))
                }
            }
            for text in (value[prefix + "matchers"]?.array ?? []).compactMap(Self.text) {
                if let read = AlertmanagerMatchers.read(text) { found += read } else { unread.append(String(text.prefix(80))) }
            }
            for matcher in value[prefix + "object_matchers"]?.array ?? [] {
                if let read = Self.matcher(triple: matcher) { found.append(read) } else { unread.append("an object matcher") }
            }
            return found
        }

        /// `["team", "=", "payments"]`.
        private static func matcher(triple: JSONValue) -> Silence.Matcher? {
            guard let name = triple[0]?.string, let sign = triple[1]?.string, let value = triple[2]?.string,
                ["=", "!=", "=~", "!~"].contains(sign)
            else { return nil }
            return Silence.Matcher(name: name, value: value, isRegex: sign.hasSuffix("~"), isEqual: sign.hasPrefix("="))
        }

        /// A scalar as it was written.
        static func text(_ value: JSONValue) -> String? {
            value.string ?? value.bool.map { $0 ? "true" : "false" }
        }
    }
}
