/// Phrases by their first word, so that looking for all of them takes one pass over a text.
struct Phrases: Sendable {
    private let table: PhraseTable

    /// - Parameter list: phrases separated by `|`, in lower case.
    init(_ list: String) {
        table = PhraseTable(list.split(separator: "|").map(String.init))
    }

    /// How many words the longest of the phrases has that stands at a place; `nil` where none does.
    func length(in wordings: Wordings, at place: Int) -> Int? {
        guard wordings.words.indices.contains(place) else { return nil }
        return table.longest(from: wordings.words[place].text) { wordings.has($0, at: place) }?.count
    }

    static let humanError = Phrases(
        "human error|operator error|user error|pilot error|human mistake|human factor|fat finger|fat-finger|fat fingered|pebkac"
    )

    static let counterfactual = Phrases(
        "should have|should've|shouldn't have|should not have|could have|could've|couldn't have|ought to have|would have"
            + "|would've|wouldn't have|if only|needed to have|failed to notice|failed to realise|failed to realize")

    static let judgment = Phrases(
        "obviously|obvious|clearly|of course|evidently|simply|trivially|naturally|surely|needless to say|as everyone knows"
            + "|common sense|careless|carelessly|carelessness|negligent|negligence|negligently|sloppy|sloppily|incompetent"
            + "|incompetence|stupid|stupidly|foolish|foolishly|reckless|recklessly|lazy|inattention|inattentive|blame|blamed"
            + "|to blame|at fault|guilty|culprit|unforgivable|embarrassing|embarrassingly|unacceptable|inexcusable")

    static let hedge = Phrases(
        "likely|most likely|very likely|probably|possibly|perhaps|maybe|presumably|apparently|seemingly|supposedly|arguably"
            + "|allegedly|it seems|seems to|seemed to|it appears|appears to|appeared to|might have|may have|could have been"
            + "|we believe|we think|we suspect|we assume|it is believed|it is thought|is suspected|are suspected|was suspected"
            + "|in all likelihood")

    static let vague = Phrases(
        "several|a number of|numerous|a lot of|lots of|a few|many|countless|tons of|a handful of|a bunch of|significant"
            + "|significantly|massive|massively|huge|considerable|considerably|substantial|substantially|briefly|for a while"
            + "|for some time|a short time|shortly|some time later|at some point|eventually|various")

    /// What only a person can be said to have done amiss.
    static let personal = Phrases(
        "forgot|forgot to|forgets|neglected|neglected to|overlooked|ignored|mistyped|mistook|misread|misunderstood|botched"
            + "|messed up|screwed up|fat-fingered|did not bother|didn't bother|did not check|didn't check|did not verify"
            + "|didn't verify|did not test|didn't test|did not notice|didn't notice|did not follow|didn't follow|did not realize"
            + "|didn't realize|did not realise|didn't realise|did not read|didn't read|failed to check|failed to verify"
            + "|failed to test|failed to follow|failed to read|failed to notice|failed to escalate|failed to communicate"
            + "|made a mistake|made an error|made the mistake|made the error|carelessly|mistakenly|accidentally|inadvertently"
            + "|wrongly|negligently|by mistake")

    /// What a person or a thing can be said to have done amiss: a person must be named for it.
    static let harmful = Phrases(
        "caused|broke|brought down|took down|misconfigured|mishandled|missed|failed to"
            + "|destroyed|wiped|is responsible|was responsible|is to blame|was to blame|is at fault|was at fault")

    /// Leads to who did it.
    static let agent = Phrases(
        "caused by|due to|because of|fault of|mistake of|mistake by|error by|error of|negligence of|blame|blamed|blamed on"
            + "|oversight by|oversight of|broken by")

    /// What someone is said to have of their own: "Ana's mistake".
    static let failing = Phrases(
        "mistake|error|fault|carelessness|negligence|oversight|typo|blunder|slip|failure|inattention|bad|wrong|faulty|careless")

    /// Roles that people have, in the singular.
    static let roles = Phrases(
        "engineer|on-call engineer|developer|operator|administrator|admin|sysadmin|responder|on-call|intern|contractor|colleague"
            + "|employee|dba|sre|manager|someone|somebody|he|she|author|committer|deployer|reviewer|technician")
}
