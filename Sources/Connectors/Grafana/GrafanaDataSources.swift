import Core

/// The data sources of an organisation. A panel names one by uid, by name, by an object of both, by a variable, or not at all,
/// which means the default one.
struct GrafanaDataSources: Sendable {
    struct One: Sendable, Hashable {
        var uid: String
        var name: String
        /// The plugin: `prometheus`, `loki`, `tempo`.
        var kind: String
        var isDefault: Bool
        /// Seconds between scrapes, where the data source says (`jsonData.timeInterval`).
        var interval: Double?
    }

    /// Uids of sources that are none: annotations, mixed panels, server-side expressions.
    static let builtIn: Set<String> = ["-- Grafana --", "grafana", "-- Mixed --", "-- Dashboard --", "__expr__", "-100"]

    /// By name.
    private(set) var all: [One] = []
    private(set) var malformed = 0
    private var byUID: [String: One] = [:]
    private var byName: [String: One] = [:]

    init() {}

    init(_ document: JSONValue) throws(ReadingError) {
        guard let list = document.array else { throw ReadingError(.failed, "answered what is not a list") }
        for element in list {
            guard let uid = element["uid"]?.string, !uid.isEmpty, let kind = element["type"]?.string else {
                malformed += 1
                continue
            }
            all.append(
                One(
                    uid: uid, name: element["name"]?.string ?? uid, kind: kind, isDefault: element["isDefault"]?.bool ?? false,
                    interval: element["jsonData"]?["timeInterval"]?.string.flatMap(GrafanaDuration.seconds)))
        }
        all.sort { ($0.name, $0.uid) < ($1.name, $1.uid) }
        for one in all {
            byUID[one.uid] = one
            byName[one.name] = one
        }
    }

    func diagnostics(_ key: CallKey) -> [Diagnostic] {
        guard malformed > 0 else { return [] }
        return [Diagnostic(.partial, "data sources: \(malformed) without a uid or a type were left out", exchange: key)]
    }

    var fallback: One? { all.first(where: \.isDefault) }

    /// The data source that a uid or a name stands for; the default one for `nil`, an empty text and `default`.
    func find(_ text: String?) -> One? {
        guard let text, !text.isEmpty, text != "default" else { return fallback }
        return byUID[text] ?? byName[text]
    }
}
