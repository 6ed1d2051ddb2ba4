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
        let record = record.namesPeople ? record : record.withoutNames()
        var composer = Composer(record)
        let brief = composer.briefing()
        let entries = TimelineMaker(record).entries(&composer.book)
        let charts = ChartMaker(record, timeline: entries)
        let blocks = composer.postmortem(charts: charts, timeline: entries)
        briefing = MarkdownRenderer(document: "postmortem.md").render(brief)
        postmortem = MarkdownRenderer().render(blocks)
        html = HTMLRenderer(title: record.incident.title).render(blocks)
        claims = composer.book.claims
        json = InvestigationJSON(record: record, claims: composer.book.claims, timeline: entries).text
    }

    /// The files by name, in the order in which they are worth reading.
    public var files: [(name: String, content: String)] {
        [
            ("briefing.md", briefing), ("postmortem.md", postmortem), ("postmortem.html", html), ("investigation.json", json),
        ]
    }
}
