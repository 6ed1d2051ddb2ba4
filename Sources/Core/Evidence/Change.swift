/// Something that someone or something altered. Its time is the evidence's ``Evidence/stamp``: for a commit the committer's
/// time, for a deploy when it was live.
public struct Change: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable {
        case commit, deploy, rollback, configuration, flag, infrastructure
    }
    public var kind: Kind
    /// The source's id: a commit's full hash, a deploy's number.
    public var id: String
    /// The first line of a message, or what was deployed.
    public var title: String
    /// The service that it touches, where the source or the configuration says.
    public var service: String?
    public var author: Person?
    /// The commit that a deploy brought live, and the one before it.
    public var revision: String?
    public var previousRevision: String?
    /// When the change began to roll out, where the source gives that beside the time it was live.
    public var startedAt: Stamp?
    public var files: [FileChange]
    public var isMerge: Bool

    public struct FileChange: Sendable, Hashable, Codable {
        public var path: String
        public var added: Int
        public var removed: Int
        /// Lines of the change with `+`, `-` or a space before each, without file headers; cut when long.
        public var patch: String?
        public init(path: String, added: Int, removed: Int, patch: String? = nil) {
            self.path = path
            self.added = added
            self.removed = removed
            self.patch = patch
        }
    }

    public init(
        kind: Kind, id: String, title: String, service: String? = nil, author: Person? = nil, revision: String? = nil,
        previousRevision: String? = nil, startedAt: Stamp? = nil, files: [FileChange] = [], isMerge: Bool = false
    ) {
        self.kind = kind
        self.id = id
        self.title = title
        self.service = service
        self.author = author
        self.revision = revision
        self.previousRevision = previousRevision
        self.startedAt = startedAt
        self.files = files
        self.isMerge = isMerge
    }
}
