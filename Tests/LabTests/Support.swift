import Core
import Foundation
import Testing

@testable import Lab

/// A day that the recordings of a real Loki are from, too.
let november: ScenarioDay = {
    guard let day = ScenarioDay("2026-11-20") else { fatalError("2026-11-20 is a day") }
    return day
}()

func paymentTimeout() throws -> Scenario { try Scenario.load("payment-timeout", day: november) }

func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

extension WebAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }

    func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }
}

/// A recorded exchange: request head and body, a line of dashes, answer head and body.
struct Recording {
    var request: WebRequest
    var status: Int
    var contentType: String
    var body: String

    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/loki")

    init(_ name: String) throws {
        let text = try String(contentsOf: Self.directory.appendingPathComponent(name + ".http"), encoding: .utf8)
        let halves = try #require(text.range(of: "\n-----\n"))
        let (asked, answered) = (text[..<halves.lowerBound], text[halves.upperBound...])
        let lines = asked.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        request = WebRequest(method: words[0], target: words[1])
        let blank = try #require(answered.range(of: "\n\n"))
        let head = answered[..<blank.lowerBound].split(separator: "\n")
        status = try #require(Int(head[0].split(separator: " ")[1]))
        contentType = try #require(head.first { $0.hasPrefix("Content-Type: ") }.map { String($0.dropFirst(14)) })
        body = String(answered[blank.upperBound...])
    }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }
}
