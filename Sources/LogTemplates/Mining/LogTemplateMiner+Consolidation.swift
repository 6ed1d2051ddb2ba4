extension LogTemplateMiner {
    /// Patterns that are equal but for one place, and what stands there.
    private struct Family {
        var members: [Int] = []
        var words: Set<UInt64> = []
        var hasVariable = false
    }

    /// Merges patterns that differ only in what turns out to be a variable.
    public mutating func consolidate() {
        for _ in 0..<4 {
            let before = live
            for skeleton in bySkeleton.keys.sorted() {
                if let places = bySkeleton[skeleton], places.count > 1 { consolidate(places) }
            }
            joinLists()
            finishConsolidation()
            if live == before { break }
        }
    }

    /// Merges patterns that differ only in how many values a list has.
    private mutating func joinLists() {
        var families: [UInt64: [Int]] = [:]
        var order: [UInt64] = []
        for place in patterns.indices where Int(parents[place]) == place {
            guard let key = patterns[place].listKey else { continue }
            if families[key] == nil { order.append(key) }
            families[key, default: []].append(place)
        }
        for key in order {
            guard let members = families[key], members.count > 1 else { continue }
            patterns[members[0]].shortenLists()
            for member in members.dropFirst() {
                patterns[member].shortenLists()
                merge(member, into: members[0])
            }
        }
    }

    private mutating func consolidate(_ places: [Int]) {
        guard let length = places.first.map({ patterns[$0].tokens.count }) else { return }
        for index in 0..<length where patterns[places[0]].tokens[index].kind != .mark {
            var families: [UInt64: Family] = [:]
            var order: [UInt64] = []
            for place in places where Int(parents[place]) == place {
                let key = sum(patterns[place], except: index)
                let token = patterns[place].tokens[index]
                if families[key] == nil { order.append(key) }
                families[key, default: Family()].members.append(place)
                if token.kind == .word {
                    families[key, default: Family()].words.insert(token.hash)
                } else {
                    families[key, default: Family()].hasVariable = true
                }
            }
            for key in order {
                guard let family = families[key], family.members.count > 1, isVariable(family, at: index) else { continue }
                for member in family.members.dropFirst() { merge(member, into: family.members[0]) }
            }
        }
    }

    private func sum(_ pattern: Pattern, except index: Int) -> UInt64 {
        var sum: UInt64 = 0
        for (place, token) in pattern.tokens.enumerated() where place != index {
            let hash = token.kind == .variable || token.kind == .value ? Hash.variable : token.hash
            sum = Hash.mix(sum &+ hash)
        }
        return sum
    }

    private func isVariable(_ family: Family, at index: Int) -> Bool {
        let context = patterns[family.members[0]].tokens.enumerated().count { $0.offset != index && $0.element.kind == .word }
        if family.hasVariable { return context >= 1 }
        let isFirst = !patterns[family.members[0]].tokens[..<index].contains { $0.kind != .mark }
        let few = context >= 3 ? 3 : 5
        return context >= 1 && family.words.count >= (isFirst ? 16 : few)
    }
}
