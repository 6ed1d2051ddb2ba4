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
}
