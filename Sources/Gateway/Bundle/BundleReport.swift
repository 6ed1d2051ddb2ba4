/// What verifying a bundle found.
public struct BundleReport: Sendable {
    /// A part of an entry whose bytes are not in the bundle.
    public struct Missing: Sendable, Hashable {
        /// The entry's number in the bundle, from 0, and its position in the log.
        public var entry: Int
        public var position: Int64
        public var part: BundlePart
    }

    /// A witness whose cosignature is on the checkpoint.
    public struct Witness: Sendable, Hashable {
        public var key: NoteVerifier
        /// When it signed, in seconds since 1970, by its clock.
        public var time: Int64
    }

    public struct Document: Sendable, Hashable {
        public var name: String
        /// Lower-case hexadecimal.
        public var sha256: String
    }

    /// How the bundle's checkpoint and the one kept elsewhere stand to each other.
    public enum Comparison: Sendable, Hashable {
        case notAsked
        /// Same size, same root.
        case same
        /// The sizes differ: the two agree only if a consistency proof between them can be had from the log, or if the log makes
        /// a bundle at the other size. This was not checked.
        case needsConsistencyProof(bundle: Int64, other: Int64)
        /// One of them could not be read, or they contradict each other: see the problems.
        case failed
    }

    /// What is wrong, at most 1,000 of it.
    public internal(set) var problems: [BundleProblem] = []
    /// How many more problems there are.
    public internal(set) var furtherProblems = 0
    /// The log's key, and the checkpoint's origin, size and root.
    public internal(set) var logKey: NoteVerifier?
    public internal(set) var checkpoint: Checkpoint?
    public internal(set) var witnesses: [Witness] = []
    public internal(set) var comparison = Comparison.notAsked
    public internal(set) var investigation: String?
    /// The version of the program that made the documents, if the log states it openly.
    public internal(set) var program: String?
    public internal(set) var entries = 0
    /// Parts that were disclosed and are what the log commits to, when there are no problems.
    public internal(set) var disclosed = 0
    public internal(set) var withheld: [Missing] = []
    public internal(set) var erased: [Missing] = []
    public internal(set) var documents: [Document] = []

    /// Whether nothing is wrong.
    public var isSound: Bool { problems.isEmpty && furtherProblems == 0 }
}
