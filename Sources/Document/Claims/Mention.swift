import Core

/// Something in a sentence that must occur in what the sentence cites.
struct Mention: Sendable, Hashable {
    enum Value: Sendable, Hashable {
        /// `14:23` or `14:26:30.5`: nanoseconds since midnight UTC, and the width in nanoseconds of what was printed.
        case clock(Int64, width: Int64)
        /// `2026-11-20`: the day's beginning.
        case date(Instant)
        /// `2026-11-20T14:23:00Z`
        case instant(Instant, width: Int64)
        case quantity(Quantity)
        /// A commit's hash or its beginning.
        case hash(String)
        /// Words in quotation marks, to be held as they are.
        case quote(String)
        /// A name in backticks, or a word that can only be a technical name.
        case name(String)
        /// A name of a service that the record knows, or that sounds like one.
        case service(String)
    }

    /// As the sentence has it.
    var text: String
    var value: Value
}

/// A number as a sentence prints it.
struct Quantity: Sendable, Hashable {
    enum Dimension: Sendable, Hashable { case duration, percent, bytes, plain }
    var dimension: Dimension
    /// In seconds, per cent, bytes, or the bare number.
    var value: Double
    /// How far below and above the printed value the true one may be, in the same unit.
    var below: Double
    var above: Double

    func admits(_ other: Double) -> Bool {
        let slack = max(abs(value), abs(other)) * 1e-9
        return other >= value - below - slack && other <= value + above + slack
    }
}

/// Units that sentences use.
enum UnitWord {
    static func scale(_ word: String) -> (dimension: Quantity.Dimension, scale: Double)? {
        switch word {
        case "µs", "us", "microsecond", "microseconds": (.duration, 1e-6)
        case "ms", "millisecond", "milliseconds": (.duration, 1e-3)
        case "s", "sec", "secs", "second", "seconds": (.duration, 1)
        case "min", "mins", "minute", "minutes", "m": (.duration, 60)
        case "h", "hour", "hours": (.duration, 3600)
        case "d", "day", "days": (.duration, 86_400)
        case "week", "weeks", "w": (.duration, 604_800)
        case "%", "percent": (.percent, 1)
        case "B", "bytes", "byte": (.bytes, 1)
        case "kB", "KB": (.bytes, 1e3)
        case "MB": (.bytes, 1e6)
        case "GB": (.bytes, 1e9)
        case "KiB": (.bytes, 1024)
        case "MiB": (.bytes, 1_048_576)
        case "GiB": (.bytes, 1_073_741_824)
        case "TiB": (.bytes, 1_099_511_627_776)
        default: nil
        }
    }

    static let numbers: [String: Double] = [
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
        "twelve": 12, "twenty": 20, "thirty": 30,
    ]
}
