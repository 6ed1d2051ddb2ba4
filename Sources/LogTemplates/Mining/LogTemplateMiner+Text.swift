extension LogTemplateMiner {
    /// The template of a pattern, with `<*>` for variables.
    public func text(of place: Int) -> String {
        let pattern = patterns[root(of: place)]
        var result: [UInt8] = []
        var variable = 0
        for (index, token) in pattern.tokens.enumerated() {
            if token.isSpaced, index > 0 { result.append(0x20) }
            var isVariable = false
            if variable < pattern.places.count, pattern.places[variable] == index {
                isVariable = token.kind == .variable || !pattern.ranges[variable].isConstant
                variable += 1
            }
            if isVariable {
                result += [0x3C, 0x2A, 0x3E]
            } else {
                result += pattern.bytes(of: index)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
