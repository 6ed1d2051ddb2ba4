import Core

/// Tells of a signal's numbers which is what is usual and which is what it came to: "120 ms is normal, and it climbed to 4.4 s",
/// "4.4 s, against 120 ms on a quiet day", "down from 14 s to 5 s", whatever the verb and the order.
struct LevelReader {
    enum Level: Sendable { case usual, reached }
    enum Direction: Sendable { case rise, fall }

    private let sentence: Sentence
    private let places: [Int]

    init(_ sentence: Sentence) {
        self.sentence = sentence
        places = sentence.tokens.indices.filter { place in
            sentence.tokens[place].amount.map { !$0.isFactor && !$0.isShare } ?? false
        }
    }

    /// The level of each amount that the words around it tell, by place.
    func levels() -> [Int: Level] {
        var scores: [(place: Int, usual: Double, reached: Double)] = []
        for (position, place) in places.enumerated() {
            let before = range(before: place, after: position > 0 ? places[position - 1] : nil)
            let behind = range(behind: place, before: position + 1 < places.count ? places[position + 1] : nil)
            let (usual, reached) = weigh(place, before, behind)
            scores.append((place, usual, reached))
        }
        // "14 s one moment, 5 s for the rest": without a word on which is which, what it rose or fell from comes first.
        for position in scores.indices.dropLast()
        where dimension(scores[position].place) == dimension(scores[position + 1].place) {
            let (first, second) = (scores[position], scores[position + 1])
            // "Having sat at 120 ms, it shot up to 4.4 s".
            let isFromTo = lead(of: first.place) == "at" && lead(of: second.place) == "to"
            guard first.usual == 0, second.usual == 0, scores.count == 2, !isLed(first.place) || isFromTo,
                sentence.services().count <= 1, direction(at: second.place) != nil
            else { continue }
            scores[position].usual = first.reached + 1
        }
        var result: [Int: Level] = [:]
        for score in scores where score.usual != score.reached {
            result[score.place] = score.usual > score.reached ? .usual : .reached
        }
        // Of two numbers of one kind, the one beside what is usual is what it came to.
        for (first, second) in zip(scores, scores.dropFirst()) where dimension(first.place) == dimension(second.place) {
            guard first.usual > 0 || second.usual > 0 else { continue }
            let (lead, other) =
                first.usual - first.reached >= second.usual - second.reached ? (first, second) : (second, first)
            guard lead.usual - lead.reached != other.usual - other.reached else { continue }
            result[lead.place] = .usual
            result[other.place] = .reached
        }
        return result
    }

    /// Did the signal rise or fall to the amount at a place, by the verb nearest to it?
    func direction(at place: Int) -> Direction? {
        var best: (direction: Direction, distance: Int)?
        for near in sentence.tokens.indices where sentence.tokens[near].isWord {
            let word = sentence.lower(near)
            let direction: Direction
            if Self.falls.contains(word) {
                direction = .fall
            } else if Self.rises.contains(word) {
                direction = .rise
            } else {
                continue
            }
            // "Not up but down", "instead of rising", "no spike".
            let denial = (1...3).first {
                let word = sentence.lower(near - $0)
                return ["not", "instead", "no", "never", "nor", "without", "but"].contains(word) || word.hasSuffix("n't")
            }
            let isDenied = denial.map { sentence.lower(near - $0) != "but" } ?? false
            if isDenied || word == "up" && sentence.lower(near + 1) == "to" { continue }
            let distance = abs(near - place)
            if best.map({ distance < $0.distance }) ?? true { best = (direction, distance) }
        }
        return best?.direction
    }

    private func dimension(_ place: Int) -> Quantity.Dimension? { sentence.tokens[place].amount?.quantity.dimension }

    // MARK: The words around an amount

    private static let dividers: Set<String> = [",", ";", "(", ")", "and", "but", "–", "—", "while", "whereas", "where"]

