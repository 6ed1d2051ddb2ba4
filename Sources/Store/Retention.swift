import Core
import Gateway

/// How long contents and bodies are kept, by class. What decided and what was decided (`decision`, `policy`, `proposal`,
/// `approval`, `documents`, `erased`) has no class: it goes only when a whole investigation is erased.
public struct Retention: Sendable, Hashable {
    public enum Class: String, Sendable, Hashable, CaseIterable {
        /// The bodies of outcomes.
        case replies
        /// The contents and bodies of intents.
        case requests
        /// The contents of outcomes: status, headers.
        case answers
        /// Contents and bodies of what was received.
        case testimony
        /// Contents and bodies of what was released.
        case disclosures
    }

    /// Days, by class. A class without a number is kept.
    public var days: [Class: Double]

    public init(days: [Class: Double]) { self.days = days }

    /// The parts of an entry that are older than their class allows.
    func expired(_ record: LeafRecord, at now: Instant) -> Set<ErasedPart> {
        let age = now.seconds(since: record.recordedAt) / 86_400
        var parts: Set<ErasedPart> = []
        for part in ErasedPart.allCases where part == .content || record.body != nil {
            if let name = Retention.class(of: part, in: record.kind), let days = days[name], age > days { parts.insert(part) }
        }
        return parts
    }

    private static func `class`(of part: ErasedPart, in kind: LedgerEntry.Kind) -> Class? {
        switch (kind, part) {
        case (.outcome, .body): .replies
        case (.outcome, .content): .answers
        case (.intent, _): .requests
        case (.received, _): .testimony
        case (.released, _): .disclosures
        default: nil
        }
    }
}
