import Core

/// The statements of the documents that Inquest wrote of an investigation, as they stand in those documents.
///
/// Every sentence of them was checked against what it cites when it was written, and tables and lists of evidence are the evidence
/// itself. One that a checked document has word for word, under the same headings, needs no second opinion; one that was
/// edited, or moved under another heading, is ruled on like anyone's.
struct OwnStatements {
    private struct Key: Hashable {
        var section: [String]
        var text: String

        init(_ statement: Statement) {
            section = statement.section
            text = statement.text
        }
    }

    private let keys: Set<Key>

    /// `nil` where the document does not name the investigation, as those that Inquest wrote do.
    init?(in manuscript: Manuscript, of record: InvestigationRecord) {
        let id = Array(record.id.utf8)
        guard manuscript.statements.contains(where: { TextSearch.contains(id, in: Array($0.text.utf8)) }) else { return nil }
        let documents = Documents(record)
        let text = manuscript.format == .html ? documents.html : documents.postmortem
        guard let own = try? Manuscript(reading: Array(text.utf8), name: manuscript.format == .html ? "own.html" : "own.md")
        else { return nil }
        keys = Set(own.statements.map(Key.init))
    }

    /// What is said of a statement that stands in them: supported by what it cites; without a citation nothing is decided.
    func ruling(on statement: Statement) -> Ruling? {
        guard keys.contains(Key(statement)) else { return nil }
        return statement.citations.isEmpty ? Ruling(.notChecked) : Ruling(.supported, citations: statement.citations)
    }
}
