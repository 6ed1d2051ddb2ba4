/// A review in its forms. A pure function of the review: the same review gives the same bytes.
public struct ReviewDocuments: Sendable {
    private let review: Review

    public init(_ review: Review) { self.review = review }

    /// The document, statement by statement, with verdicts, evidence and corrections.
    public var markdown: String { MarkdownRenderer().render(ReviewComposer(review: review).blocks) }

    /// The document at the left, verdicts and evidence at the right: one file without scripts or external resources.
    public var html: String {
        let composer = ReviewComposer(review: review)
        return HTMLRenderer(title: composer.title, isBroad: true).render(composer.blocks)
    }

    /// Schema `inquest.check/1`.
    public var json: String { ReviewJSON(review: review).text }

    /// SARIF 2.1.0.
    public var sarif: String { ReviewSARIF(review: review).text }
}
