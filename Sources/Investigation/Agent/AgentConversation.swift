import Core
import LanguageModels

/// What was said between the investigation and the model, kept inside the model's context: what no longer fits becomes a line that
/// names the evidence, which stays reachable by its id.
struct AgentConversation {
    struct Result {
        var id: String
        /// As it was released.
        var text: String
        /// Our own words, without anything of the evidence.
        var short: String
        var isError: Bool
        var isShort = false

        var part: ModelMessage.Part { .toolResult(id: id, text: isShort ? short : text, isError: isError) }
    }

    struct Turn {
        var said: [ModelMessage.Part]
        var results: [Result] = []
        /// What the model is told beside the results.
        var note: String?
    }

    private let opening: String
    private(set) var turns: [Turn] = []
    private var leftOut = 0

    init(opening: String) { self.opening = opening }

    mutating func append(_ turn: Turn) { turns.append(turn) }

    var messages: [ModelMessage] {
        let missing =
            leftOut == 0 ? "" : "\n\nThe first \(leftOut) of your turns are left out here; evidence stays reachable by id."
        var messages = [ModelMessage(.user, [.text(opening + missing)])]
        for turn in turns {
            messages.append(ModelMessage(.assistant, turn.said))
            var answer = turn.results.map(\.part)
            if let note = turn.note { answer.append(.text(note)) }
            messages.append(ModelMessage(.user, answer))
        }
        return messages
    }

    var byteCount: Int { messages.reduce(0) { $0 + $1.byteCount } }

    /// Makes the conversation fit into so many bytes: first the oldest results become a line each, then what the model said in
    /// between is left out, then whole turns, then the last results.
    ///
    /// - Returns: whether it fits.
    mutating func fit(bytes limit: Int) -> Bool {
        guard byteCount > limit else { return true }
        // Some room, so that the next turn need not do it again.
        let goal = limit / 4 * 3
        for place in turns.indices.dropLast() {
            for result in turns[place].results.indices where byteCount > goal { turns[place].results[result].isShort = true }
        }
        for place in turns.indices.dropLast() where byteCount > goal {
            let tools = turns[place].said.filter { if case .toolUse = $0 { true } else { false } }
            if !tools.isEmpty { turns[place].said = tools }
        }
        while turns.count > 1, byteCount > goal {
            turns.removeFirst()
            leftOut += 1
        }
        if let last = turns.indices.last {
            let longestFirst = turns[last].results.indices.sorted {
                turns[last].results[$0].text.utf8.count > turns[last].results[$1].text.utf8.count
            }
            for result in longestFirst where byteCount > limit { turns[last].results[result].isShort = true }
        }
        return byteCount <= limit
    }
}
