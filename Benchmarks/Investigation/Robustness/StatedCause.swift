import Core

/// A hypothesis as `investigation.json` states it.
struct StatedCause: Sendable {
    let rank: Int64
    let family: String
    let service: String
    let changeKind: String?
    let changeID: String?
    /// `none` where it is refuted.
    let confidence: StatedConfidence
    let score: Double
    let isRefuted: Bool

    init(_ value: JSONValue) {
        rank = value["rank"]?.int ?? 0
        family = value["family"]?.string ?? ""
        service = value["service"]?.string ?? ""
        changeKind = value["change"]?["kind"]?.string
        changeID = value["change"]?["id"]?.string
        score = value["score"]?.double ?? 0
        isRefuted = value["refuted"]?.bool == true
        confidence = isRefuted ? .none : StatedConfidence(word: value["confidence"]?.string ?? "")
    }

    /// Such as `payment-gateway: commit b547967`, short enough for a table.
    var title: String {
        guard let changeID else { return "\(service): \(family)" }
        let last = changeID.split(separator: "/").last.map(String.init) ?? changeID
        let isHash = last.count == 40 && last.allSatisfy(\.isHexDigit)
        return "\(service): \(changeKind ?? "change") \(isHash ? String(last.prefix(7)) : last)"
    }
}
