// A line that says nearly the same as the one before, and means something else.
extension DiffReader {
    mutating func readMeanings(_ edits: [DiffEdit], _ patch: PatchLines) {
        for edit in edits where !edit.old.isShown && !edit.new.isShown {
            readAbsence(edit)
            readCondition(edit)
            readForm(edit)
            readArithmetic(edit)
            readKey(edit, patch)
            readRequirement(edit)
            readNestedName(edit, patch)
        }
    }

    private static let standIns: Set<String> = [
        "orelse", "orelseget", "unwrapor", "unwrapordefault", "unwraporelse", "getordefault", "getorelse", "getornull",
        "ornull",
        "ofnullable", "coalesce", "ifnull", "nvl", "ispresent", "dig", "getattr", "firstordefault", "singleordefault",
        "presence",
        "trygetvalue", "ifpresent", "isnull", "isnothing", "firstornull", "getor", "valueor", "default", "setdefault",
        "optional",
        "ensure", "omitempty", "defaultifempty", "hasvalue", "isempty", "try", "safe", "trygetproperty", "defaults", "fallback",
    ]
    private static let takings = [
        "!!.", ".unwrap()", ".expect(", "as!", "try!", "!.", "![", ".first()", ".get()", ".single()", ".value!",
    ]

    /// A value that may be absent had something in its stead.
    private mutating func readAbsence(_ edit: DiffEdit) {
        func count(_ part: String, _ line: PatchLines.Line) -> Int { Setting.occurrences(of: part, in: line.text) }
        let standIn = edit.goneTokens.intersection(Self.standIns).min()
        let mark = ["?.", "??", "&.", "?:", " or {}", " or []", "|| {}", "|| []", "|| 0", "|| ''", "|| \"", "if let ", "try?"]
            .first {
                count($0, edit.old) > count($0, edit.new)
            }
        let taken = Self.takings.first {
            count($0, edit.new) > count($0, edit.old) && (standIn != nil || $0 == "!.")
        }
        // `guard let a = b else {` that became `let a = b!`.
        let forced =
            edit.old.has(["guard", "if", "else"]) && !edit.new.has(["guard", "if", "else"]) && edit.new.text.hasSuffix("!")
        let indexed =
            edit.gone.contains { $0.isCalled && ["get", "fetch", "find"].contains($0.lastName.lowercased()) }
            && count("[", edit.new) > count("[", edit.old)
        let unwrapped = Self.takings.dropLast(3).first { count($0, edit.new) > count($0, edit.old) }
        guard standIn != nil || mark != nil || taken != nil || indexed || unwrapped != nil || forced else { return }
        guard edit.comeTokens.isDisjoint(with: Self.standIns), !Self.hasStandIn(edit.new) || mark == nil else { return }
        let what = (standIn ?? mark ?? (indexed ? "get" : nil)).map {
            "no longer guards \(Setting.quoted(edit.new.text)) with \(Setting.quoted($0))"
        }
        add(
            .absenceCheckRemoved, what ?? "takes for granted what \(Setting.quoted(edit.new.text)) reads",
            Self.names(of: edit.old))
    }

    private static func hasStandIn(_ line: PatchLines.Line) -> Bool {
        ["??", "|| ", " or "].contains(where: line.text.contains)
    }

    private static let operators: Set<String> = [
        "==", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "===", "!==", "and", "or", "not", "in", "if", "unless", "is",
    ]
    private static let conditional: Set<String> = [
        "if", "while", "for", "guard", "unless", "elif", "when", "assert", "require", "filter", "where", "return", "until",
        "case",
        "range", "any", "all", "some", "every", "else",
    ]

    /// Comparisons and their connectives, in order.
    static func comparisons(_ line: PatchLines.Line) -> [String] {
        var found: [String] = []
        var run = ""
        func end() { if operators.contains(run) { found.append(run) } }
        var text = line.text.replacing("->", with: " ").replacing("=>", with: " ").replacing("<-", with: " ")
        for generic in ["<T>", "<String", "<Int", "<?"] { text = text.replacing(generic, with: " ") }
        for character in text {
            if "=!<>&|".contains(character) {
                run.append(character)
            } else {
                end()
                run = ""
            }
        }
        end()
        for word in line.words where word.kind == .name && ["and", "or", "not", "unless"].contains(word.text) {
            found.append(word.text)
        }
        return found
    }

