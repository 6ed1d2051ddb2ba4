extension LogTemplateMiner {
    /// The templates, the most frequent first, and their ids by pattern.
    func templates() -> (templates: [MinedTemplate], ids: [Int: Int]) {
        let roots = patterns.indices.filter { Int(parents[$0]) == $0 && patterns[$0].count > 0 }
            .sorted { (patterns[$0].firstLine, $0) < (patterns[$1].firstLine, $1) }
        var ids: [Int: Int] = [:]
        var templates: [MinedTemplate] = []
        for (offset, root) in roots.enumerated() {
            ids[root] = offset + 1
            templates.append(patterns[root].template(id: offset + 1))
        }
        templates.sort { ($1.count, $0.id) < ($0.count, $1.id) }
        return (templates, ids)
    }
}

extension Pattern {
    func template(id: Int) -> MinedTemplate {
        var written: [UInt8] = []
        var variables: [MinedVariable] = []
        var variable = 0
        for (index, token) in tokens.enumerated() {
            if token.isSpaced, index > 0 { written.append(0x20) }
            var isVariable = false
            if variable < places.count, places[variable] == index {
                isVariable = token.kind == .variable || !ranges[variable].isConstant
                if isVariable { variables.append(MinedVariable(ranges[variable], name: name(of: index))) }
                variable += 1
            }
            if isVariable { written += [0x3C, 0x2A, 0x3E] } else { written += bytes(of: index) }
        }
        if isCut { written += Array(" <*>".utf8) }
        return MinedTemplate(
            id: id, text: String(decoding: written, as: UTF8.self), count: count, before: before,
            firstLine: firstLine, lastLine: lastLine,
            first: first, last: last, example: String(decoding: text, as: UTF8.self), variables: variables,
            fields: fields.map {
                let name = String(decoding: $0.name, as: UTF8.self)
                return (name, MinedVariable($0.range, name: name))
            },
            services: services.map { String(decoding: $0, as: UTF8.self) }, pattern: self)
    }
}
