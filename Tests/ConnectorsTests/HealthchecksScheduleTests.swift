import Connectors
import Core
import Testing

/// When runs are due, seen through the holes that a check's pings leave.
@Suite("Runs that did not come")
struct HealthchecksScheduleTests {
    private static let uuid = "1a2a73ed-562b-4f79-8374-59eef50bea63"

    /// The holes of a check with a schedule and pings at these times.
    private func runs(
        _ schedule: [(String, JSONValue)], _ times: [String], from: String, to: String, kind: String = "success",
        status: String = "up", now: String = "Sat, 30 Jan 2027 00:00:00 GMT", grace: JSONValue = 3600
    ) throws -> (runs: CheckRuns, diagnostics: [Diagnostic]) {
        let check = JSONValue.object(
            JSONObject(
                [
                    ("name", "c"), ("status", .string(status)), ("grace", grace), ("uuid", .string(Self.uuid)),
                    ("n_pings", .number(times.count)),
                ] + schedule))
        let pings = times.enumerated().map { index, time in
            ["type": .string(kind), "date": .string(time), "n": .number(index + 1)] as JSONValue
        }
        let connector = try HealthchecksConnector(SourceDescription(name: "h", kind: "healthchecks"))
        let tool = try #require(connector.tools.first { $0.description.name == "healthchecks_pings" })
        var conversation = try tool.begin(["id": .string(Self.uuid), "from": .string(from), "to": .string(to)])
        var outcomes: [Outcome] = []
        let documents: [JSONValue?] = [.none, ["pings": .array(Array(pings.reversed()))], check]
        for document in documents {
            if let document {
                let key = CallKey(investigation: "t", round: 0, path: "p", step: 0, index: 0)
                let reply = Reply(status: 200, headers: [HTTPCall.Field("date", now)], body: Body(document.compact))
                outcomes = [Outcome(key: key, call: .http(HTTPCall(path: ["x"])), result: .reply(reply))]
            }
            let step = conversation.next(outcomes)
            guard case .done = step.then else { continue }
            guard case .checkRuns(let runs) = try #require(step.evidence.first).observation else { continue }
            return (runs, step.diagnostics)
        }
        throw TranscriptCase.Problem("no runs: \(outcomes)")
    }

    private func due(_ cron: String, _ zone: String, _ times: [String], from: String, to: String) throws -> [String] {
        try runs([("schedule", .string(cron)), ("tz", .string(zone))], times, from: from, to: to).runs.holes
            .flatMap(\.due).map { $0.rfc3339() }
    }

    @Test("a cron schedule is read in its zone, in winter and in summer")
    func zones() throws {
        let winter = try due(
            "30 2 * * *", "Europe/Copenhagen", ["2026-11-18T01:30:10Z", "2026-11-20T01:30:10Z"], from: "2026-11-18T00:00:00Z",
            to: "2026-11-20T02:00:00Z")
        #expect(winter == ["2026-11-19T01:30:00Z"])
        let summer = try due(
            "30 2 * * *", "America/New_York", ["2026-07-01T06:30:10Z", "2026-07-03T06:30:10Z"], from: "2026-07-01T00:00:00Z",
            to: "2026-07-03T07:00:00Z")
        #expect(summer == ["2026-07-02T06:30:00Z"])
        let south = try due(
            "0 9 * * *", "Australia/Sydney", ["2026-12-01T22:00:10Z", "2026-12-03T22:00:10Z"], from: "2026-12-01T00:00:00Z",
            to: "2026-12-04T00:00:00Z")
        #expect(south == ["2026-12-02T22:00:00Z"])
        let india = try due(
            "0 9 * * *", "Asia/Kolkata", ["2026-12-01T03:30:10Z", "2026-12-03T03:30:10Z"], from: "2026-12-01T00:00:00Z",
            to: "2026-12-04T00:00:00Z")
        #expect(india == ["2026-12-02T03:30:00Z"])
    }

