import ArgumentParser
import Core
import Gateway

/// Where configuration and ledger are.
struct PlaceOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Configuration file.", valueName: "file"))
    var config = PlaceOptions.usualConfiguration

    static let usualConfiguration = "inquest.yaml"

    @Option(help: ArgumentHelp("Ledger file, in place of the one that the configuration names.", valueName: "file"))
    var store: String?
}

struct CommonOptions: ParsableArguments {
    @OptionGroup var place: PlaceOptions

    var config: String { place.config }
    var store: String? { place.store }

    @Option(help: "Form of the results on standard output.")
    var format: Format = .text

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }
}

/// A time on the command line: RFC 3339, `14:20` (on the day of `now`, UTC) or `-90m`, `-3h`, `-2d`.
enum TimeArgument {
    /// Of `--from` and `--to`; without an end, to the present.
    static func window(from: String, to: String?, now: Instant) throws(Problem) -> TimeWindow {
        let begin = try read(from, option: "--from", now: now)
        let end = try read(to ?? "now", option: "--to", now: now)
        guard begin < end else { throw .badInput("--to must be later than --from") }
        guard end.seconds(since: begin) <= 86_400 else { throw .badInput("the window is longer than 24 hours") }
        return TimeWindow(from: begin, to: end)
    }

    static func read(_ text: String, option: String, now: Instant) throws(Problem) -> Instant {
        if text == "now" { return now }
        if let instant = Instant(rfc3339: text) { return instant }
        if let instant = Instant(rfc3339: "\(now.date)T\(text.count == 5 ? text + ":00" : text)Z") { return instant }
        if text.first == "-", let unit = text.last, let count = Double(text.dropFirst().dropLast()), count >= 0,
            let seconds = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400][unit]
        {
            return now.adding(seconds: -count * seconds)
        }
        throw .badInput("\(option): '\(text)' is not a time; give 2026-11-20T14:20:00Z, 14:20 (UTC) or -90m")
    }
}
