// Values that have another value, and versions of dependencies.
extension DiffReader {
    /// Lines that differ in one or two literals or names alone.
    mutating func readEdits(_ edits: [DiffEdit], _ patch: PatchLines) {
        for edit in edits where !edit.old.isShown && !edit.new.isShown {
            let replaced = edit.replaced
            guard (1...3).contains(replaced.count), replaced.count < edit.old.words.count else { continue }
            for (place, before, after) in replaced { readEdit(edit, patch, place, before, after) }
        }
    }

    private mutating func readEdit(
        _ edit: DiffEdit, _ patch: PatchLines, _ place: Int, _ before: CodeWord, _ after: CodeWord
    ) {
        if Setting.isAmount(before) || Setting.isAmount(after) || Setting.isSwitch(before.text, after.text) {
            var names = Setting.names(in: edit.old.words, before: place, scope: patch.scope(of: edit.old))
            if names.first == "value", let sibling = Self.namedBefore(edit.old, patch) { names[0] = sibling }
            guard let near = names.first else { return }
            let name = names.first { Setting.kind(of: $0) != nil } ?? near
            change(
                of: name, from: Setting.value(at: place, in: edit.old.words, unit: edit.goneTokens),
                to: Setting.value(at: place, in: edit.new.words, unit: edit.comeTokens), in: edit, patch)
        } else if place >= 2, edit.old.words[place - 1].text == "*", edit.old.words[place - 2].kind == .number,
            edit.old.words[place - 2] == edit.new.words[place - 2],
            let name = Setting.names(in: edit.old.words, before: place - 2, scope: patch.scope(of: edit.old)).first(where: {
                Setting.kind(of: $0) != nil
            })
        {
            change(
                of: name, from: Setting.value(at: place - 2, in: edit.old.words, unit: []),
                to: Setting.value(at: place - 2, in: edit.new.words, unit: []), in: edit, patch)
        } else if before.kind == after.kind, isSpoken(before, after, edit, patch) {
            add(.renamed, "renames \(Setting.quoted(before.text)) to \(Setting.quoted(after.text))", [before.text, after.text])
        }
    }

    /// `- name: WORKERS` before `value: "4"`.
    private static func namedBefore(_ line: PatchLines.Line, _ patch: PatchLines) -> String? {
        guard let index = patch.lines.firstIndex(where: { $0.text == line.text && $0.group == line.group }) else { return nil }
        let named = patch.lines[max(0, index - 3)..<index].last { $0.hunk == line.hunk && $0.has(["name", "key"]) }
        return named?.words.last { $0.kind == .name || $0.kind == .text }?.text
    }

    private static let shown: Set<String> = [
        "classname", "class", "style", "title", "label", "placeholder", "aria", "alt", "color", "version", "description",
        "message", "msg", "error", "errorf", "errors", "help", "summary", "text", "copyright", "uses", "raise", "throw",
    ]

    /// Is it a name that others may use: a quoted one, or the key or value of a setting?
    private func isSpoken(_ before: CodeWord, _ after: CodeWord, _ edit: DiffEdit, _ patch: PatchLines) -> Bool {
        guard before.kind == .text || (before.kind == .name && patch.form == .settings),
            Setting.isIdentifier(before.text), Setting.isIdentifier(after.text),
            !edit.has(Self.shown), !Setting.isVersion(before.text)
        else { return false }
        // Two values of one list, in another order.
        return !addedLiterals.contains(before.text) || before.kind == .name
    }

    /// A call whose line changed in other ways as well, with another number: `WithTimeout(ctx, 5*time.Second)`.
    mutating func readMovedValues(_ patch: PatchLines) {
        func calls(_ sign: PatchLines.Sign) -> [(name: String, line: PatchLines.Line, arguments: String)] {
            patch.lines(sign).filter { !$0.isMoved }.flatMap { line in
                Set(line.words.filter { $0.isCalled && Setting.kind(of: $0.text) != nil }).sorted { $0.text < $1.text }
                    .map { ($0.text, line, Setting.arguments(of: $0, in: line.words)) }
            }.filter { !$0.arguments.isEmpty }
        }
        let new = Dictionary(grouping: calls(.added), by: \.name)
        for old in calls(.removed) {
            for call in (new[old.name] ?? []).prefix(Self.mostCompared)
            where call.line.hunk == old.line.hunk && call.arguments != old.arguments {
                change(
                    of: old.name, from: old.arguments, to: call.arguments,
                    in: DiffEdit(old: old.line, new: call.line, gone: [], come: []), patch)
            }
        }
    }

    private static let switches: Set<String> = [
        "feature", "features", "flag", "flags", "enable", "enabled", "disable", "disabled", "use", "default", "rollout",
        "toggle",
        "experiment", "active", "strict", "legacy", "auto",
    ]

    private mutating func change(
        of name: String, from before: String, to after: String, in edit: DiffEdit, _ patch: PatchLines
    ) {
        let parts = CodeWord.parts(of: name).filter { $0.utf8.count >= 4 }
        let scope = patch.scope(of: edit.old).flatMap { Self.names(of: $0) }
        let says =
            "\(Setting.verb(from: before, to: after)) \(Setting.quoted(name)) from \(Setting.quoted(before)) to \(Setting.quoted(after))"
        guard !edit.has(["version", "color", "percentile", "id"]) else { return }
        if let kind = Setting.kind(of: name) {
            if let effect = kind.effect(of: name, from: before, to: after) {
                add(effect, says, parts + [name] + scope)
                return
            }
            if Setting.isLower(after, than: before) != nil || kind == .verbosity { return }
        }
        let isTruth = ["true", "false", "on", "off"].contains(before.lowercased())
        guard isTruth, before.lowercased() != after.lowercased() else { return }
        let tokens = edit.old.tokens.union(patch.scope(of: edit.old).flatMap(\.tokens))
        if patch.form == .settings || !tokens.isDisjoint(with: Self.switches) {
            add(.switched, "switches \(Setting.quoted(name)) from \(before) to \(after)", parts + [name] + scope)
        }
    }
}
