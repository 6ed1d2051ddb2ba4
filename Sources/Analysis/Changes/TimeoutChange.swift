import Core

/// A time-out that a change sets to another value.
struct TimeoutChange: Sendable, Equatable {
    var name: String
    /// Seconds.
    var before: Double
    var after: Double

    var isLowered: Bool { after < before }

    /// From lines such as `-ACQUIRER_TIMEOUT=30s` and `+ACQUIRER_TIMEOUT=5s`, in the order in which they were added.
    static func all(in files: [Change.FileChange]) -> [TimeoutChange] {
        var result: [TimeoutChange] = []
        for file in files.prefix(200) {
            var removed: [String: Double] = [:]
            for line in (file.patch ?? "").split(whereSeparator: \.isNewline).prefix(2000) {
                guard let sign = line.first, sign == "-" || sign == "+" else { continue }
                for (name, value) in settings(in: line.dropFirst()) {
                    if sign == "-" {
                        removed[name] = value
                    } else if let before = removed[name], before != value, result.count < 20 {
                        result.append(TimeoutChange(name: name, before: before, after: value))
                    }
                }
            }
        }
        return result
    }

    private static func settings(in line: Substring) -> [(String, Double)] {
        LogFields.pairs(in: String(line.prefix(500))).compactMap { name, value in
            guard DurationText.isTimeoutName(name) else { return nil }
            return DurationText.seconds(value, named: name).map { (name, $0) }
        }
    }
}