    /// The same names compared in another way, or with another number.
    private mutating func readCondition(_ edit: DiffEdit) {
        guard edit.old.has(Self.conditional) || edit.new.has(Self.conditional) || edit.old.text.contains("?") else { return }
        // A chain of conditions that became a choice among cases asks for the same.
        guard (edit.old.words.first?.text == "case") == (edit.new.words.first?.text == "case") else { return }
        let (before, after) = (Self.comparisons(edit.old), Self.comparisons(edit.new))
        let names = edit.gone.filter { $0.kind == .name && !Self.operators.contains($0.text) }
        let newNames = edit.come.filter { $0.kind == .name && !Self.operators.contains($0.text) }
        let numbers = edit.gone.filter { $0.kind == .number }
        let newNumbers = edit.come.filter { $0.kind == .number }
        let isBound =
            !(before.isEmpty && after.isEmpty) || edit.old.has(["range", "for"]) || edit.old.text.contains("..")
        // Compared in what is called now, with the same values.
        let isDelegated = newNames.contains(where: \.isCalled) && after.count < before.count
        let differs = before != after && names.count <= 1 && !isDelegated
        let isShifted = isBound && (numbers != newNumbers) && names.isEmpty && newNames.count <= 1
        let isReturned =
            names.map(\.text).sorted() == ["false"] && newNames.map(\.text) == ["true"]
            || names.map(\.text).sorted() == ["true"] && newNames.map(\.text) == ["false"]
        guard differs || isShifted || isReturned, !addsGuard(edit) else { return }
        add(
            .conditionChanged, "changes the condition \(Setting.quoted(edit.old.text)) to \(Setting.quoted(edit.new.text))",
            Self.names(of: edit.old))
    }

    /// One more condition, against nothing, before what was there.
    private func addsGuard(_ edit: DiffEdit) -> Bool {
        let absent: Set<String> = [
            "nil", "null", "none", "undefined", "nullptr", "ok", "isempty", "empty", "length", "len", "count",
        ]
        return edit.gone.allSatisfy { $0.kind == .mark } && !edit.comeTokens.isDisjoint(with: absent)
            && !edit.come.contains { $0.kind == .number }
    }

    private static let forms: Set<String> = [
        "strftime", "strptime", "dateformat", "datetimeformatter", "ofpattern", "simpledateformat", "layout", "encoding",
        "charset",
        "utf", "ascii", "latin", "iso", "isoformat", "timezone", "tz", "zone", "utc", "local", "locale", "millis",
        "milliseconds",
        "milli", "micros", "microseconds", "seconds", "minutes", "nanos", "nanoseconds", "unix", "unixmilli", "epoch", "cents",
        "base64",
        "hex", "xml", "avro", "proto", "protobuf", "msgpack", "thrift", "pickle", "serializer", "deserializer", "serialize",
        "deserialize", "codec", "gzip", "compression", "naming", "snake", "camel", "endian", "bigendian", "littleendian",
        "rfc3339",
        "dateformatter", "parseexact", "utf8", "utf16", "marshal", "unmarshal", "stringify", "hours", "days", "zoneddatetime",
        "localdatetime", "instant", "offset", "timestamp", "fromtimestamp", "utcnow", "json", "encode", "decode", "kilobytes",
        "megabytes", "bytes", "percent", "currency", "unicode", "latin1", "strict", "compress",
        "delimiter",
        "separator", "quote", "escape", "urlencode", "lowercase", "uppercase", "tolowercase", "touppercase", "downcase",
        "upcase",
    ]
    private static let clearForms = forms.subtracting(["json", "strict", "bytes", "text"]).union(["format"])
    private static let numbers: Set<String> = [
        "long", "int", "short", "byte", "float", "double", "decimal", "bigdecimal", "bigint", "biginteger", "integer", "number",
        "int8",
        "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64",
        "f32",
        "f64", "string", "str", "usize", "float32", "float64", "smallint", "numeric", "text", "varchar", "bool", "boolean",
        "date",
        "datetime", "uuid",
    ]

