import Alerting
import Core
import Testing

@Suite struct RouteHoursTests {
    typealias Period = AlertTimeInterval.Period
    typealias Range = AlertTimeInterval.Range

    private func at(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(seconds: 0) }

    @Test("a period holds in one range of each list, the last minute left out, days counted from the month's end too")
    func period() {
        let nights = Period(minutes: [Range(1320, 1440)], weekdays: [Range(1, 5)])
        #expect(nights.contains(at("2026-11-20T22:00:00Z")) == true)
        #expect(nights.contains(at("2026-11-20T21:59:59Z")) == false)
        #expect(nights.contains(at("2026-11-21T23:00:00Z")) == false)
        let last = Period(daysOfMonth: [Range(-3, -1)])
        #expect(last.contains(at("2024-02-27T00:00:00Z")) == true)
        #expect(last.contains(at("2024-02-26T23:59:00Z")) == false)
        #expect(Period(daysOfMonth: [Range(31, 31)]).contains(at("2026-11-30T12:00:00Z")) == false)
        #expect(Period(daysOfMonth: [Range(15, 31)]).contains(at("2026-11-30T12:00:00Z")) == true)
        #expect(Period(months: [Range(11, 12)], years: [Range(2020, 2026)]).contains(at("2026-11-30T12:00:00Z")) == true)
        #expect(Period().contains(Instant(nanoseconds: .min)) == true)
        #expect(
            Period(minutes: [Range(.min, .max)], daysOfMonth: [Range(.min, .max)]).contains(Instant(nanoseconds: .max)) == true)
    }

    @Test("named zones are known by the rules in force, and others are not known")
    func zones() {
        let morning = Period(minutes: [Range(540, 600)], location: "Europe/Berlin")
        #expect(morning.contains(at("2026-07-01T07:30:00Z")) == true)
        #expect(morning.contains(at("2026-12-01T07:30:00Z")) == false)
        #expect(morning.contains(at("2026-12-01T08:30:00Z")) == true)
        #expect(morning.contains(at("2001-12-01T08:30:00Z")) == nil)
        #expect(Period(location: "Local").contains(at("2026-12-01T08:30:00Z")) == nil)
        #expect(TimeZoneRules.offset(of: "America/New_York", at: at("2026-03-08T06:59:59Z")) == -18_000)
        #expect(TimeZoneRules.offset(of: "America/New_York", at: at("2026-03-08T07:00:00Z")) == -14_400)
        #expect(TimeZoneRules.offset(of: "America/New_York", at: at("2026-11-01T06:00:00Z")) == -18_000)
        #expect(TimeZoneRules.offset(of: "Australia/Sydney", at: at("2026-10-03T16:00:00Z")) == 39_600)
        #expect(TimeZoneRules.offset(of: "Pacific/Auckland", at: at("2026-04-04T14:00:00Z")) == 43_200)
        #expect(TimeZoneRules.offset(of: "Etc/GMT+5", at: at("2026-04-04T14:00:00Z")) == -18_000)
    }

    @Test("a route's states follow one another, with definitions that are missing said to be unknown")
    func spans() {
        let interval = AlertTimeInterval(name: "noon", periods: [Period(minutes: [Range(720, 780)])])
        let window = TimeWindow(from: at("2026-11-20T11:30:00Z"), to: at("2026-11-20T14:00:00Z"))
        func spans(_ mute: [String], _ active: [String]) -> [RouteHours.Span] {
            let route = AlertRouting.Route(
                depth: 0, receiver: "a", matchers: [], muteTimeIntervals: mute, activeTimeIntervals: active)
            return RouteHours(route, in: AlertRouting(routes: [route], timeIntervals: [interval])).spans(in: window)
        }
        #expect(spans(["noon"], []).map(\.state) == [.open, .muted(by: "noon"), .open])
        #expect(spans(["noon"], []).map(\.from.clock) == ["11:30", "12:00", "13:00"])
        #expect(spans([], ["noon"]).map(\.state) == [.inactive(["noon"]), .open, .inactive(["noon"])])
        #expect(spans(["lost"], []).map(\.state) == [.unknown(["lost"])])
        #expect(spans(["lost", "noon"], []).map(\.state) == [.unknown(["lost"]), .muted(by: "noon"), .unknown(["lost"])])
        #expect(spans([], []).map(\.state) == [.open])
    }
}
