/// Post-mortems that were never written: sentences about a staged incident of which each is known to be true or false.
enum Fiction {
    /// What a claim is about; the frames of a topic take the facts of that topic.
    enum Topic: String, Sendable, CaseIterable {
        case time, version, peak, fall, number, quantity, duration, order, cause, speech
    }

    /// What was done to a claim to make it false.
    enum Fault: String, Sendable, CaseIterable {
        case timeShifted = "time-shifted"
        case numberChanged = "number-changed"
        case wrongService = "wrong-service"
        case wrongVersion = "wrong-version"
        case inventedEvent = "invented-event"
        case inventedCause = "invented-cause"
        case wrongOrder = "wrong-order"
        case wrongDuration = "wrong-duration"
        case wrongUnit = "wrong-unit"
        case exaggerated = "quantity-exaggerated"
        case swapped = "cause-effect-swapped"
        case wrongSystem = "wrong-system"
        /// Speech with other words, or at another time, than it was.
        case misquoted

        /// The topics whose sentences can be made false in this way.
        var topics: [Topic] {
            switch self {
            case .timeShifted, .inventedEvent, .wrongSystem: [.time]
            case .numberChanged: [.peak, .fall, .number]
            case .wrongService: [.peak, .fall, .time]
            case .wrongVersion: [.version]
            case .inventedCause, .swapped: [.cause]
            case .wrongOrder: [.order]
            case .wrongDuration: [.duration]
            case .wrongUnit: [.peak, .fall, .number, .duration]
            case .exaggerated: [.quantity]
            case .misquoted: [.speech]
            }
        }
    }

    /// How the checker's verdict on a claim should be.
    enum Expectation: String, Sendable {
        case supported
        /// Contradicted or unsupported.
        case flagged
        /// Anything but supported.
        case notSupported = "not-supported"
    }

    /// How a claim stands in a document.
    enum Role: String, Sendable {
        case sentence
        /// An entry of a timeline: a time and what happened.
        case entry
        /// A name and its value.
        case field
    }

    /// Seconds from midnight (UTC) of the incident's day as people write them: `14:26`, or with seconds where they matter.
    static func clock(_ seconds: Int) -> String { "\(two(seconds / 3600)):\(two(seconds / 60 % 60))" }

    /// Seconds from midnight.
    static func seconds(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Int { (hour * 60 + minute) * 60 + second }

    /// `2:26 pm`.
    static func halfDayClock(_ seconds: Int) -> String {
        let hour = seconds / 3600
        return "\((hour + 11) % 12 + 1):\(two(seconds / 60 % 60)) \(hour < 12 ? "am" : "pm")"
    }

    private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
