// What is asked of input, of settings and of a database that was not asked before.
extension DiffReader {
    private static let patterns: Set<String> = [
        "recompile", "regex", "regexp", "mustcompile", "patterncompile", "pattern", "nsregularexpression", "compile", "matches",
        "test", "gsub", "scan",
        "re", "preg", "pregmatch", "match", "ismatch", "rlike",
    ]

    /// A pattern that text is matched with: one with nested or neighbouring repetitions may take for ever.
    mutating func readPattern(_ line: PatchLines.Line) {
        let isLiteral =
            line.text.hasPrefix("/") || line.text.contains("= /") || line.text.contains("(/") || line.text.contains("=~ /")
            || line.text.contains(": /")
        guard isLiteral && line.text.contains("\\") || isLiteral && line.text.contains("*") || line.has(Self.patterns) else {
            return
        }
        let text = line.text
        func count(_ parts: [String]) -> Int { parts.reduce(0) { $0 + text.ranges(of: $1).count } }
        let repeats = count([")*", ")+", "){"])
        let any = count([".*", ".+", "\\s*", "\\w+", "]+", "]*"])
        let isPattern = ["\\", "[", "^", ".*", ".+", "(?"].contains(where: text.contains)
        guard isPattern, repeats + any > 0 || text.contains("^") || text.contains("\\d") else { return }
        let old = removed.contains { $0.words == line.words }
        guard !old else { return }
        let how = repeats > 0 && any > 0 || any > 1 ? "with repetitions that follow or hold each other " : ""
        add(.patternChanged, "matches text \(how)by \(Setting.quoted(line.text))", Self.names(of: line))
    }

    private static let environments = [
        "os.environ[", "process.env.", "ENV.fetch(", "System.getenv(", "mustEnv(", "MustGetenv", "requireEnv(",
        "std::env::var(", "ENV[", "getenv(", "GetEnvironmentVariable(", "env::var(", "@Value(\"${", "GetRequiredSection",
        "ProcessInfo.processInfo.environment[",
    ]

    /// A variable of the environment that must be set, which nothing in the change sets.
    mutating func readNeed(_ line: PatchLines.Line) {
        guard let marker = Self.environments.first(where: line.text.contains), let range = line.text.firstRange(of: marker)
        else { return }
        let rest = line.text[range.upperBound...]
        let name = String(rest.drop { "\"'".contains($0) }.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
        let stands = ["??", "||", " or ", ", \"", ", '", "unwrap_or", "orElse"].contains(where: rest.contains)
        let hasDefault = stands || (marker.hasPrefix("@Value") && rest.contains(":"))
        let others = patches.flatMap(\.lines).filter { $0.text != line.text }
        let isKnown = others.contains { other in other.text.contains(name) }
        guard name.utf8.count >= 3, !hasDefault, !isKnown else { return }
        add(.newRequirement, "needs \(Setting.quoted(name)), which nothing in it sets", [name] + CodeWord.parts(of: name))
    }

    /// A query that no index can help, or that reads more.
    mutating func readQuery(_ line: PatchLines.Line) {
        let text = line.text.lowercased()
        let signs = [
            "like '%", "like \"%", "ilike '%", "order by rand", "lower(", "upper(", "select *", "in (select", "allow filtering",
            "collscan", "$where", "keys *",
            "cross join", "left join", " join ", "$regex", "not in (", "offset ", "icontains", "wildcard", "__contains",
            "date(", "count(*)", "distinct ", "iregex", "random()", "$lookup", "endswith", " or ", ".scan(", "leading_wildcard",
            "query_string", "group by", "coalesce(", "cast(", "::text", "to_char(",
        ]
        let isStatement =
            ["SELECT", "WHERE", "JOIN", "ORDER BY", "AND ", "GROUP BY"].contains(where: line.text.contains)
            || text.contains("select ")
        let isQuery =
            isStatement
            || ["where", " and ", "filter", "$", "join ", "order by", ".scan(", "find"].contains(where: text.contains)
        guard isQuery, let sign = signs.first(where: text.contains),
            !removed.contains(where: { $0.text.lowercased().contains(sign) }),
            isStatement || !Self.statementSigns.contains(sign)
        else { return }
        add(
            .costlyQuery, "queries by \(Setting.quoted(sign.trimmingEnds(" "))) in \(Setting.quoted(line.text))",
            Self.names(of: line))
    }

    /// What is costly only within a query.
    private static let statementSigns: Set<String> = [
        " join ", "left join", " or ", "distinct ", "offset ", "date(", "lower(", "upper(", "not in (", "endswith", "count(*)",
        "group by",
        "coalesce(", "cast(",
    ]

    private static let refusing: Set<String> = [
        "throw", "raise", "reject", "abort", "badrequest", "fail", "invalid", "panic", "errinvalid", "precondition",
        "forbidden", "halt",
    ]

    /// Added conditions on a value's range or form, with a refusal in the line or the next.
    mutating func readRefusals() {
        var old: [CodeWord: Set<String>] = [:]
        for line in removed { if let first = line.words.first { old[first, default: []].formUnion(line.tokens) } }
        for patch in patches where patch.form == .code {
            for (index, line) in patch.lines.enumerated() where line.sign == .added && !line.isMoved {
                let constraint = line.tokens.intersection(Self.annotations).min()
                if let constraint,
                    line.text.contains("@") || line.text.contains(".min(") || line.text.contains("required")
                        || line.text.contains(".max(") || line.text.contains("validates") || line.text.contains("forbid")
                        || line.text.contains("Disallow")
                {
                    if (removedCounts[constraint] ?? 0) < (addedCounts[constraint] ?? 0) {
                        add(.validationAdded, "asks for more by \(Setting.quoted(line.text))", Self.names(of: line))
                    }
                    continue
                }
                guard ["if", "guard", "unless", "require", "assert", "elif"].contains(line.words.first?.text ?? "") else {
                    continue
                }
                let next = patch.lines.dropFirst(index).prefix(3).filter { $0.sign == .added }
                let refuses = next.contains { other in
                    other.has(Self.refusing) || ["400", "422", "403", "401", "413"].contains(where: other.text.contains)
                        || other.words.first?.text == "return"
                            && other.words.dropFirst().contains {
                                ["Err", "err", "error", "false"].contains(String($0.lastName.prefix(5)))
                                    || $0.lastName.hasPrefix("Err") || $0.lastName.hasPrefix("err")
                            }
                }
                let isCompared =
                    line.text.contains("<") || line.text.contains(">")
                    || line.has([
                        "match", "matches", "test", "len", "length", "valid", "contains", "count", "startswith", "isvalid",
                        "version",
                    ])
                    || line.text.contains("!==")
                    || line.text.contains("!=") && line.words.contains { $0.kind == .text || $0.kind == .number }
                let wasThere =
                    line.words.first.flatMap { old[$0] }?.isDisjoint(with: line.tokens.subtracting(["if", "return"])) == false
                guard refuses, isCompared, !wasThere, !line.text.contains("err != nil") else { continue }
                add(.validationAdded, "refuses what \(Setting.quoted(line.text)) says", Self.names(of: line))
            }
        }
    }

    private static let annotations: Set<String> = [
        "notnull", "notblank", "notempty", "size", "pattern", "min", "max", "email", "valid", "validated", "required",
        "validates", "forbid", "disallowunknownfields", "failonunknownproperties", "positive", "digits", "strict",
    ]
}