    /// Another form of a date, a text, a number.
    private mutating func readForm(_ edit: DiffEdit) {
        let (gone, come) = (edit.goneTokens, edit.comeTokens)
        let types = (gone.intersection(Self.numbers), come.intersection(Self.numbers))
        if let before = types.0.min(), let after = types.1.min(), before != after, !Self.isWidening(before, after) {
            add(
                .formatChanged,
                "changes \(Setting.quoted(before)) to \(Setting.quoted(after)) in \(Setting.quoted(edit.new.text))",
                Self.names(of: edit.old))
            return
        }
        let words = gone.union(come).intersection(Self.forms)
        let isSmall = gone.count + come.count <= 10
        let texts = edit.gone.contains { $0.kind == .text } && edit.come.contains { $0.kind == .text }
        if let word = words.min(), isSmall, edit.gone.contains(where: { $0.kind == .name || $0.kind == .text }) {
            add(.formatChanged, "changes the form (\(word)) in \(Setting.quoted(edit.new.text))", Self.names(of: edit.old))
        } else if texts,
            !edit.old.tokens.intersection(Self.clearForms).isEmpty,
            gone.isEmpty || come.isEmpty || gone.count + come.count <= 2
        {
            add(
                .formatChanged, "changes the form \(Setting.quoted(edit.old.text)) to \(Setting.quoted(edit.new.text))",
                Self.names(of: edit.old))
        }
    }

    private static func isWidening(_ before: String, _ after: String) -> Bool {
        let ranks: [String: Int] = [
            "byte": 1, "i8": 1, "int8": 1, "short": 2, "i16": 2, "int16": 2, "smallint": 2, "int": 3, "integer": 3, "i32": 3,
            "int32": 3, "long": 4, "i64": 4, "int64": 4, "bigint": 4, "biginteger": 5,
        ]
        if let old = ranks[before], let new = ranks[after] { return old < new }
        return ["varchar", "float", "float32", "f32"].contains(before)
            && ["text", "double", "float64", "f64", "decimal"].contains(after)
    }

    private static let roundings: Set<String> = [
        "round", "floor", "ceil", "ceiling", "trunc", "truncate", "tofixed", "abs", "clamp", "min", "max", "saturatingsub",
        "saturatingadd",
        "checkedsub", "checkedadd", "checkedmul", "wrappingadd", "rounding", "roundingmode", "setscale", "divide", "addexact",
        "multiplyexact", "toint", "intvalue", "parseint", "parsefloat", "divmod", "scale", "nullif",
    ]

    private mutating func readArithmetic(_ edit: DiffEdit) {
        func operators(_ line: PatchLines.Line) -> [String] {
            let words = line.words
            return words.indices.filter { index in
                guard words[index].kind == .mark, "+-*/%".contains(words[index].text), index > 0, index + 1 < words.count else {
                    return false
                }
                let (before, after) = (words[index - 1], words[index + 1])
                return (before.kind == .name || before.kind == .number || [")", "]"].contains(before.text))
                    && (after.kind == .name || after.kind == .number || after.text == "(")
            }.map { words[$0].text }
        }
        let isText = edit.gone.contains { $0.kind == .text } || edit.come.contains { $0.kind == .text }
        let (before, after) = (operators(edit.old), operators(edit.new))
        let rounding = edit.goneTokens.symmetricDifference(edit.comeTokens).intersection(Self.roundings).min()
        let divides = after.contains("/") || after.contains("%")
        let unguarded =
            divides && edit.goneTokens.contains("if") || divides && edit.old.text.contains("?") && !edit.new.text.contains("?")
        guard !isText, edit.old.text.contains("=") || edit.has(["return"]) || !before.isEmpty || !after.isEmpty else { return }
        guard rounding != nil || unguarded || (before.sorted() != after.sorted() && !edit.new.text.hasPrefix("import")) else {
            return
        }
        let isPath = edit.has(["import", "from", "use", "require"])
        guard !isPath else { return }
        add(
            .arithmeticChanged, "calculates \(Setting.quoted(edit.new.text)) where it was \(Setting.quoted(edit.old.text))",
            Self.names(of: edit.old))
    }
}
