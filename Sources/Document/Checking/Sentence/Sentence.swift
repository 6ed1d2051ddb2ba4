import Core

/// A sentence as a row of words and values, with what its words speak of.
struct Sentence: Sendable {
    struct Token: Sendable {
        enum Value: Sendable {
            case word, mark
            case time(TimeMention)
            case amount(Amount)
            case hash
            case version
            case service(String)
            /// A name that the record has.
            case name
            /// A word that can only be a name, and that the record has nowhere.
            case unknownName
            case quote
        }
        var value: Value
        var text: String
        var lower: String
        /// Which clause of the sentence it is in.
        var clause: Int
        /// Words in it.
        var length = 1

        var isWord: Bool { if case .word = value { true } else { false } }
        var isQuote: Bool { if case .quote = value { true } else { false } }
        /// A commit's hash or a version.
        var isIdentity: Bool {
            switch value {
            case .hash, .version: true
            default: false
            }
        }
        var isMark: Bool { if case .mark = value { true } else { false } }
        var service: String? { if case .service(let name) = value { name } else { nil } }
        var time: TimeMention? { if case .time(let time) = value { time } else { nil } }
        var amount: Amount? { if case .amount(let amount) = value { amount } else { nil } }
    }

    var tokens: [Token]

    init(tokens: [Token]) { self.tokens = tokens }

    var cues: [Cue] = []
    private var flat: [UInt8] = []
    /// Where words begin in it.
    private var beginnings: [Int] = []
    /// The bytes that stand there.
    private var openers = ByteSet()
    /// Stems of its words.
    var stems: Set<String> = []

    func lower(_ place: Int) -> String { tokens.indices.contains(place) ? tokens[place].lower : "" }

    /// Do these words stand here, one after another?
    func has(_ phrase: [String], at place: Int) -> Bool {
        guard place >= 0, place + phrase.count <= tokens.count else { return false }
        for (offset, word) in phrase.enumerated() where tokens[place + offset].lower != word { return false }
        return true
    }

    /// Are these words in it, one after another, outside of quotations?
    func contains(_ phrase: String) -> Bool {
        var phrase = phrase
        return phrase.withUTF8 { wanted in
            guard let first = wanted.first, openers.contains(first) else { return false }
            return flat.withUnsafeBufferPointer { flat in
                beginnings.contains { start in
                    start + wanted.count < flat.count && flat[start] == first && flat[start + wanted.count] == 0x20
                        && wanted.indices.allSatisfy { flat[start + $0] == wanted[$0] }
                }
            }
        }
    }

    /// Writes the words out once, for ``contains(_:)``.
    mutating func flatten() {
        flat = []
        for token in tokens {
            if token.isQuote { flat.append(UInt8(ascii: "\"")) } else { flat += token.lower.utf8 }
            flat.append(0x20)
        }
        beginnings = flat.indices.filter { $0 == 0 || flat[$0 - 1] == 0x20 }
        for place in beginnings { openers.insert(flat[place]) }
    }

    func containsAny(_ words: Set<String>) -> Bool { tokens.contains { $0.isWord && words.contains($0.lower) } }

    /// Services named in a clause; in the whole sentence where `clause` is `nil`.
    func services(in clause: Int? = nil) -> Set<String> {
        Set(tokens.filter { clause == nil || $0.clause == clause }.compactMap(\.service))
    }

    /// How far apart two places are: words between them, and what the joints between them weigh.
    func distance(_ left: Int, _ right: Int) -> Int {
        let (low, high) = left < right ? (left, right) : (right, left)
        guard low >= 0, high < tokens.count else { return 1_000 }
        var sum = high - low + 8 * abs(tokens[high].clause - tokens[low].clause)
        if high - low <= 40 {
            for place in low..<high {
                switch tokens[place].lower {
                case ",", "and": sum += 3
                default: break
                }
            }
        }
        return sum
    }
}

/// Which bytes below 128 there are; of all others it has to be looked.
private struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << byte } else if byte < 128 { high |= 1 << (byte - 64) }
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low & 1 << byte != 0 : byte >= 128 || high & 1 << (byte - 64) != 0
    }
}

/// A word or phrase that speaks of an event.
struct Cue: Sendable {
    /// What it may be, the likeliest first.
    var kinds: [EventKind]
    var place: Int
    var length: Int
    var text: String
    /// For events that no typed evidence is of: the stem that evidence's words would have.
    var stem: String?
    /// It says that the event did not happen.
    var isNegated = false
    /// It may as well describe a state: "failing", "failed".
    var isWeak = false
    /// Asked for, announced or decided, not done.
    var isIntended = false
    var topics: Topics = []
    /// The service whose event it is, where the sentence says so right beside it.
    var service: String?
    /// A service that its clause names elsewhere.
    var nearService: String?

    var end: Int { place + length }

    /// Kinds that people on call make or are reached by.
    static let onCall: [EventKind] = [.opened, .paged, .acknowledged, .assigned, .escalated, .resolved]
    /// Words behind a service's name that make it a team.
    static let people: Set<String> = [
        "team", "engineer", "engineers", "on-call", "oncall", "responder", "responders", "owner", "owners", "sre", "developers",
        "lead", "people", "squad",
    ]
    /// Kinds that happen to what runs of one service.
    static let ofWorkload: [EventKind] = [
        .probeFailure, .scheduling, .crashLoop, .imagePull, .outOfMemory, .restart, .checkDown, .checkUp,
    ]
    static let changes: [EventKind] = [.deploy, .rollback, .revert, .commit, .configuration]
}
