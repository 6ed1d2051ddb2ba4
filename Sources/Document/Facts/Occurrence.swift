import Core

/// Something that happened, as evidence or a finding holds it.
struct Occurrence: Sendable {
    /// What it counts as, the most exact first: a rollout of a configuration is a change of configuration and a deploy.
    var kinds: [EventKind]
    var service: String?
    /// When it happened; of what lasted, when it began.
    var time: Instant
    /// The times between which it lies, where it is not known better: what samples cover.
    var earliest: Instant
    var latest: Instant
    /// Further times of it: when a deploy began to roll out, when an alert ended.
    var further: [Instant] = []
    /// How long it lasted, in seconds.
    var lasted: Double?
    /// What it is known by, in lower case: hashes, versions, names of alerts, pods, checks.
    var names: Set<String> = []
    /// Hashes and versions that it did away with.
    var formerNames: Set<String> = []
    /// Stems of the words that describe it.
    var words: Set<String> = []
    /// Of an onset, a peak or a recovery: of what.
    var topics: Topics = []
    var person: Person?
    /// What was said.
    var text: String? {
        didSet {
            letters = text.map(Self.letters)
            flatText = text.map { TextSearch.flatLower($0[...]) }
        }
    }
    /// In lower case, as a quotation of it may have been tidied.
    private var flatText: [UInt8]?
    /// Its letters and digits in lower case, by which it is found again.
    private(set) var letters: [UInt8]?
    /// How likely it is meant where a sentence leaves it open which one.
    var weight = 0.0
    var citations: [Claim.Citation]

    init(_ kinds: [EventKind], _ service: String?, at time: Instant, _ citations: [Claim.Citation]) {
        self.kinds = kinds
        self.service = service
        self.time = time
        earliest = time
        latest = time
        self.citations = citations
    }

    static func letters(of text: String) -> [UInt8] {
        Array(text.lowercased().filter { $0.isLetter || $0.isNumber }.utf8)
    }

    /// Has what was said these words, flattened in the same way? Accents may be written in one scalar or in two.
    func says(_ quote: [UInt8]) -> Bool {
        guard let flatText, !quote.isEmpty else { return false }
        if TextSearch.contains(quote, in: flatText) { return true }
        guard quote.contains(where: { $0 >= 0x80 }) else { return false }
        return String(decoding: flatText, as: UTF8.self).contains(String(decoding: quote, as: UTF8.self))
    }

    func isAny(of wanted: [EventKind]) -> Bool { kinds.contains { wanted.contains($0) } }
}
