import Core

/// Reads the effects out of a change's files. Lexical and language-neutral: it sees what lines say, not what they mean, so that an
/// effect is a possibility for the evidence to bear out and never a verdict.
struct DiffReader {
    private(set) var patches: [PatchLines]
    /// Lines of one side alone: what merely moved is not among them.
    let added: [PatchLines.Line]
    let removed: [PatchLines.Line]
    let addedNames: Set<String>
    let addedLiterals: Set<String>
    /// How many lines of one side alone have a token, logs left out.
    let addedCounts: [String: Int]
    let removedCounts: [String: Int]
    /// Of files of code.
    private(set) var edits: [DiffEdit] = []
    private(set) var effects: [DiffEffect] = []

    static let mostFiles = 100
    /// Of all files together.
    static let mostLines = 3000
    /// Lines of the same hunk that one line is compared with.
    static let mostCompared = 40
    static let mostEffects = 20

    /// Effects in the order of the files, each once.
    static func effects(of files: [Change.FileChange]) -> [DiffEffect] {
        guard !keepsBehaviour(files) else { return [] }
        var reader = DiffReader(files)
        reader.read()
        var seen: Set<DiffEffect> = []
        return Array(reader.effects.filter { seen.insert($0).inserted }.prefix(mostEffects))
    }

    init(_ files: [Change.FileChange]) {
        var left = Self.mostLines
        patches = files.prefix(Self.mostFiles).filter { !DiffReader.isText($0.path) }.map { file in
            let patch = PatchLines(file, mostLines: min(left, PatchLines.mostLines))
            left -= patch.lines.count
            return patch
        }
        Self.markMoves(&patches)
        added = patches.flatMap { $0.lines(.added) }.filter { !$0.isMoved }
        removed = patches.flatMap { $0.lines(.removed) }.filter { !$0.isMoved }
        let words = added.flatMap(\.words)
        addedNames = Set(words.filter { $0.kind == .name }.map(\.text))
        addedLiterals = Set(words.filter { $0.kind == .number || $0.kind == .text }.map(\.text))
        func counts(_ lines: [PatchLines.Line]) -> [String: Int] {
            lines.reduce(into: [:]) { counts, line in
                if !line.isShown { for token in line.tokens { counts[token, default: 0] += 1 } }
            }
        }
        addedCounts = counts(added)
        removedCounts = counts(removed)
    }

    /// A line that stands on both sides has moved, as often as it stands on both.
    private static func markMoves(_ patches: inout [PatchLines]) {
        var open: [[CodeWord]: [(patch: Int, line: Int)]] = [:]
        for (patch, lines) in patches.enumerated() {
            for (index, line) in lines.lines.enumerated() where line.sign == .removed {
                open[line.words, default: []].append((patch, index))
            }
        }
        for patch in patches.indices {
            for index in patches[patch].lines.indices where patches[patch].lines[index].sign == .added {
                guard let old = open[patches[patch].lines[index].words]?.popLast() else { continue }
                patches[patch].lines[index].isMoved = true
                patches[old.patch].lines[old.line].isMoved = true
            }
        }
    }

    /// Documentation, tests, what only people look at, and what only builds the program.
    static func isText(_ path: String) -> Bool {
        let path = "/" + path.lowercased()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return textEndings.contains(where: path.hasSuffix) || textFolders.contains(where: path.contains)
            || ["_test.", ".test.", ".spec.", "_spec.", "_fuzz_test", ".stories."].contains(where: name.contains)
            || name.hasPrefix("test_") || textNames.contains(name)
            || ["test.java", "tests.cs", "test.kt", "tests.swift", "test.php"].contains(where: name.hasSuffix)
            || path.hasSuffix(".txt") && name.contains("readme")
    }

    private static let textEndings = [
        ".md", ".rst", ".adoc", ".css", ".scss", ".sass", ".less", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".html",
        ".snap", ".golden", ".woff", ".woff2",
    ]
    private static let textFolders = [
        "/testdata/", "/tests/", "/test/", "/__tests__/", "/spec/", "/docs/", "/doc/", "/.github/", "/.circleci/", "/.gitlab/",
        "/dashboards/", "/fixtures/", "/examples/", "/.vscode/", "/.idea/",
    ]
    private static let textNames: Set<String> = [
        "codeowners", "license", "changelog", ".gitignore", ".gitattributes", ".editorconfig", ".gitlab-ci.yml", "jenkinsfile",
        ".golangci.yml", ".golangci.yaml", ".prettierrc", ".eslintrc.json", ".eslintrc.js", ".rubocop.yml",
        "azure-pipelines.yml",
        "renovate.json", ".pre-commit-config.yaml", "docker-compose.test.yml", "jest.config.js", "vitest.config.ts",
    ]

    mutating func add(_ kind: DiffEffect.Kind, _ says: String, _ names: [String]) {
        effects.append(DiffEffect(kind: kind, says: says, names: Set(names.filter { $0.utf8.count >= 3 })))
    }

    /// Names that a log line may repeat: those of the line's code, whole and in parts.
    static func names(of line: PatchLines.Line) -> [String] {
        let words = line.words.filter { $0.kind == .name || ($0.kind == .text && Setting.isIdentifier($0.text)) }
        return words.flatMap { word in
            CodeWord.parts(of: word.text).filter { $0.utf8.count >= 4 && !common.contains($0) } + [word.lastName]
        }
    }

    private static let common: Set<String> = [
        "return", "func", "function", "class", "const", "static", "public", "private", "final", "void", "string", "self",
        "this",
        "from", "with", "else", "async", "await", "export", "import", "default", "true", "false", "null", "error", "value",
    ]

    private mutating func read() {
        for patch in patches {
            if patch.form == .manifest {
                readVersions(patch)
                continue
            }
            let edits = Self.edits(of: patch)
            self.edits += patch.form == .code ? edits : []
            readEdits(edits, patch)
            readMovedValues(patch)
            readMeanings(edits, patch)
            readLoops(patch)
            readEndlessness(edits, patch)
            readGrowth(patch)
            readOrder(patch)
            readSchema(edits, patch)
            readPlatform(edits, patch)
        }
        readChecks()
        readCalls()
        readGone()
        readNew()
        readBounds()
        readRelations()
        readConcurrency()
    }
}
