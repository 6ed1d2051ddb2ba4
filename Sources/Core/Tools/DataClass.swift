/// What sort of data a source holds, as far as a policy cares: who may read it, and whether it may be shown outside.
public enum DataClass: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case metrics, logs, traces, alerts, changes, code, chat, infrastructure, people, documents

    public static func < (left: DataClass, right: DataClass) -> Bool { left.rawValue < right.rawValue }
}
