extension LogTemplateMiner {
    /// Patterns that are equal but for one place, and what stands there.
    private struct Family {
        var members: [Int] = []
        var words: Set<UInt64> = []
        var hasVariable = false
    }

    /// Merges patterns that differ only in what turns out to be a variable.
    mutating func consolidate() {
        for _ in 0..<4 {
            let before = live
            for skeleton in bySkeleton.keys.sorted() {
                if let known = bySkeleton[skeleton], known.count > 1 { consolidate(known.map(\.place)) }
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
                if families[key] == nil { order.append(key) }
                families[key, default: Family()].members.append(place)
                if let word = patterns[place].word(at: index) {
                    families[key, default: Family()].words.insert(word)
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
        let first = patterns[family.members[0]]
        let isFirst = !first.tokens[..<index].contains { $0.kind != .mark } || first.isQuoteOpen(before: index)
        var named = 0
        var said = 0
        var lines = 0
        for member in family.members {
            let word = patterns[member].bytes(of: index)
            lines += patterns[member].count
            if word.contains(0x2E) { named += 1 }
            if Self.isParticiple(word) || Self.isUpperCase(word) { said += 1 }
        }
        // The first word, what was done, and the names of states and methods are said by the program; names with dots are not.
        let isSaid =
            isFirst && named * 2 < family.members.count || said * 2 > family.members.count && lines > 2 * family.members.count
        return context >= 1 && family.words.count >= (isSaid ? 16 : context >= 3 ? 3 : 5)
    }

    private static func isParticiple(_ word: ArraySlice<UInt8>) -> Bool {
        word.suffix(2).elementsEqual("ed".utf8) || word.suffix(3).elementsEqual("ing".utf8)
    }

    private static func isUpperCase(_ word: ArraySlice<UInt8>) -> Bool {
        word.count > 1 && word.allSatisfy { 0x41...0x5A ~= $0 || $0 == 0x5F || 0x30...0x39 ~= $0 }
    }
}