    /// Words before an amount that speak of it and not of the amount before it.
    private func range(before place: Int, after last: Int?) -> Range<Int> {
        guard let last else {
            let start = max(0, place - 9)
            let divider = (start..<place).last { ["but", ";", "(", "–", "—", ":"].contains(sentence.lower($0)) }
            // "(Before: 14 s)".
            return (divider.map { $0 + 1 < place ? $0 + 1 : start } ?? start)..<place
        }
        if let divider = (last + 1..<place).last(where: { Self.dividers.contains(sentence.lower($0)) }) {
            return divider + 1..<place
        }
        // "4.4 s at peak vs. 120 ms".
        let turn = (last + 1..<place).last { ["vs", "versus", "against"].contains(sentence.lower($0)) }
        return (turn ?? max(last + 1, place - 3))..<place
    }

    private func range(behind place: Int, before next: Int?) -> Range<Int> {
        let end = min(sentence.tokens.count, place + 9)
        guard let next, next < end else { return place + 1..<max(place + 1, end) }
        if let divider = (place + 1..<next).first(where: { Self.dividers.contains(sentence.lower($0)) }) {
            return place + 1..<divider
        }
        return place + 1..<max(place + 1, next - 3)
    }

    private func weigh(_ place: Int, _ before: Range<Int>, _ behind: Range<Int>) -> (usual: Double, reached: Double) {
        var usual = 0.0
        var reached = 0.0
        for near in before {
            let weight = place - near <= 3 ? 2.0 : 1.2
            if isUsual(near) { usual += weight }
            if Self.reachedWords.contains(sentence.lower(near)) { reached += weight }
        }
        for near in behind {
            // "15 ms before the outage", "14 s one moment"; a verb behind a comma goes on with the story.
            if [",", ";"].contains(sentence.lower(near)) { break }
            let weight = near - place <= 3 ? 1.6 : 0.8
            if isUsual(near) { usual += weight }
            if Self.reachedWords.contains(sentence.lower(near)), near - place <= 4 { reached += weight * 0.6 }
        }
        // The word right before, without what says how exact the number is.
        var lead = place - 1
        while lead >= 0, Self.hedges.contains(sentence.lower(lead)) { lead -= 1 }
        let pair = sentence.lower(lead - 1) + " " + sentence.lower(lead)
        if Self.usualLeads.contains(sentence.lower(lead)) || Self.usualPairs.contains(pair) { usual += 3 }
        if Self.reachedLeads.contains(sentence.lower(lead)) { reached += 1.5 }
        if isArrow(endingAt: place - 1) { reached += 3 }
        if isArrow(beginningAt: place + 1) { usual += 3 }
        return (usual, reached)
    }

    /// The word right before an amount, without what says how exact the number is.
    private func lead(of place: Int) -> String {
        var lead = place - 1
        while lead >= 0, Self.hedges.contains(sentence.lower(lead)) { lead -= 1 }
        return sentence.lower(lead)
    }

    /// Does "to", "at" or the like stand before it?
    private func isLed(_ place: Int) -> Bool {
        let lead = lead(of: place)
        return Self.reachedLeads.contains(lead) || ["of", "by", "is", "was", "than"].contains(lead)
    }

    /// A word of what is usual; "as on any other day".
    private func isUsual(_ place: Int) -> Bool {
        let word = sentence.lower(place)
        return Self.usualWords.contains(word)
            || word == "other" && ["day", "days", "week", "weeks", "time", "times"].contains(sentence.lower(place + 1))
            || word == "used" && sentence.lower(place + 1) == "to"
    }

    private func isArrow(endingAt place: Int) -> Bool {
        sentence.lower(place) == "→" || sentence.lower(place) == ">" && ["-", "=", "–"].contains(sentence.lower(place - 1))
    }
    private func isArrow(beginningAt place: Int) -> Bool {
        sentence.lower(place) == "→" || ["-", "=", "–"].contains(sentence.lower(place)) && sentence.lower(place + 1) == ">"
    }

    // MARK: Words

