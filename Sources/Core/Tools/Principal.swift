/// Who asks.
public enum Principal: Sendable, Hashable, Codable, CustomStringConvertible {
    case person(String)
    case playbook
    case model(String)
    case client(String)

    public var description: String {
        switch self {
        case .person(let name): "person:\(name)"
        case .playbook: "playbook"
        case .model(let name): "model:\(name)"
        case .client(let name): "client:\(name)"
        }
    }

    /// Reads what ``description`` writes.
    public init?(parsing text: String) {
        if text == "playbook" {
            self = .playbook
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "person": self = .person(parts[1])
        case "model": self = .model(parts[1])
        case "client": self = .client(parts[1])
        default: return nil
        }
    }
}
