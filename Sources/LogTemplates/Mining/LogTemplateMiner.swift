/// Reduces log lines to templates, in one pass and bounded memory.
public struct LogTemplateMiner: Sendable {
    /// Patterns that are made at most; lines beyond them join the most similar one.
    static let mostPatterns = 1 << 16

    private let scanner = LineScanner()
    private var buffer = TokenBuffer()
    private var cache = PatternCache()
    var patterns: [Pattern] = []
    /// By pattern: itself, or what it was merged into.
    var parents: [Int32] = []
    /// Live patterns by skeleton.
    var bySkeleton: [UInt64: [Int]] = [:]
    var live = 0
    private var nextConsolidation = 1_024
    public private(set) var lines = 0

    public init() {}

    /// Adds a line and returns a number from which ``template(of:)`` tells the template in the end.
    public mutating func add(_ bytes: Span<UInt8>, time: Double? = nil) -> Int {
        lines += 1
        scanner.scan(bytes, into: &buffer)
        if let found = cache.find(buffer.hash) {
            patterns[found].note(buffer, bytes, time: time)
            return found
        }
        let place = placeOfNew(bytes)
        patterns[place].note(buffer, bytes, time: time)
        cache.insert(buffer.hash, place)
        if live >= nextConsolidation {
            consolidate()
            nextConsolidation = max(1_024, live * 2)
        }
        return place
    }

    private mutating func placeOfNew(_ bytes: Span<UInt8>) -> Int {
        let skeleton = Pattern.skeleton(of: buffer)
        for candidate in bySkeleton[skeleton] ?? [] where patterns[candidate].accepts(buffer) { return candidate }
        let place = patterns.count
        patterns.append(Pattern(buffer, bytes))
        parents.append(Int32(truncatingIfNeeded: place))
        bySkeleton[skeleton, default: []].append(place)
        live += 1
        return place
    }

    /// Where the pattern's lines are now.
    public func root(of place: Int) -> Int {
        var place = place
        while place < parents.count, Int(parents[place]) != place { place = Int(parents[place]) }
        return place
    }

    mutating func merge(_ source: Int, into target: Int) {
        guard source != target else { return }
        let taken = patterns[source]
        patterns[target].join(taken)
        patterns[source].tokens = []
        patterns[source].text = []
        patterns[source].places = []
        patterns[source].ranges = []
        parents[source] = Int32(truncatingIfNeeded: target)
        live -= 1
    }

    mutating func finishConsolidation() {
        cache = PatternCache()
        bySkeleton = [:]
        for place in patterns.indices where Int(parents[place]) == place {
            bySkeleton[patterns[place].skeleton, default: []].append(place)
        }
    }
}
