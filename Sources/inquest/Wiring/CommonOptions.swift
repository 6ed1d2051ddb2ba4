import ArgumentParser
import Core
import Gateway

struct CommonOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("Configuration file.", valueName: "file"))
    var config = CommonOptions.usualConfiguration

    static let usualConfiguration = "inquest.yaml"

    @Option(help: ArgumentHelp("Ledger file, in place of the one that the configuration names.", valueName: "file"))
    var store: String?

    @Option(help: "Form of the results on standard output.")
    var format: Format = .text

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }
}

/// A time on the command line: RFC 3339, `14:20` (on the day of `now`, UTC) or `-90m`, `-3h`, `-2d`.
enum TimeArgument {
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