    @Test("an hour that is leapt over is due after the leap, and one that comes twice is due once")
    func summertime() throws {
        // 2026-03-29 has no 02:30 in Copenhagen: at 02:00 it is 03:00.
        let leap = try due(
            "30 2 * * *", "Europe/Copenhagen", ["2026-03-28T01:30:10Z", "2026-03-30T00:30:10Z"], from: "2026-03-28T00:00:00Z",
            to: "2026-03-30T02:00:00Z")
        #expect(leap == ["2026-03-29T01:00:00Z"])
        // 2026-10-25 has 02:30 twice.
        let twice = try due(
            "30 2 * * *", "Europe/Copenhagen", ["2026-10-24T00:30:10Z", "2026-10-26T01:30:10Z"], from: "2026-10-24T00:00:00Z",
            to: "2026-10-26T02:00:00Z")
        #expect(twice == ["2026-10-25T00:30:00Z"])
        let hourly = try due(
            "30 * * * *", "Europe/Copenhagen", ["2026-10-24T23:30:10Z", "2026-10-25T03:30:10Z"], from: "2026-10-24T23:00:00Z",
            to: "2026-10-25T04:00:00Z")
        #expect(hourly == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z"])
    }

    @Test(
        "days of the month and of the week are taken as crontab takes them",
        arguments: [
            ("0 6 * * MON", ["2026-11-09", "2026-11-16"]), ("0 6 1,15 * *", ["2026-11-15"]),
            ("0 6 13 * 5", ["2026-11-06", "2026-11-13", "2026-11-20"]),
            (
                "0 6 * * 1-5/2",
                ["2026-11-06", "2026-11-09", "2026-11-11", "2026-11-13", "2026-11-16", "2026-11-18", "2026-11-20"]
            ),
            ("0 6 * * 7", ["2026-11-08", "2026-11-15"]), ("0 6 * * SUN#2", ["2026-11-08"]),
            ("0 6 * NOV,DEC 5#3", ["2026-11-20"]),
            ("0 6 */10 * *", ["2026-11-11", "2026-11-21"]),
        ] as [(String, [String])])
    func days(cron: String, expected: [String]) throws {
        let found = try due(
            cron, "UTC", ["2026-11-05T12:00:00Z", "2027-01-29T12:00:00Z"], from: "2026-11-05T12:00:00Z",
            to: "2026-11-21T12:00:00Z")
        #expect(found == expected.map { $0 + "T06:00:00Z" })
    }

    @Test("the last day of a month is its last day")
    func lastDay() throws {
        let found = try due(
            "0 6 L * *", "UTC", ["2026-11-05T12:00:00Z", "2027-01-29T12:00:00Z"], from: "2026-11-05T12:00:00Z",
            to: "2027-01-05T12:00:00Z")
        #expect(found == ["2026-11-30T06:00:00Z", "2026-12-31T06:00:00Z"])
        let friday = try due(
            "0 6 * * 5L", "UTC", ["2026-11-05T12:00:00Z", "2027-01-29T12:00:00Z"], from: "2026-11-05T12:00:00Z",
            to: "2026-12-31T12:00:00Z")
        #expect(friday == ["2026-11-27T06:00:00Z", "2026-12-25T06:00:00Z"])
    }

    @Test(
        "a schedule that is not read is not guessed at, and the answer says so",
        arguments: [
            ("Mon 06:00", "UTC"), ("*-*-* 06:00:00", "UTC"), ("0 6 * * *", "Antarctica/Troll"), ("0 25 * * *", "UTC"),
            ("* * * *", "UTC"), ("5-1 * * * *", "UTC"), ("*/0 * * * *", "UTC"), ("", ""), ("0 6 * * FRY", "UTC"),
            ("99999999999999999999 * * * *", "UTC"), ("0 6 32 * *", "UTC"), ("\u{0}\u{202E} * * * *", "UTC"),
        ])
    func unread(cron: String, zone: String) throws {
        let (runs, diagnostics) = try runs(
            [("schedule", .string(cron)), ("tz", .string(zone))], ["2026-11-01T00:00:00Z", "2026-11-20T00:00:00Z"],
            from: "2026-11-02T00:00:00Z", to: "2026-11-19T00:00:00Z")
        #expect(runs.holes.isEmpty)
        #expect(diagnostics.contains { $0.message.contains("is not computed") })
    }