    private static let hedges: Set<String> = [
        "about", "around", "roughly", "approximately", "nearly", "almost", "some", "~", "≈", "its", "the", "a", "an", "their",
        "only", "just", "merely", "as", "little", "well", "over", ".",
    ]
    private static let usualLeads: Set<String> = ["from", "against", "versus", "vs"]
    private static let usualPairs: Set<String> = [
        "instead of", "place of", "lieu of", "rather than", "compared to", "compared with", "opposed to", "relative to",
        "comparison with", "comparison to", "contrast to", "used to",
    ]
    private static let reachedLeads: Set<String> = ["to", "at", "until", "reached", "reaching", "hit", "hitting", "towards"]

    static let usualWords: Set<String> = [
        "usual", "usually", "normal", "normally", "norm", "customary", "customarily", "ordinary", "ordinarily", "typical",
        "typically", "habitual", "habitually", "regular", "regularly", "baseline", "baselines", "idle", "idled", "idling",
        "idles", "hover", "hovers", "hovered", "hovering", "before", "previously", "beforehand", "formerly", "routine",
        "standard", "accustomed", "everyday", "quiet", "calm", "healthy", "prior", "originally", "initially", "otherwise",
        "generally", "commonly", "good", "expected", "peacetime", "earlier",
    ]
    /// Words of the furthest that a signal went.
    static let extremes: Set<String> = [
        "peak", "peaked", "max", "maximum", "highest", "top", "worst", "crest", "summit", "record", "lowest", "minimum",
        "trough",
        "floor", "bottom", "high-water", "zenith", "pinnacle", "ceiling",
    ]
    private static let reachedWords: Set<String> = [
        "peak", "peaked", "peaking", "peaks", "max", "maximum", "maximal", "highest", "top", "topped", "topping", "tops",
        "worst", "crest", "height", "climax", "apex", "summit", "reached", "reaching", "hit", "hitting", "record", "maxed",
        "lowest", "bottom", "bottomed", "bottoming", "minimum", "trough", "floor", "nadir", "outage", "incident", "during",
        "throughout", "disruption", "disturbance", "climbed", "rose", "jumped", "spiked", "surged", "shot", "soared", "fell",
        "dropped", "sank", "collapsed", "plunged", "plummeted", "settled", "settling", "stuck", "pinned", "remained", "stayed",
        "exceeded", "exceeds", "exceeding", "surpassed", "touched", "touching", "high-water", "high", "zenith", "pinnacle",
        "culminated", "culminating", "landed", "ended", "ceiling",
    ]
    static let rises: Set<String> = [
        "rise", "rises", "rising", "rose", "risen", "climb", "climbs", "climbed", "climbing", "jump", "jumps", "jumped",
        "jumping", "spike", "spikes", "spiked", "spiking", "surge", "surges", "surged", "surging", "grow", "grew", "grown",
        "growing", "growth", "increase", "increases", "increased", "increasing", "soar", "soared", "soaring", "shot",
        "rocketed", "skyrocketed", "ballooned", "swelled", "mounted", "escalated", "peak", "peaked", "peaking", "topped",
        "topping", "highest", "maximum", "max", "up", "upwards", "higher", "worst", "crest", "exceeded", "ascended", "leapt",
        "leaped", "elevated", "crept", "worsened", "raised", "top", "height", "apex", "summit", "climax", "exceeding",
        "surpassed",
        "high-water", "zenith", "pinnacle", "culminated", "culminating", "ceiling",
    ]
    static let falls: Set<String> = [
        "fall", "falls", "fell", "fallen", "falling", "drop", "drops", "dropped", "dropping", "sink", "sinks", "sank", "sunk",
        "sinking", "decline", "declines", "declined", "declining", "decrease", "decreases", "decreased", "decreasing",
        "collapse", "collapsed", "collapsing", "plummeted", "plummeting", "plunge", "plunged", "plunging", "down", "downwards",
        "downward", "lower", "lowered", "lowest", "below", "dip", "dipped", "dipping", "slid", "slide", "slump", "slumped",
        "depressed", "reduced", "reduction", "cut", "shrank", "shrunk", "shrinking", "diminished", "bottomed", "tumbled",
        "receded", "sagged", "minimum", "nosedived", "crashed", "descended", "halved", "faster", "less",
    ]
}
