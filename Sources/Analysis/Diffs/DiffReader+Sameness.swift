import Core

// Changes that keep what a program does, as far as lines can prove it.
extension DiffReader {
    /// Do the changed lines say the same as before, but for comments, layout, the names of locals, whole definitions that moved, and
    /// helpers or constants that the change itself adds? `false` wherever that is not certain: lines that were not read, settings,
    /// queries, a statement that moved.
    static func keepsBehaviour(_ files: [Change.FileChange]) -> Bool {
        guard !files.isEmpty, files.count <= mostFiles, files.allSatisfy({ $0.patch != nil || isText($0.path) }) else {
            return false
        }
        let read = files.filter { !isText($0.path) }
        guard read.allSatisfy(isWhole) else { return false }
        let patches = read.map { PatchLines($0) }
        guard patches.reduce(0, { $0 + $1.lines.count }) < PatchLines.mostLines else { return false }
        let sides = patches.map { (old: $0.lines(.removed), new: $0.lines(.added), kept: $0.lines(.kept)) }
        let oldNames = Set(sides.flatMap { ($0.old + $0.kept).flatMap(\.words) }.filter { $0.kind == .name }.map(\.lastName))
        var definitions: [String: CodeDefinition] = [:]
        var places: [Set<Int>] = patches.map { _ in [] }
        var moved: [Set<Int>] = patches.map { _ in [] }
        var gone = sides.enumerated().flatMap { file, side in found(side.old).map { (file: file, definition: $0) } }
        for (file, side) in sides.enumerated() {
            for definition in found(side.new) {
                // The whole of it stood elsewhere.
                let words = side.new[definition.range].map(\.words)
                if let match = gone.firstIndex(where: { old in
                    sides[old.file].old[old.definition.range].map(\.words) == words
                        && sides[old.file].old[old.definition.range].map(\.text) == side.new[definition.range].map(\.text)
                }) {
                    moved[gone[match].file].formUnion(gone[match].definition.range)
                    places[file].formUnion(definition.range)
                    gone.remove(at: match)
                } else if !oldNames.contains(definition.name), definitions[definition.name] == nil {
                    definitions[definition.name] = definition
                    places[file].formUnion(definition.range)
                }
            }
        }
        // One that nothing calls may be called by its name from elsewhere: `init`, a hook, a route's method.
        let used = Set(
            sides.flatMap(\.new).flatMap(\.words).filter { $0.kind == .name }.map(\.lastName).reduce(into: [:]) {
                $0[$1, default: 0] += 1
            }.filter { $0.value > 1 }.keys)
        guard definitions.keys.allSatisfy(used.contains) else { return false }
        let sameness = CodeSameness(definitions: definitions)
        let names = Set(definitions.keys).union(sides.enumerated().flatMap { file, side in found(side.new).map(\.name) })
        for (file, side) in sides.enumerated() {
            let old = side.old.enumerated().filter { !moved[file].contains($0.offset) }.map(\.element)
            let new = side.new.enumerated().filter { !places[file].contains($0.offset) && !isImport($0.element, of: names) }
                .map(\.element)
            guard patches[file].form == .code || (old.isEmpty && new.isEmpty) else { return false }
            let kept = Set(
                side.kept.flatMap(\.words).filter { $0.kind == .name }.compactMap {
                    $0.text.split(separator: ".").first.map(String.init)
                })
            let groups = (Dictionary(grouping: old, by: \.group), Dictionary(grouping: new, by: \.group))
            for group in Set(groups.0.keys).union(groups.1.keys).sorted()
            where !sameness.holds(groups.0[group] ?? [], groups.1[group] ?? [], kept: kept, path: patches[file].path) {
                return false
            }
        }
        return true
    }

    /// Is all of its patch there to be read, and no comment in it that speaks to a compiler?
    private static func isWhole(_ file: Change.FileChange) -> Bool {
        guard let patch = file.patch, patch.utf8.count <= 200_000 else { return false }
        let lines = patch.split(whereSeparator: \.isNewline)
        let directives = ["//go:", "// +build", "#!", "# pragma", "#pragma", "// @ts-", "-- +"]
        return lines.count < PatchLines.mostLines
            && lines.allSatisfy { line in
                line.utf8.count < PatchLines.longestLine
                    && (line.first == " " || !directives.contains(where: line.contains))
            } && file.added <= lines.count { $0.first == "+" } + 1 && file.removed <= lines.count { $0.first == "-" } + 1
    }

    private static func found(_ lines: [PatchLines.Line]) -> [CodeDefinition] {
        var found: [CodeDefinition] = []
        var index = 0
        while index < lines.count {
            if let definition = CodeDefinition(in: lines, at: index) {
                found.append(definition)
                index = definition.range.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    /// An import of nothing but what the change moved or added.
    private static func isImport(_ line: PatchLines.Line, of names: Set<String>) -> Bool {
        guard ["from", "import", "use"].contains(line.words.first?.text ?? "") else { return false }
        return line.words.contains { $0.kind == .name && names.contains($0.lastName) } && !line.text.contains("*")
    }
}
