/// Finds for each statement of one document the statement of another that it became, each at most once.
struct StatementMatcher {
    /// Places at the left with their places at the right.
    private(set) var matches: [Int: Int] = [:]

    /// Words that more statements have than this say nothing of which one it is.
    private static let crowd = 40
    /// Less likeness than this is chance.
    private static let least = 0.5

    init(_ left: [ComparedStatement], _ right: [ComparedStatement]) {
        var free = Set(right.indices)
        var places: [String: [Int]] = [:]
        for place in right.indices.reversed() { places[right[place].key, default: []].append(place) }
        for place in left.indices {
            guard let same = places[left[place].key]?.popLast() else { continue }
            matches[place] = same
            free.remove(same)
        }
        var index: [String: [Int]] = [:]
        for place in right.indices where free.contains(place) {
            for word in right[place].words.union(right[place].facts.map(\.value)) { index[word, default: []].append(place) }
        }
        var candidates: [(likeness: Double, left: Int, right: Int)] = []
        for place in left.indices where matches[place] == nil {
            var near: Set<Int> = []
            for word in left[place].words.union(left[place].facts.map(\.value)) {
                if let found = index[word], found.count <= StatementMatcher.crowd { near.formUnion(found) }
            }
            for other in near {
                let likeness = left[place].likeness(to: right[other])
                if likeness >= StatementMatcher.least { candidates.append((likeness, place, other)) }
            }
        }
        candidates.sort { ($1.likeness, $0.left, $0.right) < ($0.likeness, $1.left, $1.right) }
        for candidate in candidates where matches[candidate.left] == nil && free.contains(candidate.right) {
            matches[candidate.left] = candidate.right
            free.remove(candidate.right)
        }
    }
}
