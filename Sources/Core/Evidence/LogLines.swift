/// Lines that a log query returned, by time.
public struct LogLines: Sendable, Hashable, Codable {
    public var lines: [Line]

    public struct Line: Sendable, Hashable, Codable {
        public var time: Instant
        public var text: String
        /// `error`, `warn`, `info`, `debug`, in lower case, where the line or its labels say.
        public var severity: String?
        public var labels: [String: String]
        public init(time: Instant, text: String, severity: String? = nil, labels: [String: String] = [:]) {
            self.time = time
            self.text = text
            self.severity = severity
            self.labels = labels
        }
    }

    /// What makes a line the same in the answers of two stores, each of which gives it labels of its own.
    public struct Occurrence: Sendable, Hashable {
        public var time: Instant
        public var text: String
        public init(_ line: Line) {
            time = line.time
            text = line.text
        }
    }

    public init(lines: [Line]) { self.lines = lines }
}
