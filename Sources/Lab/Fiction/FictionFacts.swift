/// The kinds of facts that sentences are made of. Phrases have `{s}` where the service or system stands.
extension Fiction {
    /// How something that happened is put.
    struct Wording: Sendable {
        /// A clause in the past tense, without a capital.
        var clause: String
        /// A noun phrase.
        var noun: String
        /// As an entry of a timeline has it.
        var event: String

        func of(_ subject: String) -> Wording {
            let named = { (text: String) in text.replacing("{s}", with: subject) }
            return Wording(clause: named(clause), noun: named(noun), event: named(event))
        }
    }

    /// Something that happened at a time.
    struct Moment: Sendable {
        /// Seconds from midnight.
        var at: Int
        /// Where it took a while, from and until when each time is as right.
        var since: Int
        var until: Int
        /// Other times at which the same thing happened.
        var also: [Int] = []
        var subject: String
        /// Ways in which people put it; never empty.
        var wordings: [Wording]
        /// The least number of minutes by which a shifted time is clearly wrong.
        var margin = 2
        /// Services to which it did not happen.
        var peers: [String] = []
        /// Other systems at which it did not happen.
        var elsewhere: [String] = []
        var isInvented = false

        init(
            _ at: Int, since: Int? = nil, until: Int? = nil, _ subject: String, _ clause: String, noun: String, event: String,
            also: [Int] = [],
            margin: Int = 2, peers: [String] = [], elsewhere: [String] = [], isInvented: Bool = false
        ) {
            (self.at, self.since, self.until, self.subject) = (at, since ?? at, until ?? at, subject)
            wordings = [Wording(clause: clause, noun: noun, event: event)]
            (self.also, self.margin, self.peers, self.elsewhere) = (also, margin, peers, elsewhere)
            self.isInvented = isInvented
        }

        /// The same moment, which people put in this way as well.
        func or(_ clause: String, noun: String, _ event: String) -> Moment {
            var result = self
            result.wordings.append(Wording(clause: clause, noun: noun, event: event))
            return result
        }

        /// What never happened, at whichever time is said.
        static func invented(_ clause: String, noun: String, _ event: String) -> Moment {
            Moment(-1, "", clause, noun: noun, event: event, isInvented: true)
        }

        func isTrue(at seconds: Int) -> Bool {
            let slack = margin * 60
            return (since - slack < seconds && seconds < until + 60 + slack) || also.contains { abs($0 - seconds) < slack + 60 }
        }
    }

    /// What was rolled out, merged or gone back to.
    struct Version: Sendable {
        /// `commit`, `version` or `release`.
        var kind: String
        var right: String
        /// The change, as a noun phrase.
        var what: String
        /// Versions that exist and are not this one.
        var others: [String]
        /// Whether that very version was live: a revert may be merged, and something older be rolled out again.
        var wasLive = true
    }

    /// A number with its unit.
    struct Amount: Sendable, Hashable {
        var value: Double
        /// `s`, `ms`, `%`, a noun such as `connections`, or nothing.
        var unit: String
    }

    /// A signal of a service and how far it went.
    struct Peak: Sendable {
        var service: String
        /// `p99 latency`.
        var signal: String
        var usual: Amount
        var peak: Amount
        /// What the same signal of other services did.
        var others: [String: Amount]
    }

    /// A clause with one number, `{x}`.
    struct Number: Sendable {
        var clause: String
        var amount: Amount
        var wrongUnits: [String] = []
        /// Whether a greater number would be true as well.
        var isUpperBound = false
    }

    /// A clause with a quantity, `{n}`.
    struct Quantity: Sendable {
        var clause: String
        var right: [String]
        var exaggerated: [String]
    }

    /// What preceded what, and by how long.
    struct Span: Sendable {
        var from: Moment
        var to: Moment
        /// `time to detect`, where the span has such a name.
        var name: String?
        /// Whether only the order may be stated, because the gap is not sharp.
        var isOrderOnly = false

        var seconds: Int { to.at - from.at }
    }

    /// What made what happen.
    struct Cause: Sendable {
        var cause: String
        /// As a clause.
        var because: String
        var effect: String
        /// As a clause.
        var happened: String
        /// Whether causes may be invented for the effect: of an alert or a recovery nearly anything might be one.
        var isMain = false
    }

    /// What someone wrote in the channel.
    struct Speech: Sendable {
        var at: Int
        /// The writer's role.
        var who: String
        var words: String
        /// The words, altered so that they say something else.
        var altered: [String]
    }
}
