/// Where a call stands in its investigation. The key is a pure function of the plan, so a replay and a resumed run meet the
/// same keys; retries of one call differ only in the attempt, which is not part of the key.
public struct CallKey: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    /// Id of the investigation.
    public var investigation: String
    /// How many finished answers the plan had to wait for, one after the other, before this call could be written.
    public var round: Int
    /// The request within the plan, such as `metrics/service/checkout`. Contains no spaces.
    public var path: String
    /// The step of the tool's conversation, and the call's place within the step.
    public var step: Int
    public var index: Int

    public init(investigation: String, round: Int, path: String, step: Int, index: Int) {
        self.investigation = investigation
        self.round = round
        self.path = path
        self.step = step
        self.index = index
    }

    /// `20261120T150500Z-1f2e3d4c r2 metrics/service/checkout 1.0`
    public var description: String { "\(investigation) r\(round) \(path) \(step).\(index)" }

    public static func < (left: CallKey, right: CallKey) -> Bool {
        (left.investigation, left.round, left.path, left.step, left.index)
            < (right.investigation, right.round, right.path, right.step, right.index)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let key = CallKey(parsing: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a call's key")
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Reads what ``description`` writes.
    public init?(parsing text: String) {
        let words = text.split(separator: " ")
        guard words.count == 4, words[1].first == "r", let round = Int(words[1].dropFirst()) else { return nil }
        let numbers = words[3].split(separator: ".")
        guard numbers.count == 2, let step = Int(numbers[0]), let index = Int(numbers[1]) else { return nil }
        self.init(investigation: String(words[0]), round: round, path: String(words[2]), step: step, index: index)
    }
}
