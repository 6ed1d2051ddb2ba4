extension Scanner {
    /// Tries a rule at `p`: its context, its program, its validator. `from` is where the value begins if not at `p`. Of several
    /// rules at one position the one that takes out most is kept in ``found``; of equal ones the first.
    mutating func attempt(_ index: Int32, at p: Int, from: Int) {
        let variant = variants[Int(index)]
        if variant.context >= 0, contexts[Int(variant.context)] < p - reachOfContext { return }
        if variant.isIP && !ipAddresses { return }
        guard run(variant.program, at: p, from: from), taken.end > found.end else { return }
        if let validator = variant.validator {
            let value = UnsafeBufferPointer(start: base + taken.start, count: taken.end - taken.start)
            guard let length = validator.accepted(value), length > 0 else { return }
            if length < value.count {
                taken.end = taken.start + length
                taken.openTable = -1
            }
        }
        guard taken.end > taken.start, taken.end > found.end else { return }
        found.variant = index
        found.start = taken.start
        found.end = taken.end
        found.openTable = taken.openTable
    }

    /// What was found, as a match.
    func match(_ hit: Hit) -> Match {
        guard hit.variant >= 0 else { return Match(source: .name, kind: .name, start: hit.start, end: hit.end) }
        let variant = variants[Int(hit.variant)]
        return Match(
            source: .rule(variant.rule), kind: variant.kind, start: hit.start, end: hit.end, openTable: hit.openTable,
            isBlock: variant.isBlock)
    }

    /// Walks a program once. A step that fails goes on at the choice made last that still has another way, and choices lead
    /// forward only: no step runs twice. What it took is in ``taken``.
    private mutating func run(_ program: Int32, at p: Int, from: Int) -> Bool {
        taken.start = from
        taken.end = -1
        taken.openTable = -1
        var pc = Int(program)
        var position = p
        var depth = 0
        while true {
            let step = steps[pc]
            var isMatching = true
            switch step.kind {
            case .set:
                let end = reach(step, position)
                isMatching = end - position >= Int(step.minimum)
                if step.isOpen, end - position == Int(step.maximum) { taken.openTable = step.operand }
                position = end
            case .literal:
                isMatching = isLiteral(step, position)
                position += Int(step.minimum)
            case .word:
                isMatching = isWord(step, position)
                position += Int(step.minimum)
            case .choice:
                choices[depth].start = Int(step.operand)
                choices[depth].end = position
                depth += 1
            case .commit:
                depth -= 1
                pc = Int(step.operand)
                continue
            case .jump:
                pc = Int(step.operand)
                continue
            case .valueStart: taken.start = position
            case .valueEnd: taken.end = position
            case .boundary: isMatching = isBoundaryHere(position, start: p)
            case .done:
                if taken.end < 0 { taken.end = position }
                return taken.end >= taken.start
            }
            if isMatching {
                pc += 1
            } else {
                guard depth > 0 else { return false }
                depth -= 1
                pc = choices[depth].start
                position = choices[depth].end
                taken.end = -1
                taken.openTable = -1
            }
        }
    }

    /// At the start of a pattern the byte before counts, anywhere else the byte after.
    private func isBoundaryHere(_ position: Int, start: Int) -> Bool {
        position == start ? isBoundary(before: position) : isBoundary(after: position)
    }

    private func isLiteral(_ step: PatternProgram.Step, _ position: Int) -> Bool {
        let length = Int(step.minimum)
        guard position + length <= count else { return false }
        let literal = literals + Int(step.operand)
        for offset in 0..<length where base[position + offset] != literal[offset] { return false }
        return true
    }

    private func isWord(_ step: PatternProgram.Step, _ position: Int) -> Bool {
        let length = Int(step.minimum)
        guard position + length <= count else { return false }
        let literal = literals + Int(step.operand)
        for offset in 0..<length where base[position + offset] | 0x20 != literal[offset] { return false }
        return true
    }

    /// Where the members of a set end, at most as many as the step takes.
    private func reach(_ step: PatternProgram.Step, _ position: Int) -> Int {
        let table = tables + Int(step.operand) * 256
        let limit = min(position + Int(step.maximum), count)
        guard step.memo >= 0 else {
            var end = position
            while end < limit, table[Int(base[end])] != 0 { end += 1 }
            return end
        }
        // Attempts at neighbouring positions run over the same bytes: go on where the last one stopped.
        let memo = memos[Int(step.memo)]
        let isKnown = memo.start <= position && position <= memo.end
        var end = isKnown ? max(position, min(memo.end, limit)) : position
        while end < limit, table[Int(base[end])] != 0 { end += 1 }
        if isKnown {
            if end > memo.end { memos[Int(step.memo)].end = end }
        } else {
            memos[Int(step.memo)].start = position
            memos[Int(step.memo)].end = end
        }
        return end
    }
}
