// Values that have another value, and versions of dependencies.
extension DiffReader {
    /// Lines that differ in a literal or a name alone.
    mutating func readEdits(_ patch: PatchLines) {
        var open = patch.lines(.added)
        for old in patch.lines(.removed) {
            let candidates = open.indices.lazy.filter {
                open[$0].hunk == old.hunk && open[$0].words.count == old.words.count
            }
            for index in Array(candidates.prefix(Self.mostCompared)) {
                let pairs = zip(old.words, open[index].words).enumerated()
                let differing = Array(pairs.lazy.filter { $0.element.0 != $0.element.1 }.prefix(3))
                guard (1...2).contains(differing.count), differing.count < old.words.count else { continue }
                open.remove(at: index)
                for (place, (before, after)) in differing { readEdit(old.words, place, before, after) }
                break
            }
        }
        readMovedValues(patch)
    }

    mutating func readEdit(_ words: [CodeWord], _ place: Int, _ before: CodeWord, _ after: CodeWord) {
        if before.kind == .number || after.kind == .number || Setting.isSwitch(before.text, after.text) {
            guard let name = Setting.name(in: words, before: place) else { return }
            change(of: name, from: before.text, to: after.text)
        } else if before.kind == .text, after.kind == .text, Setting.isIdentifier(before.text), Setting.isIdentifier(after.text)
        {
            add(.renamed, "renames \(Setting.quoted(before.text)) to \(Setting.quoted(after.text))", [before.text])
        }
    }

    /// A call whose line changed in other ways as well, with another number: `WithTimeout(ctx, 5*time.Second)`.
    mutating func readMovedValues(_ patch: PatchLines) {
        func calls(_ sign: PatchLines.Sign) -> [(name: String, hunk: Int, arguments: String)] {
            patch.lines(sign).flatMap { line in
                Set(line.words.filter { $0.isCalled && Setting.kind(of: $0.text) != nil }).sorted { $0.text < $1.text }
                    .map { ($0.text, line.hunk, Setting.arguments(of: $0, in: line.words)) }
            }.filter { !$0.arguments.isEmpty }
        }
        let new = Dictionary(grouping: calls(.added), by: \.name)
        for old in calls(.removed) {
            for call in (new[old.name] ?? []).prefix(Self.mostCompared)
            where call.hunk == old.hunk && call.arguments != old.arguments {
                change(of: old.name, from: old.arguments, to: call.arguments)
            }
        }
    }

    mutating func change(of name: String, from before: String, to after: String) {
        guard let kind = Setting.kind(of: name), let effect = kind.effect(from: before, to: after) else { return }
        let verb = Setting.verb(from: before, to: after)
        let parts = CodeWord.parts(of: name).filter { $0.utf8.count >= 4 }
        add(
            effect,
            "\(verb) \(Setting.quoted(name)) from \(Setting.quoted(before)) to \(Setting.quoted(after))", parts + [name])
    }

    static func isManifest(_ path: String) -> Bool {
        let name = path.lowercased().split(separator: "/").last.map(String.init) ?? path
        return [
            "go.mod", "go.sum", "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "cargo.toml", "cargo.lock",
            "pom.xml", "build.gradle", "gemfile", "gemfile.lock", "requirements.txt", "pyproject.toml", "poetry.lock",
            "package.swift", "package.resolved", "composer.json",
        ].contains(name)
    }

    mutating func readVersions(_ patch: PatchLines) {
        let names = patch.lines(.added).compactMap { $0.text.split(separator: " ").first.map(String.init) }
        guard let first = names.first else { return }
        let more = names.count > 1 ? " and \(names.count - 1) more" : ""
        add(
            .dependencyChanged, "changes the version of \(Setting.quoted(first))\(more)",
            names.flatMap { CodeWord.parts(of: $0) })
    }
}
