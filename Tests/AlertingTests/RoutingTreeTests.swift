import Alerting
import Core
import Testing

@Suite struct RoutingTreeTests {
    typealias Route = AlertRouting.Route
    private static func matcher(_ name: String, _ value: String, regex: Bool = false, equal: Bool = true) -> Silence.Matcher {
        Silence.Matcher(name: name, value: value, isRegex: regex, isEqual: equal)
    }

    private let tree = RoutingTree(
        AlertRouting(routes: [
            Route(depth: 0, receiver: "all", matchers: []),
            Route(depth: 1, receiver: "page", matchers: [matcher("severity", "page")], continues: true, groupsByAll: true),
            Route(depth: 2, receiver: "pay", matchers: [matcher("team", "pay.*", regex: true)]),
            Route(depth: 1, receiver: "team", matchers: [matcher("team", "", equal: false)], groupBy: ["team"]),
            Route(depth: 1, receiver: "none", matchers: [matcher("team", ".+", regex: true)]),
            Route(depth: 1, receiver: "late", matchers: [matcher("severity", "page"), matcher("team", "x")]),
        ]))

    @Test("an alert goes into the first child that matches, and on past continue")
    func ends() {
        #expect(tree.ends(of: [:]) == [0])
        #expect(tree.ends(of: ["severity": "page"]) == [1])
        #expect(tree.ends(of: ["severity": "page", "team": "payments"]) == [2, 3])
        #expect(tree.ends(of: ["team": "x"]) == [3])
    }

    @Test("labels that are not known make ends possible, not certain")
    func partial() {
        let walk = tree.walk { $0 == "severity" ? "page" : nil }
        #expect(walk.ends.isEmpty)
        #expect(walk.possibleEnds == [1, 2, 3, 4, 5])
        #expect(tree.walk { $0 == "team" ? "x" : nil }.possibleEnds == [1])
        #expect(tree.walk { $0 == "team" ? "x" : nil }.ends == [3])
    }

    @Test("groups have the labels that the alert has of those grouped by, and Alertmanager's key")
    func groups() {
        let labels = ["severity": "page", "team": "a\"\n"]
        #expect(tree.group(of: labels, at: 3).labels == ["team": "a\"\n"])
        #expect(tree.group(of: labels, at: 3).key == #"{}/{team!=""}:{team="a\"\n"}"#)
        #expect(tree.group(of: labels, at: 1).labels == labels)
        #expect(tree.path(of: 2) == "0.0")
        #expect(tree.path(of: 5) == "3")
        #expect(tree.path(of: 99) == "")
    }

    @Test("routes behind one that takes all of theirs cannot be reached, and no others")
    func unreachable() {
        #expect(
            tree.unreachable() == [
                UnreachableRoute(route: 4, takenBy: [3]), UnreachableRoute(route: 5, takenBy: [3]),
            ])
        func found(_ lists: [[Silence.Matcher]]) -> [UnreachableRoute] {
            RoutingTree(
                AlertRouting(
                    routes: [Route(depth: 0, receiver: "a", matchers: [])]
                        + lists.map { Route(depth: 1, receiver: "a", matchers: $0) })
            ).unreachable()
        }
        let page = Self.matcher("severity", "page")
        let other = Self.matcher("severity", "page", equal: false)
        #expect(found([[page], [other], [Self.matcher("team", "a")]]) == [UnreachableRoute(route: 3, takenBy: [1, 2])])
        #expect(found([[page, other]]) == [UnreachableRoute(route: 1, takenBy: [])])
        #expect(found([[], [page]]) == [UnreachableRoute(route: 2, takenBy: [1])])
        #expect(found([[Self.matcher("severity", "page|ticket", regex: true)], [page]]).map(\.route) == [2])
        #expect(found([[page], [Self.matcher("severity", "page|ticket", regex: true)]]).isEmpty)
        #expect(found([[Self.matcher("service", "a.*", regex: true)], [Self.matcher("service", "ab")]]).map(\.route) == [2])
        #expect(found([[Self.matcher("service", "a.*", regex: true)], [Self.matcher("service", "b.*", regex: true)]]).isEmpty)
    }

    @Test("a list that is no tree does not trap")
    func malformed() {
        let odd = RoutingTree(
            AlertRouting(routes: [7, -1, .max, .min, 3].map { Route(depth: $0, receiver: "", matchers: []) }))
        #expect(odd.ends(of: ["a": "b"]).count == 1)
        #expect(RoutingTree(AlertRouting(routes: [])).ends(of: [:]).isEmpty)
        #expect(RoutingTree(AlertRouting(routes: [])).unreachable().isEmpty)
    }

    @Test("an alert that matches both sides of an inhibition is not kept back by another that does, nor by itself")
    func inhibition() throws {
        let rule = try #require(
            Inhibitor([
                AlertRouting.Inhibition(
                    source: [Self.matcher("severity", "page|critical", regex: true)],
                    target: [Self.matcher("severity", "critical|ticket", regex: true)], equal: ["team"])
            ]).rules.first)
        let critical = ["severity": "critical"]
        #expect(rule.inhibits(critical, by: critical) == false)
        #expect(rule.inhibits(critical, by: ["severity": "page"]) == true)
        #expect(rule.inhibits(["severity": "ticket"], by: critical) == true)
        #expect(rule.inhibits(["severity": "ticket", "team": "a"], by: critical) == false)
        #expect(rule.inhibits(["severity": "ticket", "team": ""], by: critical) == true)
        #expect(rule.inhibits({ $0 == "severity" ? "ticket" : nil }, by: { critical[$0] ?? "" }) == nil)
    }
}
