import Core
import Crypto

/// Judges what a bundle's fields say. It is used for verifying and for writing, so that nothing is written that would not
/// verify. Documentation/bundle-format.md lists the checks.
struct BundleChecker: BundleVisitor {
    private(set) var problems: [BundleProblem] = []
    /// Problems above the limit are counted and not kept.
    private(set) var furtherProblems = 0
    static let maximumProblems = 1000

    private(set) var log: NoteVerifier?
    private(set) var witnesses: [NoteVerifier] = []
    private var lastWitness: [UInt8] = []
    private(set) var note: SignedNote?
    private(set) var head: Checkpoint?
    private(set) var investigation: String?
    private(set) var entries = 0
    /// The position and the marks of each entry whose leaf can be read.
    private(set) var marks: [EntryMarks] = []
    /// The parts that entries of kind `erased` name, by position.
    private(set) var erasures: [Int64: Set<BundlePart>] = [:]
    private(set) var documents: [(name: String, sha256: String)] = []
    /// The content of the last entry of kind `documents`; `nil` when there is none or it is not disclosed.
    private(set) var statement: JSONValue?

    private var leaf: LeafRecord?
    private var current = BundlePart.content
    private var expected: Int?
    private var hasher = SHA256()
    private var read: [UInt8]?
    private var documentName: [UInt8] = []

    struct EntryMarks {
        var entry: Int
        var position: Int64
        var key: CallKey?
        var content = BundleMark.none
        var body = BundleMark.none
    }

    mutating func report(_ reason: String) {
        var problem = BundleProblem(reason: BundleProblem.shown(reason))
        if entries > 0 { problem.entry = entries - 1 }
        problem.position = leaf?.position
        problem.key = leaf?.key
        add(problem)
    }

    mutating func add(_ problem: BundleProblem) {
        if problems.count < Self.maximumProblems { problems.append(problem) } else { furtherProblems += 1 }
    }

    /// What follows is about the whole bundle and not about an entry.
    mutating func reportOverall(_ reason: String) { add(BundleProblem(reason: BundleProblem.shown(reason))) }

    // MARK: Keys and checkpoint

    private mutating func verifier(_ text: [UInt8], _ algorithm: NoteVerifier.Algorithm, _ whose: String) -> NoteVerifier? {
        do throws(NoteError) {
            let verifier = try NoteVerifier(vkey: String(decoding: text, as: UTF8.self))
            // Invalid UTF-8 was replaced above, and is found here.
            guard Array(verifier.vkey.utf8) == text else { throw .malformed("it is not UTF-8") }
            guard verifier.algorithm == algorithm else { throw .malformed("it is of type \(verifier.algorithm.rawValue)") }
            return verifier
        } catch {
            reportOverall("the key of \(whose) cannot be used: \(error)")
            return nil
        }
    }

    mutating func logKey(_ text: [UInt8]) { log = verifier(text, .ed25519, "the log") }

    mutating func witnessKey(_ text: [UInt8]) {
        if !lastWitness.lexicographicallyPrecedes(text) { reportOverall("the witnesses' keys are not in ascending order") }
        lastWitness = text
        if let witness = verifier(text, .cosignature, "a witness") { witnesses.append(witness) }
    }

    mutating func checkpoint(_ bytes: [UInt8]) {
        do throws(NoteError) {
            let note = try SignedNote(parsing: bytes)
            guard note.bytes == bytes else { throw .malformed("it is not in its canonical spelling") }
            self.note = note
            let head = try Checkpoint(parsing: note.text)
            self.head = head
            guard let log else { return }
            if Array(head.origin.utf8) != Array(log.name.utf8) {
                reportOverall("the checkpoint is of the log '\(head.origin)', and the key is of '\(log.name)'")
            }
            let keys = [log] + witnesses
            guard note.signatures.count == keys.count else {
                throw .malformed("it has \(note.signatures.count) signatures, and there are \(keys.count) keys")
            }
            for (key, signature) in zip(keys, note.signatures) where !key.verifies(signature, over: note.text) {
                throw .wrongSignature(key: key.description)
            }
        } catch {
            reportOverall("the checkpoint: \(error)")
        }
    }

    // MARK: Entries

    mutating func entry(leaf bytes: [UInt8], proof: [LogHash]) {
        entries += 1
        leaf = nil
        let leaf: LeafRecord
        do throws(LeafError) {
            leaf = try LeafRecord(parsing: bytes)
        } catch {
            return report("\(error)")
        }
        self.leaf = leaf
        if let investigation, Array(investigation.utf8) != Array(leaf.investigation.utf8) {
            report("it is of the investigation '\(leaf.investigation)', and the bundle of '\(investigation)'")
        }
        if investigation == nil { investigation = leaf.investigation }
        if leaf.sequence != entries - 1 { report("its sequence is \(leaf.sequence), and \(entries - 1) is its place here") }
        if let last = marks.last, last.position >= leaf.position { report("it does not follow position \(last.position)") }
        marks.append(EntryMarks(entry: entries - 1, position: leaf.position, key: leaf.key))
        if leaf.kind == .documents { statement = nil }
        guard let head else { return }
        if !MerkleTree.verifyInclusion(
            leaf: LogHash.leaf(bytes), index: leaf.position, size: head.size, proof: proof, root: head.root)
        {
            report("its proof does not lead to the checkpoint's root")
        }
    }

