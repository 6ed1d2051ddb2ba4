import Core

/// All documents of one seed, with their answers.
struct FictionLibrary: Sendable {
    struct Document: Sendable {
        var name: String
        var text: String
    }

    private(set) var documents: [Document] = []
    private(set) var answers: [Fiction.Answer] = []

    /// Documents are shared out among styles and incidents in turn; each has two claims of every fault and as many true ones.
    init(_ incidents: [FictionIncident], seed: UInt64, documents count: Int, frames: [FictionFrame] = FictionFrame.all) {
        for number in 0..<(incidents.isEmpty ? 0 : count) {
            let incident = incidents[number % incidents.count]
            let style = FictionStyle.allCases[number / incidents.count % FictionStyle.allCases.count]
            let name = "\(incident.name)-\(number < 9 ? "0" : "")\(number + 1)-\(style.rawValue).md"
            var dice = Dice(seed, for: name)
            var forge = FictionForge(incident, frames: frames, dice: Dice(seed, for: "claims of \(name)"))
            let claims = Self.claims(&forge)
            var writer = FictionWriter(name: name, style: style, incident: incident, dice: dice)
            writer.write(claims, counterfactuals: Array(dice.shuffled(incident.counterfactuals).prefix(2)))
            documents.append(Document(name: name, text: writer.text))
            answers += writer.answers
        }
    }

    private static func claims(_ forge: inout FictionForge) -> [FictionClaim] {
        var claims: [FictionClaim] = []
        for fault in Fiction.Fault.allCases {
            for _ in 0..<2 {
                let topics = fault.topics.filter { forge.incident.has($0) && !forge.frames(of: $0).isEmpty }
                guard !topics.isEmpty, let lie = forge.falsehood(fault), let truth = forge.truth(forge.dice.pick(topics)) else {
                    continue
                }
                claims += [lie, truth]
            }
        }
        return claims
    }

    var json: JSONValue { .array(answers.map(\.json)) }
}
