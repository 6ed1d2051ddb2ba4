import Core

/// Contact points by their names. The list has an element for each integration: a contact point without one is not in it.
struct GrafanaContactPoints: Sendable {
    static let path = ["api", "v1", "provisioning", "contact-points"]

    /// The kinds of integrations of each, sorted by name.
    private(set) var kinds: [(name: String, kinds: [String])] = []
    /// The integrations of each that reach someone.
    private(set) var integrations: [String: [AlertRouting.Integration]] = [:]
    /// Those that only mail to the address which a new installation has, `<example@email.com>`.
    private(set) var placeholders: Set<String> = []
    private(set) var malformed = 0

    init(_ document: JSONValue) throws(ReadingError) {
        guard let list = document.array else { throw ReadingError(.failed, "answered what is not a list") }
        var found: [String: [String]] = [:]
        for element in list {
            guard let name = element["name"]?.string, let kind = element["type"]?.string else {
                malformed += 1
                continue
            }
            found[name, default: []].append(kind)
            if kind == "email", element["settings"]?["addresses"]?.string == "<example@email.com>" { continue }
            let isQuiet = element["disableResolveMessage"]?.bool ?? false
            integrations[name, default: []].append(AlertRouting.Integration(kind: kind, sendsResolved: !isQuiet))
        }
        kinds = found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        placeholders = Set(found.keys).subtracting(integrations.keys)
    }

    func diagnostics(_ key: CallKey) -> [Diagnostic] {
        guard malformed > 0 else { return [] }
        return [Diagnostic(.partial, "contact points: \(malformed) without a name or a type were left out", exchange: key)]
    }
}
