import Core

/// A document before it is Markdown or HTML.
enum Block: Sendable {
    /// Level 1 to 4. The anchor is what citations and contents link to.
    case heading(Int, String, anchor: String? = nil)
    case paragraph([Inline])
    case list([[Inline]])
    /// Names with values.
    case facts([(name: String, value: [Inline])])
    case code(String, language: String)
    /// Rows in columns. Markdown writes them as a list, since data cannot be made safe in its tables without altering it.
    case table(caption: String, columns: [String], rows: [[[Inline]]])
    /// A picture; Markdown has what it says in its place.
    case chart(Chart)
    /// Evidence and findings, each under its id.
    case entry(id: String, title: [Inline], body: [Block])
    /// Someone's document, statement by statement: at the left what it says, at the right what is said of it.
    case annotated([AnnotatedRow])
    /// The document's own remark on itself.
    case remark([Inline])
}

enum Inline: Sendable {
    /// The document's own words.
    case say(String)
    /// Text from outside.
    case data(String)
    case code(String)
    case strong([Inline])
    /// A checked sentence with its citations.
    case claim(Claim)
    /// The part of a checked sentence that is printed where its time stands beside it, with the citations.
    case part(of: Claim, String)
    case cite([Claim.Citation])
    case link(String, Link)
    /// A time of asking, which readers of two runs leave out when they compare.
    case asked(Instant)
}

/// A chart in a wide form for screens and paper, and in a narrow one for phones. Both are complete `svg` elements.
struct Chart: Sendable {
    /// Metric and service, shown above.
    var title: String?
    /// What the chart shows, as a checked sentence.
    var claim: Claim?
    /// How to read it.
    var caption: String
    var wide: String
    var narrow: String
    /// What stands for it where no picture can.
    var text: String?
}
