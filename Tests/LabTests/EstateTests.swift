import Core
import Foundation
import Testing

@testable import Lab

/// Made once for each seed: an estate is nine million samples.
private let seeds: ClosedRange<UInt64> = 1...(ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] == nil ? 10 : 200)
private let estates: [Estate] = seeds.map { seed in
    var estate = Estate(seed: seed, end: Instant(seconds: 1_795_000_200))
    // The series are looked at through one estate only.
    if seed > 1 { estate.series = [] }
    return estate
}

@Suite("A generated alerting estate")
struct EstateTests {
    private static let end = Instant(seconds: 1_795_000_200)

    /// All that an estate writes but its samples, of which a part stands for all.
    private func written(_ estate: Estate) throws -> String {
        let histories = estate.histories
        let silences = try SilenceSnapshot.bytes(estate.silences, day: estate.day)
        return estate.ruleFiles.map { $0.name + $0.text }.joined() + estate.routing.yaml + estate.prometheusConfiguration
            + estate.inquestConfiguration(metrics: 1, alerts: 2, pages: 3) + estate.truth.json(seed: estate.seed).compact
            + silences.map { String($0) }.joined(separator: ",")
            + OpenMetricsWriter(histories.coarse).text(from: 4000, to: 4010)
            + OpenMetricsWriter(histories.fast).text(from: 0, to: 5)
            + estate.paging.incidents.map { "\($0.id) \($0.title) \($0.created.offset) \($0.acknowledged?.at.offset ?? 0)" }
            .joined(separator: "\n")
    }

    @Test("the same seed gives the same estate to the byte, and another seed another")
    func deterministic() throws {
        let first = try written(Estate(seed: 41, end: Self.end))
        #expect(try first == written(Estate(seed: 41, end: Self.end)))
        #expect(try first != written(Estate(seed: 42, end: Self.end)))
    }

    @Test("it has 300 rules, 40 silences, 60 services, 120 faults and 200 look-alikes")
    func counts() {
        for estate in estates {
            #expect(estate.rules.count == 300, "seed \(estate.seed)")
            #expect(estate.silences.count == 40, "seed \(estate.seed)")
            #expect(estate.services.count == 60, "seed \(estate.seed)")
            #expect(estate.truth.faults.count == 120, "seed \(estate.seed)")
            #expect(estate.truth.fine.count == 200, "seed \(estate.seed)")
            #expect(Set(estate.truth.faults.map(\.check)).count == 32, "seed \(estate.seed)")
            #expect(!estate.recordings.isEmpty, "seed \(estate.seed)")
        }
    }

    @Test("every subject of the truth is there, and nothing is both at fault and fine in the same way")
    func subjects() {
        for estate in estates {
            var known = Set(estate.rules.map(\.subject))
            known.formUnion(estate.silences.map { "silence/" + $0.id })
            known.formUnion(estate.services.map { "service/" + $0.name })
            known.formUnion(estate.targets.map { "target/\($0.job)/\($0.instance)" })
            known.formUnion(estate.routing.receivers.map { "receiver/" + $0.name })
            known.formUnion(estate.routing.inhibitions.indices.map { "inhibition/\($0)" })
            for (index, route) in estate.routing.root.routes.enumerated() {
                known.insert("route/\(index)")
                known.formUnion(route.routes.indices.map { "route/\(index).\($0)" })
            }
            let faults = estate.truth.faults.map { $0.check + " " + $0.subject }
            let fine = estate.truth.fine.map { $0.check + " " + $0.subject }
            for item in estate.truth.faults + estate.truth.fine { #expect(known.contains(item.subject), "\(item.subject)") }
            #expect(Set(faults).count == faults.count)
            #expect(Set(fine).count == fine.count, "seed \(estate.seed)")
            #expect(Set(faults).isDisjoint(with: fine))
            #expect(Set(estate.rules.map(\.name)).count == estate.rules.count)
            #expect(Set(estate.routing.receivers.map(\.name)).count == estate.routing.receivers.count, "seed \(estate.seed)")
        }
    }

    @Test("promtool and amtool accept the files of each seed")
    func accepted() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("lab-estate-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        for estate in estates {
            let directory = place.appendingPathComponent("\(estate.seed)")
            try FileManager.default.createDirectory(
                at: directory.appendingPathComponent("rules"), withIntermediateDirectories: true)
            for file in estate.ruleFiles {
                try Data(file.text.utf8).write(to: directory.appendingPathComponent("rules/" + file.name))
            }
            let address = "127.0.0.1:9"
            let prometheus = estate.prometheusConfiguration.replacing(Estate.open, with: address)
                .replacing(Estate.closed, with: address).replacing(Estate.alertmanager, with: address)
            let alertmanager = estate.routing.yaml.replacing(EstateRouting.sink, with: address)
            try Data(prometheus.utf8).write(to: directory.appendingPathComponent("prometheus.yml"))
            try Data(alertmanager.utf8).write(to: directory.appendingPathComponent("alertmanager.yml"))
            // The configuration names the rule files, so that they are checked with it.
            let checked = try run("promtool", ["check", "config", directory.appendingPathComponent("prometheus.yml").path])
            #expect(checked.status == 0, "seed \(estate.seed): \(checked.output.suffix(600))")
            let routed = try run("amtool", ["check-config", directory.appendingPathComponent("alertmanager.yml").path])
            #expect(routed.status == 0, "seed \(estate.seed): \(routed.output.suffix(600))")
        }
    }

