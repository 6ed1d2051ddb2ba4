import Core

/// A sample of OpenMetrics text (github.com/prometheus/OpenMetrics): `name{label="value"} value [seconds] [# exemplar]`. The older
/// Prometheus text has milliseconds in place of seconds; a number's size tells them apart.
struct OpenMetricsLine: Sendable {
    var name: String
    var labels: [String: String] = [:]
    var value: Double
    var stamp: Stamp

    init(_ line: ArraySlice<UInt8>) throws(RecordFault) {
        var scanner = Scanner(rest: line)
        guard let name = scanner.name() else { throw RecordFault("has no metric's name") }
        self.name = name
        if scanner.take("{") {
            guard let labels = scanner.labels() else { throw RecordFault("its labels cannot be read") }
            self.labels = labels
        }
        let words = scanner.words()
        guard let first = words.first, let value = OpenMetricsLine.number(first) else {
            throw RecordFault("has no value that is a number")
        }
        self.value = value
        guard words.count > 1, words[1] != "#" else { throw RecordFault("has no time") }
        guard let stamp = RecordTime.stamp(number: words[1]) else { throw RecordFault("its time cannot be read") }
        self.stamp = stamp
    }

    private static func number(_ text: String) -> Double? {
        switch text.lowercased() {
        case "+inf", "inf": .infinity
        case "-inf": -.infinity
        case "nan": .nan
        default: Double(text)
        }
    }

    private struct Scanner {
        var rest: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard let first = rest.first, UInt32(first) == character.value else { return false }
            rest = rest.dropFirst()
            return true
        }

        mutating func skipSpace() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }

        mutating func name() -> String? {
            skipSpace()
            let name = rest.prefix {
                $0 > 0x20 && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "=") && $0 != 0x2C && $0 != 0x22
            }
            rest = rest[name.endIndex...]
            return name.isEmpty || name.count > 500 ? nil : String(decoding: name, as: UTF8.self)
        }

        mutating func labels() -> [String: String]? {
            var labels: [String: String] = [:]
            while true {
                skipSpace()
                if take("}") { return labels }
                guard labels.count < 100, let name = name() else { return nil }
                skipSpace()
                guard take("=") else { return nil }
                skipSpace()
                guard take("\""), let value = string() else { return nil }
                labels[name] = value
                skipSpace()
                if !take(",") { return take("}") ? labels : nil }
            }
        }

        private mutating func string() -> String? {
            var text: [UInt8] = []
            while let byte = rest.popFirst() {
                if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
                if byte == 0x5C, let escaped = rest.popFirst() {
                    text.append(escaped == UInt8(ascii: "n") ? 0x0A : escaped)
                } else {
                    text.append(byte)
                }
            }
            return nil
        }

        func words() -> [String] {
            rest.split(maxSplits: 3) { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
        }
    }
}
