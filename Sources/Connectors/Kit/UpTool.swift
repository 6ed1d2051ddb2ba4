import Core

/// A path that answers with one word when the server is up. It says nothing of a credential, which such paths do not ask for.
struct UpTool: Tool {
    let description: ToolDescription
    private let call: HTTPCall
    private let system: String
    private let word: String

    init(_ name: String, system: String, path: [String], word: String) {
        description = ToolDescription(
            name: name, summary: "Whether \(system) is up.", input: Schema.object([]), routes: [.http(.get, path)])
        call = HTTPCall(path: path)
        self.system = system
        self.word = word
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return OneRound([.http(call)]) { [call, system, word] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let text = try outcome.text().prefix(100)
                guard text.split(whereSeparator: \.isWhitespace).first.map(String.init) == word else {
                    throw ReadingError(.failed, "answered, but not with \(word)")
                }
                return .done([
                    Evidence(
                        .record(Record(title: "health of \(system)", fields: ["status": .string(word)])), from: [outcome.key],
                        query: "GET " + call.encodedPath)
                ])
            } catch { return .done([], [error.diagnostic("health of \(system)", outcome)]) }
        }
    }
}
