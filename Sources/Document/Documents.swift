public import Core

/// The four files that an investigation leaves. A pure function of the record: the same record gives the same bytes.
///
/// Nothing in them depends on when the sources were asked but texts of the form `asked 2026-11-20T15:05:00Z`. Unless the record
/// says to name people, no name, user id or e-mail address of a person that the evidence knows is in any of them.
public struct Documents: Sendable, Hashable {
    /// `briefing.md`: what is broken, since when, how far it reaches, the best hypotheses, first actions.
    public let briefing: String
    /// `postmortem.md`.
    public let postmortem: String
    /// `postmortem.html`: the post-mortem with charts, in one file without scripts or external resources.
    public let html: String
    /// `investigation.json`, schema `inquest.investigation/1`.
    public let json: String
    /// Every sentence of fact, those withheld too, with its verdict.
    public let claims: [Claim]

    public init(_ record: InvestigationRecord) {
        let draft = Draft(record)
        self.init(draft, postmortem: draft.postmortem, html: draft.html, json: draft.json)
    }

    /// The same documents, written side by side: each depends on the draft alone.
    public static func written(from record: InvestigationRecord) async -> Documents {
        let draft = Draft(record)
        async let postmortem = draft.postmortem
        async let html = draft.html
        async let json = draft.json
        return await Documents(draft, postmortem: postmortem, html: html, json: json)
    }

    private init(_ draft: Draft, postmortem: String, html: String, json: String) {
        briefing = MarkdownRenderer(document: "postmortem.md").render(draft.brief)
        self.postmortem = postmortem
        self.html = html
        self.json = json
        claims = draft.claims
    }

    /// What all documents are written from.
    private struct Draft: Sendable {
        let record: InvestigationRecord
        let brief: [Block]
        let blocks: [Block]
        let claims: [Claim]
        let timeline: [TimelineEntry]

        init(_ whole: InvestigationRecord) {
            let original = whole.withoutTextBeyond(logLines: InvestigationJSON.logLines)
            record = original.namesPeople ? original : original.withoutNames()
            var composer = Composer(record)
            brief = composer.briefing()
            timeline = TimelineMaker(record).entries(&composer.book)
            let charts = ChartMaker(record, timeline: timeline)
            blocks = composer.postmortem(charts: charts, timeline: timeline)
            claims = composer.book.claims
        }

        var postmortem: String { MarkdownRenderer().render(blocks) }
        var html: String { HTMLRenderer(title: record.incident.title).render(blocks) }
        var json: String { InvestigationJSON(record: record, claims: claims, timeline: timeline).text }
    }

    /// The files by name, in the order in which they are worth reading.
    public var files: [(name: String, content: String)] {
        [
            ("briefing.md", briefing), ("postmortem.md", postmortem), ("postmortem.html", html), ("investigation.json", json),
        ]
    }
}
