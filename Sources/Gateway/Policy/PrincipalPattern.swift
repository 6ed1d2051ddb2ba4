import Core

/// Whom a rule or a limit is about: `person:alice@example.org`, `group:sre`, `playbook`, `model:*`, `client:*` or `*`.
public enum PrincipalPattern: Sendable, Hashable, CustomStringConvertible {
    case any
    /// A person by the name that the policy maps the operating system's user to. `person:*` also matches a user whom the
    /// policy does not map; nothing else about a person does.
    case person(PolicyGlob)
    /// A person who is in the group.
    case group(String)
    case playbook
    case model(PolicyGlob)
    case client(PolicyGlob)

    /// `nil` when the text is none of the forms.
    public init?(_ text: String) {
        if text == "*" {
            self = .any
            return
        }
        if text == "playbook" {
            self = .playbook
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let name = String(text[text.index(after: colon)...])
        guard !name.isEmpty else { return nil }
        switch text[..<colon] {
        case "person": self = .person(PolicyGlob(name))
        case "group": self = .group(name)
        case "model": self = .model(PolicyGlob(name))
        case "client": self = .client(PolicyGlob(name))
        default: return nil
        }
    }

    static let forms = "person:NAME, group:NAME, playbook, model:NAME, client:NAME (with * in a name) or \"*\""

    public var description: String {
        switch self {
        case .any: "*"
        case .person(let name): "person:\(name)"
        case .group(let name): "group:\(name)"
        case .playbook: "playbook"
        case .model(let name): "model:\(name)"
        case .client(let name): "client:\(name)"
        }
    }

    /// - Parameters:
    ///   - person: who the operating system's user is, where the principal is a person and the policy maps the user.
    ///   - groups: that person's groups.
    func matches(_ principal: Principal, person: String?, groups: [String]) -> Bool {
        switch (self, principal) {
        case (.any, _), (.playbook, .playbook): true
        case (.person(let pattern), .person): pattern.isCatchAll || person.map(pattern.matches) == true
        case (.group(let name), .person): groups.contains(name)
        case (.model(let pattern), .model(let name)), (.client(let pattern), .client(let name)): pattern.matches(name)
        default: false
        }
    }

    /// Does this pattern match whomever `other` matches? `false` when in doubt.
    func covers(_ other: PrincipalPattern) -> Bool {
        switch (self, other) {
        case (.any, _): true
        case (.person(let pattern), .group): pattern.isCatchAll
        case (.person(let pattern), .person(let narrower)), (.model(let pattern), .model(let narrower)),
            (.client(let pattern), .client(let narrower)):
            pattern.covers(narrower)
        default: self == other
        }
    }
}
