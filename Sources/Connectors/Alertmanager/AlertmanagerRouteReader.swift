import Core
import PromQL

/// Reads routing trees, Alertmanager's own and that of Grafana, whose routes may have `object_matchers` besides.
struct AlertmanagerRouteReader {
    private(set) var routes: [AlertRouting.Route] = []
    var unread: [String] = []

    /// Adds a route and all below it.
    mutating func flatten(_ root: JSONValue) {
        // What the root does not say is Alertmanager's own setting.
        flatten(root, AlertRouting.Route(depth: 0, receiver: "", matchers: []))
    }

    /// What a route does not say it has from the one above, but for matchers, `continue` and time intervals.
    private mutating func flatten(_ value: JSONValue, _ inherited: AlertRouting.Route) {
        var route = inherited
        route.receiver = value["receiver"].flatMap(Self.text).flatMap { $0.isEmpty ? nil : $0 } ?? inherited.receiver
        route.matchers = matchers(value, prefix: "")
        route.continues = value["continue"]?.bool ?? false
        if let names = value["group_by"]?.array?.compactMap(Self.text) {
            route.groupsByAll = names.contains("...")
            route.groupBy = route.groupsByAll ? [] : Set(names).sorted()
        }
        route.groupWait = seconds(value, "group_wait") ?? inherited.groupWait
        route.groupInterval = seconds(value, "group_interval") ?? inherited.groupInterval
        route.repeatInterval = seconds(value, "repeat_interval") ?? inherited.repeatInterval
        route.muteTimeIntervals = (value["mute_time_intervals"]?.array ?? []).compactMap(Self.text)
        route.activeTimeIntervals = (value["active_time_intervals"]?.array ?? []).compactMap(Self.text)
        routes.append(route)
        route.depth += 1
        for child in value["routes"]?.array ?? [] { flatten(child, route) }
    }

    /// A duration as Prometheus writes it, `1h30m`.
    private mutating func seconds(_ value: JSONValue, _ member: String) -> Double? {
        guard let text = value[member].flatMap(Self.text) else { return nil }
        if text.utf8.first.map({ (0x30...0x39).contains($0) }) == true, let seconds = (try? PromQLParser.parse(text))?.constant
        {
            return seconds
        }
        unread.append("\(member) \(text.prefix(40))")
        return nil
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
