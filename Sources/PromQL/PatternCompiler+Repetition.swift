extension PatternCompiler {
    /// `*`, `+`, `?`, `{2,5}` after the construct whose steps begin at `start`; a `?` that only makes it lazy changes nothing.
    mutating func repetitions(from start: Int) -> Bool {
        guard let scalar = next else { return true }
        let isCounted = scalar == "{"
        var bounds: (least: Int, most: Int?)?
        switch scalar {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{": bounds = counts()
        default: return true
        }
        guard let bounds else {
            // A brace that counts nothing is a plain character.
            return true
        }
        if !isCounted { position += 1 }
        _ = take("?")
        // As in RE2, a repetition cannot be repeated without a group.
        if let following = next, following == "*" || following == "+" || following == "?" { return false }
        return repeating(from: start, bounds.least, bounds.most)
    }

    /// Reads `{2}`, `{2,}` or `{2,5}`, or leaves the place as it was.
    private mutating func counts() -> (Int, Int?)? {
        let start = position
        position += 1
        if let least = decimal() {
            if take("}") { return (least, least) }
            if take(",") {
                if take("}") { return (least, nil) }
                if let most = decimal(), take("}") { return (least, most) }
            }
        }
        position = start
        return nil
    }

    private mutating func decimal() -> Int? {
        var value = 0
        let start = position
        while let scalar = next, ("0"..."9").contains(scalar), position - start < 4 {
            value = value * 10 + Int(scalar.value - 48)
            position += 1
        }
        return position > start ? value : nil
    }

    private mutating func repeating(from start: Int, _ least: Int, _ most: Int?) -> Bool {
        let body = Array(steps[start...])
        steps.removeSubrange(start...)
        if let most, most < least || most > 1000 { return false }
        guard least <= 1000, body.count * max(least, most ?? 0) <= PatternCompiler.stepLimit else { return false }
        for _ in 0..<least { append(body, from: start) }
        guard let most else {
            // Enter the body or leave; from its end, back to that choice.
            let split = steps.count
            steps.append(.split(split + 1, split + body.count + 2))
            append(body, from: start)
            steps.append(.jump(split))
            return true
        }
        for _ in least..<most {
            steps.append(.split(steps.count + 1, steps.count + 1 + body.count))
            append(body, from: start)
        }
        return true
    }

    /// Appends steps that were written to stand at `origin`, with their targets moved.
    private mutating func append(_ body: [LabelPattern.Step], from origin: Int) {
        let shift = steps.count - origin
        for step in body { steps.append(PatternCompiler.moved(step, by: shift) { _ in true }) }
    }

    /// Puts a step in front of others and moves the targets behind it.
    mutating func insert(_ step: LabelPattern.Step, at index: Int) {
        for later in index..<steps.count { steps[later] = PatternCompiler.moved(steps[later], by: 1) { $0 >= index } }
        steps.insert(step, at: index)
    }

    private static func moved(
        _ step: LabelPattern.Step, by shift: Int, where applies: (Int) -> Bool
    ) -> LabelPattern.Step {
        func target(_ index: Int) -> Int { applies(index) ? index + shift : index }
        return switch step {
        case .jump(let index): .jump(target(index))
        case .split(let one, let other): .split(target(one), target(other))
        default: step
        }
    }
}
