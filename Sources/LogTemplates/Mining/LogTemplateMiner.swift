/// Reduces messages to templates, in one pass and bounded memory.
///
/// A message whose masked form was met before costs one look into a table. The masked forms ("patterns") are merged from time to
/// time: those that are equal but for one place, when what stands there proves to be a variable.
struct LogTemplateMiner: Sendable {
    /// Patterns that are kept at once; a new one beyond them joins the nearest.
    static let mostLive = 8_192
    /// Patterns that are ever made: each leaves behind what it was merged into.
    static let mostPatterns = 1 << 18
    /// Patterns of one skeleton that are tried for a new line.
    private static let mostTried = 1_024

    private let scanner = LineScanner()
    private var buffer = TokenBuffer()
    private var cache = PatternCache()
    var patterns: [Pattern] = []
    /// By pattern: itself, or what it was merged into.
    var parents: [Int32] = []
    /// Live patterns by skeleton.
    var bySkeleton: [UInt64: [Candidate]] = [:]
    var live = 0
    private var nextConsolidation = 1_024
    private var isFull = false
    /// Records before this time, in seconds since 1970, are counted apart.
    let boundary: Double

    init(boundary: Double = -.infinity) { self.boundary = boundary }

    private var overflow: Int?
    /// Messages that found no pattern and could not make one.
    private(set) var unsorted = 0

    /// Adds a message and returns its pattern, from which ``root(of:)`` tells the template in the end.
    mutating func add(_ bytes: Span<UInt8>, line: Int, time: Double?) -> Int {
        scanner.scan(bytes, into: &buffer)
        if let found = cache.find(buffer.hash) {
            patterns[found].note(buffer, bytes, line: line, time: time, before: boundary)
            return found
        }
        if live >= nextConsolidation, !isFull { makeRoom() }
        let (place, isNear) = placeOfNew(bytes)
        if isNear {
            patterns[place].noteOnly(line: line, time: time, before: boundary)
        } else {
            patterns[place].note(buffer, bytes, line: line, time: time, before: boundary)
            cache.insert(buffer.hash, place)
        }
        return place
    }

    /// Adds a record, whose time at its head was taken off: its message, and what else it says where it is JSON or logfmt.
    mutating func add(record text: Span<UInt8>, reading body: inout StructuredBody, line: Int, time: Double?) -> Int {
        guard body.read(text) else { return add(text, line: line, time: time) }
        let message = body.message
        let place = add(message.span, line: line, time: time ?? body.seconds)
        note(service: body.service, at: place)
        for member in body.members where body.isField(member, text) { note(member, text, at: place) }
        return place
    }

    private mutating func makeRoom() {
        consolidate()
        isFull = live > LogTemplateMiner.mostLive * 9 / 10
        nextConsolidation = min(LogTemplateMiner.mostLive, max(1_024, live * 2))
    }

    private mutating func placeOfNew(_ bytes: Span<UInt8>) -> (place: Int, isNear: Bool) {
        let skeleton = Pattern.skeleton(of: buffer)
        let candidates = bySkeleton[skeleton] ?? []
        if let found = accepting(candidates) { return (found, false) }
        guard live < Self.mostLive, patterns.count < Self.mostPatterns else {
            unsorted += 1
            if let near = candidates.first { return (near.place, true) }
            if let overflow { return (root(of: overflow), true) }
            scanner.scanAny(into: &buffer)
            overflow = make(bytes, Pattern.skeleton(of: buffer))
            return (patterns.count - 1, true)
        }
        return (make(bytes, skeleton), false)
    }

    private func accepting(_ candidates: [Candidate]) -> Int? {
        let lead = Lead(buffer)
        for candidate in candidates.prefix(Self.mostTried) where candidate.lead.accepts(lead) {
            if patterns[candidate.place].accepts(buffer) { return candidate.place }
        }
        return nil
    }

    private mutating func make(_ bytes: Span<UInt8>, _ skeleton: UInt64) -> Int {
        let place = patterns.count
        patterns.append(Pattern(buffer, bytes))
        parents.append(Int32(truncatingIfNeeded: place))
        bySkeleton[skeleton, default: []].append(Candidate(place: place, lead: patterns[place].lead))
        live += 1
        return place
    }

    /// A line that continues a record of the pattern.
    mutating func extend(_ place: Int, at line: Int) { patterns[root(of: place)].lastLine = line }

    mutating func note(service: [UInt8], at place: Int) {
        if !service.isEmpty { patterns[root(of: place)].note(service: service) }
    }

    mutating func note(_ member: StructuredBody.Member, _ text: Span<UInt8>, at place: Int) {
        patterns[root(of: place)].note(member, text)
    }

    /// Where the pattern's lines are now.
    func root(of place: Int) -> Int {
        var place = place
        while parents.indices.contains(place), Int(parents[place]) != place { place = Int(parents[place]) }
        return place
    }

    mutating func merge(_ source: Int, into target: Int) {
        guard source != target else { return }
        patterns[target].join(patterns[source])
        patterns[source].empty()
        parents[source] = Int32(truncatingIfNeeded: target)
        live -= 1
    }

    mutating func finishConsolidation() {
        cache = PatternCache()
        bySkeleton = [:]
        for place in patterns.indices where Int(parents[place]) == place {
            bySkeleton[patterns[place].skeleton, default: []].append(Candidate(place: place, lead: patterns[place].lead))
        }
    }
}
