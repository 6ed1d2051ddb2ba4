extension Scanner {
    /// Whether a rule matches at `p`: its context, its program, its validator. `from` is where the value begins if not at `p`.
    mutating func attempt(rule index: Int32, at p: Int, from: Int? = nil) -> Match? {
        let rule = rules.compiled[Int(index)]
        if rule.kind == .ip && !ipAddresses { return nil }
        if rule.context >= 0, contexts[Int(rule.context)] < p - RedactionRule.contextReach { return nil }
        guard var match = run(rule.program, at: p, from: from ?? p) else { return nil }
        if let validator = rule.validator {
            let value = UnsafeBufferPointer(start: base + match.start, count: match.end - match.start)
            guard let length = validator.accepted(value), length > 0 else { return nil }
            if length < value.count {
                match.end = match.start + length
                match.openTable = -1
            }
        }
        match.source = .rule(index)
        match.kind = rule.kind
        match.isBlock = rule.isBlock
        return match.end > match.start ? match : nil
    }

    /// Walks a program once. A step that fails goes on at the choice made last that still has another way, and choices lead
    /// forward only: no step runs twice.
    private mutating func run(_ program: Int32, at p: Int, from: Int) -> Match? {
        var match = Match(source: .name, kind: .secret, start: from, end: -1)
        var pc = Int(program)
        var position = p
        var depth = 0
        var choicePC = SIMD16<Int32>(repeating: 0)
        var choicePosition = SIMD16<Int32>(repeating: 0)
        while true {
            let step = steps[pc]
            var isMatching = true
            switch step.kind {
            case .set:
                let end = reach(step, position)
                isMatching = end - position >= Int(step.minimum)
                if step.isOpen, end - position == Int(step.maximum) { match.openTable = step.operand }
                position = end
            case .literal:
                isMatching = isLiteral(step, position)
                position += Int(step.minimum)
            case .choice:
                choicePC[depth] = step.operand
                choicePosition[depth] = Int32(truncatingIfNeeded: position - p)
                depth += 1
            case .commit:
                depth -= 1
                pc = Int(step.operand)
                continue
            case .valueStart: match.start = position
            case .valueEnd: match.end = position
            case .boundary: isMatching = isBoundaryHere(position, start: p)
            case .done:
                if match.end < 0 { match.end = position }
                return match
            }
            if isMatching {
                pc += 1
            } else {
                guard depth > 0 else { return nil }
                depth -= 1
                pc = Int(choicePC[depth])
                position = p + Int(choicePosition[depth])
                match.end = -1
                match.openTable = -1
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
        memos[Int(step.memo)] = isKnown ? Memo(start: memo.start, end: max(memo.end, end)) : Memo(start: position, end: end)
        return end
    }
}