    @Test("a run less than half a period late is the one that was due; one more than that leaves a hole")
    func late() throws {
        let period: [(String, JSONValue)] = [("timeout", 600)]
        let window = ("2026-11-20T14:00:00Z", "2026-11-20T15:00:00Z")
        let times = ["2026-11-20T14:00:00Z", "2026-11-20T14:14:59Z", "2026-11-20T14:30:00Z", "2026-11-20T14:59:59Z"]
        let holes = try runs(period, times, from: window.0, to: window.1).runs.holes
        #expect(holes.map { $0.from.clock } == ["14:14:59", "14:30"])
        #expect(holes.map { $0.due.map(\.clock) } == [["14:24:59"], ["14:40", "14:50"]])
    }

    @Test("after the last run a hole is open up to the answer or the window's end, unless nothing is waited for")
    func open() throws {
        let period: [(String, JSONValue)] = [("timeout", 600)]
        func holes(_ status: String, _ now: String) throws -> [CheckRuns.Hole] {
            try runs(
                period, ["2026-11-20T14:00:00Z"], from: "2026-11-20T13:00:00Z", to: "2026-11-20T15:00:00Z", status: status,
                now: now
            ).runs.holes
        }
        let open = try holes("up", "Fri, 20 Nov 2026 14:26:00 GMT")
        #expect(open.map { $0.to.clock } == ["14:26"])
        #expect(open.flatMap(\.due).map(\.clock) == ["14:10", "14:20"])
        #expect(try holes("up", "Fri, 20 Nov 2026 18:00:00 GMT").map { $0.to.clock } == ["15:00"])
        #expect(try holes("up", "Fri, 20 Nov 2026 14:14:00 GMT").isEmpty)
        #expect(try holes("paused", "Fri, 20 Nov 2026 18:00:00 GMT").isEmpty)
        #expect(try holes("new", "Fri, 20 Nov 2026 18:00:00 GMT").isEmpty)
        // Without the server's time nothing is known of what came after the last run.
        #expect(try holes("up", "Friday, 20-Nov-26 18:00:00 GMT").isEmpty)
    }

    @Test("starts and lines for the log are no runs; failures are")
    func kinds() throws {
        let period: [(String, JSONValue)] = [("timeout", 600)]
        let times = ["2026-11-20T14:00:00Z", "2026-11-20T14:30:00Z"]
        for kind in ["start", "log", "ign"] {
            let (found, _) = try runs(period, times, from: times[0], to: times[1], kind: kind)
            #expect(found.holes.isEmpty && found.runs.count == 2)
        }
        for kind in ["fail", "success", "7"] {
            #expect(try runs(period, times, from: times[0], to: times[1], kind: kind).runs.holes.count == 1)
        }
    }

    @Test("absurd periods, times and graces neither trap nor take long")
    func absurd() throws {
        let times = ["1700-01-01T00:00:00Z", "2026-11-20T14:00:00Z", "2200-01-01T00:00:00Z"]
        for period: JSONValue in [0, -5, 0.000001, 1, 1e300, "x", .null, 9_223_372_036_854_775] {
            let (found, _) = try runs(
                [("timeout", period)], times, from: "2026-11-01T00:00:00Z", to: "2026-11-20T14:00:00Z", grace: 1e11)
            #expect(found.holes.allSatisfy { $0.due.count <= 500 })
        }
        let (found, _) = try runs(
            [("schedule", "* * * * *"), ("tz", "UTC")], times, from: "2026-11-01T00:00:00Z", to: "2026-11-20T14:00:00Z")
        #expect(found.holes.allSatisfy { $0.due.count <= 500 })
    }
}
