import Core

/// Reads the effects out of a change's files. Lexical and language-neutral: it sees what lines say, not what they mean, so that an
/// effect is a possibility for the evidence to bear out and never a verdict.
struct DiffReader {
    let patches: [PatchLines]
    let added: [PatchLines.Line]
    let removed: [PatchLines.Line]
    let addedNames: Set<String>
    let addedLiterals: Set<String>
    private(set) var effects: [DiffEffect] = []

    static let mostFiles = 100
    /// Of all files together.
    static let mostLines = 5000
    /// Lines of the same hunk that one line is compared with.
    static let mostCompared = 40
    static let mostEffects = 20

    /// Effects in the order of the files, each once.
    static func effects(of files: [Change.FileChange]) -> [DiffEffect] {
        var reader = DiffReader(files)
        reader.read()
        var seen: Set<DiffEffect> = []
        return Array(reader.effects.filter { seen.insert($0).inserted }.prefix(mostEffects))
    }

    private init(_ files: [Change.FileChange]) {
        var left = Self.mostLines
        patches = files.prefix(Self.mostFiles).filter { !DiffReader.isText($0.path) }.map { file in
            let patch = PatchLines(file, mostLines: min(left, PatchLines.mostLines))
            left -= patch.lines.count
            return patch
        }
        added = patches.flatMap { $0.lines(.added) }
        removed = patches.flatMap { $0.lines(.removed) }
        let words = added.flatMap(\.words)
        addedNames = Set(words.filter { $0.kind == .name }.map(\.text))
        addedLiterals = Set(words.filter { $0.kind == .number || $0.kind == .text }.map(\.text))
    }

    /// Documentation, tests, and what only people look at.
    static func isText(_ path: String) -> Bool {
        let path = path.lowercased()
        let name = path.split(separator: "/").last ?? ""
        let endings = [".md", ".rst", ".css", ".scss", ".less", ".svg", ".png", ".jpg", ".html", ".snap", ".golden"]
        return endings.contains(where: path.hasSuffix) || path.contains("/testdata/") || path.contains("/tests/")
            || path.hasPrefix("tests/") || path.hasPrefix("docs/") || name.contains("_test.") || name.contains(".test.")
            || name.contains("_fuzz_test") || name == "codeowners" || name == "license"
    }

    mutating func add(_ kind: DiffEffect.Kind, _ says: String, _ names: [String]) {
        effects.append(DiffEffect(kind: kind, says: says, names: Set(names.filter { $0.utf8.count >= 3 })))
    }

    private mutating func read() {
        for patch in patches {
            if DiffReader.isManifest(patch.path) {
                readVersions(patch)
                continue
            }
            readEdits(patch)
            readLoops(patch)
        }
        readChecks()
        readCalls()
        readBounds()
        readRelations()
        readConcurrency()
    }
}
