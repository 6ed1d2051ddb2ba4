import AlertAudit
import Core
import Testing

@Suite("The audit of silences") struct EstateSilenceTests {
    @Test(
        "A silence whose reason is over is reported",
        arguments: [
            ("maintenance on 2026-11-12", "2026-11-11"), ("deploy tonight", "2026-11-10"), ("disk swap, 12 Nov", "2026-11-11"),
            ("until Friday", "2026-11-10"), ("for 2 hours", "2026-11-18"), ("noisy, see OPS-12", "2026-10-01"),
        ])
    func outlived(_ comment: String, _ from: String) {
        var estate = EstateBuilder()
        estate.silence("s", ["service=a"], comment: comment, from: from)
        #expect(estate.subjects(.silenceOutlived) == ["silence/s"])
    }

    @Test(
        "A silence whose reason still holds is not reported as outlived",
        arguments: [
            ("OPS-12, fix ships 2026-11-24", "2026-10-01"), ("since 2026-11-10, see OPS-3", "2026-11-10"),
            ("maintenance 2026-11-21", "2026-11-21"), ("noisy, see OPS-12", "2026-11-02"), ("until Nov 24", "2026-11-19"),
        ])
    func standing(_ comment: String, _ from: String) {
        var estate = EstateBuilder()
        estate.silence("s", ["service=a"], comment: comment, from: from)
        #expect(estate.subjects(.silenceOutlived).isEmpty)
    }

    @Test("A silence set for a maintenance that ended is reported, one whose maintenance goes on is not")
    func maintenance() {
        for (to, isReported) in [("2026-11-15", true), ("2026-11-23", false)] {
            var estate = EstateBuilder()
            estate.add(
                .maintenance(
                    MaintenanceWindow(
                        id: "MW1234", title: "Database upgrade", services: ["a"], from: EstateBuilder.day("2026-11-14"),
                        to: EstateBuilder.day(to))))
            estate.silence("s", ["service=a"], comment: "database upgrade", from: "2026-11-14")
            #expect(estate.subjects(.silenceOutlived).isEmpty == !isReported)
        }
    }

    @Test("A silence longer than allowed is reported, unless its comment names the day on which it ends")
    func withoutEnd() {
        var estate = EstateBuilder()
        estate.silence("long", ["service=a"], to: "2027-11-20")
        estate.silence("month", ["service=a"], to: "2026-12-20")
        estate.silence("dated", ["service=a"], comment: "OPS-1 until 2027-01-15", to: "2027-01-15")
        #expect(estate.subjects(.silenceWithoutEnd) == ["silence/long"])
    }

    @Test("A silence that nothing could match is reported, one that a rule could is not")
    func matchesNothing() {
        var estate = EstateBuilder()
        estate.rule("Errors", "sum by (service) (rate(http_errors_total[5m])) > 5")
        estate.rule("Disk", "node_filesystem_free_bytes < 1e9")
        estate.signals("a", ["http_errors_total"])
        estate.label("instance", ["db-1:9100"])
        estate.silence("gone", ["alertname=Removed"])
        estate.silence("service", ["alertname=Errors", "service=nosuch"])
        estate.silence("host", ["instance=db-9:9100"])
        estate.silence("fine", ["service=a"])
        estate.silence("other", ["alertname=Disk", "mountpoint=/data"])
        estate.silence("pattern", ["alertname=~Err.*"])
        #expect(Set(estate.subjects(.silenceMatchesNothing)) == ["silence/gone", "silence/service", "silence/host"])
    }

    @Test("A silence broader than its comment is reported, one that covers what it names is not")
    func broader() {
        var estate = EstateBuilder()
        for service in ["checkout", "search", "payment", "payment-gateway"] {
            estate.rule(
                "Errors-\(service)", "rate(http_errors_total{service=\"\(service)\"}[5m]) > 5", labels: ["service": service])
            estate.signals(service, ["http_errors_total"])
        }
        estate.label("instance", ["web-1:80", "web-2:80"])
        estate.silence("all", ["severity=warning"], comment: "checkout is being rebuilt")
        estate.silence("two", ["service=~checkout|search"], comment: "deploy of checkout, OPS-1")
        estate.silence("hosts", ["instance=~web-.*"], comment: "web-1 gets a new disk")
        estate.silence("fine", ["service=checkout"], comment: "checkout is being rebuilt")
        estate.silence("one", ["service=~checkout.*"], comment: "checkout is being rebuilt")
        estate.silence("named", ["service=~checkout|search"], comment: "checkout and search are moved")
        estate.silence("longer", ["service=payment-gateway"], comment: "payment gateway is moved")
        estate.silence("host", ["instance=~web-1:.*"], comment: "web-1 gets a new disk")
        #expect(
            Set(estate.subjects(.silenceBroaderThanComment)) == ["silence/all", "silence/two", "silence/hosts"])
    }

    @Test("An author who is not in the directory is reported; without a directory it is a gap")
    func author() {
        var estate = EstateBuilder()
        estate.silence("s", ["service=a"], by: "bob")
        estate.silence("t", ["service=a"], by: "ada@example.org")
        #expect(estate.subjects(.silenceAuthorGone).isEmpty)
        #expect(estate.report().gaps.contains { $0.what.contains("authors") })
        estate.settings.people = ["Ada Lovelace <ada@example.org>"]
        #expect(estate.subjects(.silenceAuthorGone) == ["silence/s"])
    }
}
