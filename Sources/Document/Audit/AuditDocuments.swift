/// An audit as files. A pure function of the result: the same result gives the same bytes.
public struct AuditDocuments: Sendable {
    private let result: AuditResult

    public init(_ result: AuditResult) { self.result = result }

    public var markdown: String { MarkdownRenderer().render(AuditComposer(result: result).blocks) }

    /// One file without scripts or external resources.
    public var html: String {
        let composer = AuditComposer(result: result)
        return HTMLRenderer(title: composer.title).render(composer.blocks)
    }

    /// Schema `inquest.audit/1`.
    public var json: String { AuditJSON(result: result).text }

    /// SARIF 2.1.0.
    public var sarif: String { AuditSARIF(result: result).text }
}