    private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let path = try #require(Child.find(program), "\(program) is not installed")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    // MARK: Faults are real

    private func planted(_ estate: Estate, _ check: String) -> [EstateRule] {
        let subjects = Set(estate.truth.faults.filter { $0.check == check }.map(\.subject))
        return estate.rules.filter { subjects.contains($0.subject) }
    }

    @Test("an always-firing rule fires for nine tenths of the time, and a never-fired one never")
    func firing() {
        for estate in estates {
            for rule in planted(estate, "always-firing") {
                let firing = rule.stretches.reduce(0) { $0 + max(0, $1.active.upperBound - $1.firing) }
                #expect(Double(firing) >= 0.9 * Double(EstateGrid.count), "seed \(estate.seed) \(rule.subject)")
            }
            for rule in planted(estate, "never-fired") {
                #expect(rule.stretches.isEmpty, "seed \(estate.seed) \(rule.subject)")
            }
        }
    }

    @Test("what nobody attends to has pages without acknowledgements, and flapping rules fire shortly and often")
    func attention() {
        for estate in estates {
            for rule in planted(estate, "unattended") {
                let pages = estate.paging.incidents.filter {
                    $0.title.contains(" \(rule.name) ") || $0.title.hasPrefix(rule.name + ":")
                }
                #expect(pages.count >= 9, "seed \(estate.seed) \(rule.subject)")
                #expect(pages.allSatisfy { $0.acknowledged == nil })
                #expect(pages.allSatisfy { page in !page.log.contains { $0.type == "acknowledge" } })
            }
            for rule in planted(estate, "flapping") {
                let fired = rule.stretches.filter { $0.firing < $0.active.upperBound }
                #expect(fired.count > 100, "seed \(estate.seed) \(rule.subject)")
                #expect(fired.allSatisfy { $0.active.count <= 4 })
            }
        }
    }

    @Test("a metric that never existed has no series, and every metric of a clean rule has")
    func metrics() throws {
        let estate = try #require(estates.first)
        let names = Set(estate.series.map(\.name))
        for rule in planted(estate, "metric-missing") {
            #expect(!names.contains { rule.expression.contains($0 + "{") && !$0.isEmpty }, "\(rule.expression)")
        }
        let faulty = Set((estate.truth.faults + estate.truth.fine).map(\.subject))
        for rule in estate.rules where !faulty.contains(rule.subject) {
            #expect(names.contains { rule.expression.contains($0) }, "\(rule.expression)")
        }
    }

    @Test("a service that lacks coverage is named in no rule on the signal that it lacks")
    func coverage() throws {
        for estate in estates {
            for service in estate.services {
                guard let signal = service.uncovered.first else { continue }
                let scheme = estate.teams[service.team].scheme
                let metric =
                    switch signal {
                    case .errors: "," + scheme.failed
                    case .latency: scheme.duration + "_bucket"
                    case .saturation: scheme.used
                    case .traffic: "offset 1d"
                    }
                for rule in estate.rules where rule.team == service.team && rule.expression.contains(metric) {
                    let words = rule.expression.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
                    let isLeftOut = rule.expression.contains("!~") || !words.contains { $0 == service.name }
                    #expect(isLeftOut, "seed \(estate.seed) \(rule.expression)")
                    #expect(!rule.stretches.contains { $0.labels.values.contains(service.name) })
                }
            }
        }
    }

    @Test("counters rise, and samples that are left out are not written")
    func samples() throws {
        let estate = try #require(estates.first)
        for series in estate.series where series.type == "counter" {
            let present = series.values.filter { !$0.isNaN }
            #expect(zip(present, present.dropFirst()).allSatisfy { $0 <= $1 }, "\(series.name)")
        }
        let family = HistoryFamily(
            name: "x", type: "unknown", help: "h",
            series: [HistorySeries(head: "x{}", start: 0, thousandths: [1000, HistorySeries.absent, 2500])])
        let history = MetricHistory(first: 600, step: 300, count: 3, families: [family])
        #expect(
            OpenMetricsWriter(history).text(from: 0, to: 3)
                == "# HELP x h\n# TYPE x unknown\nx{} 1 600\nx{} 2.500 1200\n# EOF\n")
    }
}
