/// A sentence with holes. Of each topic every second frame is set aside: what is reported comes from these alone, so that a
/// checker cannot have been fitted to them.
struct FictionFrame: Sendable, Hashable {
    var id: String
    var topic: Fiction.Topic
    var role: Fiction.Role
    /// Holes are in braces; a capital asks for a capital.
    var template: String
    var heldOut: Bool

    static let all: [FictionFrame] = {
        var frames: [FictionFrame] = []
        for (topic, own) in [
            (Fiction.Topic.time, times), (.version, versions), (.peak, peaks), (.fall, falls), (.number, numbers),
            (.quantity, quantities), (.duration, durations), (.order, orders), (.cause, causes), (.speech, speeches),
        ] {
            for (index, frame) in own.enumerated() {
                frames.append(
                    FictionFrame(
                        id: "F\(frames.count + 1)", topic: topic, role: frame.role, template: frame.template,
                        heldOut: index % 2 == 1))
            }
        }
        return frames
    }()

    /// The sentence with its holes filled. A hole of which the name is capitalised gets a capital, unless it begins with a name.
    func filled(_ values: [String: String]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            result += rest[..<open]
            let value = values[name.lowercased()] ?? ""
            result += name.first?.isUppercase == true ? Self.capitalised(value) : value
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private static func capitalised(_ text: String) -> String {
        let word = text.prefix { $0 != " " }
        let isName = word.contains { $0 == "-" || $0 == "_" } || word.dropFirst().contains { $0.isUppercase }
        return isName ? text : text.prefix(1).uppercased() + text.dropFirst()
    }
}