    mutating func part(_ part: BundlePart, _ mark: BundleMark) {
        current = part
        guard let leaf, !marks.isEmpty else { return }
        switch part {
        case .content:
            marks[marks.count - 1].content = mark
            if leaf.kind == .erased, mark != .disclosed {
                report("the content of an entry of kind 'erased' must be disclosed: it says what was erased")
            }
        case .body:
            marks[marks.count - 1].body = mark
            if (leaf.body == nil) != (mark == .none) {
                report(
                    leaf.body == nil
                        ? "it has no body, and the bundle has a mark for one" : "it has a body, and the bundle none")
            }
        }
    }

    mutating func disclosure(salt: [UInt8], count: Int, at offset: Int64) {
        hasher = SHA256()
        hasher.update(data: salt)
        read = nil
        guard let leaf else { return }
        expected = current == .content ? leaf.content.count : leaf.body?.count
        if let expected, expected != count {
            report("its \(current.rawValue) has \(count) bytes, and the leaf says \(expected)")
        }
        guard current == .content, leaf.kind == .documents || leaf.kind == .erased else { return }
        if count > BundleFormat.maximumReadContent {
            report("its content has \(count) bytes, and \(BundleFormat.maximumReadContent) is the limit for its kind")
        } else {
            read = []
        }
    }

    mutating func bytes(_ bytes: [UInt8]) {
        hasher.update(data: bytes)
        read?.append(contentsOf: bytes)
    }

    mutating func endOfPart() {
        let digest = Array(hasher.finalize())
        guard let leaf else { return }
        let committed = current == .content ? leaf.content.plaintext : leaf.body?.plaintext
        guard let committed else { return }
        if committed != digest { return report("its \(current.rawValue) is not what the leaf commits to") }
        guard let read, current == .content else { return }
        // The parser would replace what is not UTF-8, and another verifier would not.
        guard String(validating: read, as: UTF8.self) != nil else { return report("its content is not UTF-8") }
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue(parsing: read) } catch { return report("its content is \(error)") }
        if leaf.kind == .documents { statement = json } else { noteErasures(json, by: leaf) }
        self.read = nil
    }

    /// `{"erased": [{"position": 17, "parts": ["content", "body"]}], …}`
    private mutating func noteErasures(_ json: JSONValue, by leaf: LeafRecord) {
        guard let list = json["erased"]?.array else { return report("its content does not list what was erased") }
        for item in list {
            guard let position = item["position"]?.int, let names = item["parts"]?.array, !names.isEmpty else {
                return report("its content does not say of each erasure the position and the parts")
            }
            let parts = names.compactMap { $0.string.flatMap(BundlePart.init(rawValue:)) }
            guard parts.count == names.count else { return report("its content names a part other than content and body") }
            guard position >= 0, position < leaf.position else {
                return report("it erases position \(position), which does not come before it")
            }
            erasures[position, default: []].formUnion(parts)
        }
    }

    // MARK: Documents and the end

    mutating func document(name: [UInt8], count: Int, at offset: Int64) {
        leaf = nil
        read = nil
        hasher = SHA256()
        if !BundleFormat.isName(name) { reportOverall("a document's name has other characters than A-Z a-z 0-9 . _ -") }
        if !documents.isEmpty, !documentName.lexicographicallyPrecedes(name) {
            reportOverall("the documents are not in ascending order of their names")
        }
        documentName = name
    }

    mutating func endOfDocument() {
        documents.append((String(decoding: documentName, as: UTF8.self), Hex.encode(hasher.finalize())))
    }

    mutating func end(trailerFits: Bool) {
        leaf = nil
        if !trailerFits { reportOverall("the digest at the end does not fit: the bundle was damaged or changed") }
        checkErasures()
        checkDocuments()
    }

    private mutating func checkErasures() {
        for entry in marks {
            let named = erasures[entry.position] ?? []
            for (part, mark) in [(BundlePart.content, entry.content), (.body, entry.body)] where mark != .none {
                guard (mark == .erased) != named.contains(part) else { continue }
                add(
                    BundleProblem(
                        entry: entry.entry, position: entry.position, key: entry.key,
                        reason: mark == .erased
                            ? "its \(part.rawValue) is marked erased, and no entry of kind 'erased' says so"
                            : "its \(part.rawValue) was erased, and is marked \(mark)"))
            }
        }
    }

    private mutating func checkDocuments() {
        guard !documents.isEmpty else { return }
        guard let files = statement?["files"]?.object else {
            return reportOverall(
                "it holds documents, and the last entry of kind 'documents', which would state their digests, is not disclosed here"
            )
        }
        for document in documents where files[document.name]?.string != document.sha256 {
            reportOverall("the document '\(document.name)' is not the one whose digest is in the log")
        }
        let held = Set(documents.map(\.name))
        for file in files.members where !held.contains(file.name) {
            reportOverall("the document '\(file.name)' is missing: a bundle holds all documents or none")
        }
    }
}
