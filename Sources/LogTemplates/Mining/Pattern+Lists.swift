extension Pattern {
    /// The places that stay when each list of values is one value; a list is values apart by white space, `,` or `;`.
    private var withoutLists: [Int] {
        var kept: [Int] = []
        for index in tokens.indices {
            if isListed(index), let last = kept.last {
                // A value after a value, whether or not that one was itself left out.
                if isListed(last) { continue }
                if kept.count > 1, isSeparator(last), isListed(kept[kept.count - 2]) {
                    kept.removeLast()
                    continue
                }
            }
            kept.append(index)
        }
        return kept
    }

    private func isListed(_ index: Int) -> Bool { tokens[index].kind == .variable || tokens[index].kind == .value }

    private func isSeparator(_ index: Int) -> Bool {
        tokens[index].kind == .mark && tokens[index].end - tokens[index].start == 1
            && (tokens[index].hash == Hash.step(Hash.seed, 0x2C) || tokens[index].hash == Hash.step(Hash.seed, 0x3B))
    }

    /// Equal for patterns that differ only in the lengths of their lists; `nil` when no word is left.
    var listKey: UInt64? {
        let kept = withoutLists
        guard kept.contains(where: { tokens[$0].kind == .word }) else { return nil }
        var key: UInt64 = 0
        for index in kept { key = Hash.mix(key &+ (isListed(index) ? Hash.variable : tokens[index].hash)) }
        return key
    }

    mutating func shortenLists() {
        let kept = withoutLists
        guard kept.count < tokens.count else { return }
        let keptRanges = zip(places, ranges).filter { kept.contains($0.0) }.map(\.1)
        tokens = kept.map { tokens[$0] }
        places = tokens.indices.filter { isListed($0) }
        ranges = keptRanges
        var hash = UInt64(truncatingIfNeeded: tokens.count)
        for token in tokens { hash = Hash.mix(hash &+ (token.kind == .mark ? token.hash : 0) &+ (token.isSpaced ? 1 : 0)) }
        skeleton = hash
    }
}
