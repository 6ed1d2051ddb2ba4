import Core

/// A value that a document states, in a form in which the same value is the same however it is written.
public struct StatedFact: Sendable, Hashable, Comparable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case time, date, duration, percentage, size, number, commit, name, quotation
    }

    public var kind: Kind
    /// `14:47`, `2026-11-20`, `1620 s`, `6.88 %`.
    public var value: String

    public static func < (left: StatedFact, right: StatedFact) -> Bool {
        (left.kind.rawValue, left.value) < (right.kind.rawValue, right.value)
    }

    init(_ mention: Mention) {
        switch mention.value {
        case .clock(let nanoseconds, let width):
            self.init(.time, StatedFact.clock(nanoseconds / 1_000_000_000, hasSeconds: width < 60_000_000_000))
        case .instant(let instant, let width):
            self.init(.time, StatedFact.clock(instant.secondOfDay, hasSeconds: width < 60_000_000_000))
        case .date(let day): self.init(.date, day.date)
        case .quantity(let quantity):
            let text = StatedFact.number(quantity.value)
            switch quantity.dimension {
            case .duration: self.init(.duration, text + " s")
            case .percent: self.init(.percentage, text + " %")
            case .bytes: self.init(.size, text + " bytes")
            case .plain: self.init(.number, text)
            }
        case .hash(let hash): self.init(.commit, String(hash.prefix(7)))
        case .quote(let text): self.init(.quotation, TextSearch.flat(text).lowercased())
        case .name(let name), .service(let name): self.init(.name, name)
        }
    }

    private init(_ kind: Kind, _ value: String) {
        self.kind = kind
        self.value = value
    }

    /// Seconds that are zero say no more than the minute does.
    private static func clock(_ seconds: Int64, hasSeconds: Bool) -> String {
        func pad(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let minutes = pad(seconds / 3600) + ":" + pad(seconds / 60 % 60)
        return hasSeconds && seconds % 60 != 0 ? minutes + ":" + pad(seconds % 60) : minutes
    }

    private static func number(_ value: Double) -> String {
        let rounded = (value * 1000).rounded() / 1000
        guard rounded.isFinite, abs(rounded) < 9e15, rounded == rounded.rounded() else { return "\(rounded)" }
        return "\(Int64(rounded))"
    }
}
