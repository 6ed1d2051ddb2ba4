import Core
import Foundation

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
    let untested: [String]

    init(_ value: JSONValue) {
        rank = value["rank"]?.int ?? 0
        family = value["family"]?.string ?? ""
        service = value["service"]?.string ?? ""
        changeKind = value["change"]?["kind"]?.string
        changeID = value["change"]?["id"]?.string
        score = value["score"]?.double ?? 0
        isRefuted = value["refuted"]?.bool == true
        untested = (value["untested"]?.array ?? []).compactMap(\.string)
        confidence = isRefuted ? .none : StatedConfidence(word: value["confidence"]?.string ?? "")
    }

    /// Such as `payment-gateway: commit b547967`, short enough for a table.
    var title: String {
        guard let changeID else { return "\(service): \(family)" }
        let last = changeID.split(separator: "/").last.map(String.init) ?? changeID
        let isHash = last.count == 40 && last.allSatisfy(\.isHexDigit)
        return "\(service): \(changeKind ?? "change") \(isHash ? String(last.prefix(7)) : last)"
    }

    /// The word and the score behind it, which falls before the word does.
    var statedConfidence: String { isRefuted ? confidence.word : confidence.word + String(format: " %.2f", score) }
}
