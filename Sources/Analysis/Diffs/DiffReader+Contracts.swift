// What others rely on: keys, required values, names inside of texts.
extension DiffReader {
    /// A key under which a cache keeps something has more, less or another thing in it.
    mutating func readKey(_ edit: DiffEdit, _ patch: PatchLines) {
        let isKey = edit.old.has(["key", "cachekey", "keys", "keygenerator", "etag", "vary"])
        guard isKey, edit.new.has(["key", "cachekey", "keys", "keygenerator", "etag", "vary"]) else { return }
        let gone = edit.gone.filter { $0.kind != .mark }
        let come = edit.come.filter { $0.kind != .mark }
        guard gone != come, !gone.isEmpty || !come.isEmpty else { return }
        let near =
            patch.lines.contains { $0.hunk == edit.old.hunk && $0.has(Self.caches) }
            || patch.path.lowercased().contains("cache")
        guard near else { return }
        add(
            .cachingReduced,
            "changes the key of a cache, \(Setting.quoted(edit.old.text)), to \(Setting.quoted(edit.new.text))",
            Self.names(of: edit.old))
    }

    static let caches: Set<String> = [
        "cache", "cached", "cacheable", "caching", "memo", "memoize", "memoized", "lru", "redis", "memcached", "memcache",
        "caches",
        "lrucache", "cachekey", "usememo", "etag", "ttl", "store", "cdn",
    ]

    private static let optional = [
        "?:", "| None", "Optional[", "Option<", "| null", "| undefined", "required: false", "nullable",
    ]

    /// What could be left out must be there.
    mutating func readRequirement(_ edit: DiffEdit) {
        func has(_ part: String, _ line: PatchLines.Line) -> Bool { line.text.contains(part) }
        let lost = Self.optional.first { has($0, edit.old) && !has($0, edit.new) }
        let bang = edit.new.text.hasSuffix("!") && !edit.old.text.hasSuffix("!") && edit.new.text.contains(":")
        let strict = edit.comeTokens.intersection(Self.constraints).min()
        if let what = lost ?? (bang ? "!" : nil) ?? strict, edit.old.words.first == edit.new.words.first || strict != nil {
            add(
                .validationAdded, "asks for more in \(Setting.quoted(edit.new.text)) (\(what))",
                Self.names(of: edit.new))
        }
        let loose = edit.goneTokens.intersection(Self.constraints).min()
        if let loose, strict == nil {
            add(
                .validationRemoved, "no longer asks for \(Setting.quoted(loose)) in \(Setting.quoted(edit.new.text))",
                Self.names(of: edit.old))
        }
    }

    static let constraints: Set<String> = [
        "constr", "conint", "notnull", "notblank", "notempty", "nonnull", "minlength", "maxlength", "required", "isrequired",
        "validate",
        "validates", "validated", "valid", "disallowunknownfields", "additionalproperties", "failonunknownproperties",
        "nonempty",
        "forbid", "regex", "positive", "isemail", "isuuid", "enforce", "unknownfields", "pattern", "whitelist", "allowlist",
        "fieldvalidator", "validator", "sanitize", "isvalid", "mustcompile", "isuuid4", "deny", "reject",
    ]

    /// A name inside of a quoted text: `json:"user_id"`, `"/v1/orders/{id}"`, `@JsonProperty("id")`.
    mutating func readNestedName(_ edit: DiffEdit, _ patch: PatchLines) {
        let texts = edit.replaced.filter { $0.before.kind == .text && $0.after.kind == .text }
        guard texts.count == 1, edit.replaced.count <= 2,
            let (_, before, after) = texts.first.map({ ($0.place, $0.before, $0.after) }),
            !Setting.isIdentifier(before.text) || !Setting.isIdentifier(after.text), !edit.old.has(Self.spoken)
        else { return }
        if Setting.isAddress(before.text) || Setting.isAddress(after.text) || Setting.isVersion(before.text) { return }
        guard !edit.has(["version", "color", "colour"]) else { return }
        let (old, new) = (Setting.nestedNames(before.text), Setting.nestedNames(after.text))
        let gone = old.filter { !new.contains($0) }
        guard !gone.isEmpty, gone.count <= 2, !Setting.isProse(before.text), !Setting.isProse(after.text) else { return }
        let come = new.filter { !old.contains($0) }
        add(
            .renamed, "changes \(Setting.quoted(before.text)) to \(Setting.quoted(after.text))", gone + come)
    }

    private static let spoken: Set<String> = [
        "classname", "class", "style", "title", "label", "placeholder", "description", "message", "msg", "error", "errorf",
        "errors",
        "help", "summary", "throw", "raise", "uses", "print", "console", "log", "logger",
    ]
}
