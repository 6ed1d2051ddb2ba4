import Foundation
import Testing

@Suite("Routing as a real Alertmanager does it")
struct AlertmanagerOracleTests {
    private let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil

    private func inDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-routing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        return try body(directory)
    }

    @Test("alerts come to the receivers that amtool names, for generated configurations and labels")
    func routes() throws {
        let differences = try inDirectory {
            try RoutesOracle.differences(seeds: 1..<(isFull ? 201 : 13), labelsEach: 10, in: $0)
        }
        #expect(differences.isEmpty, "\(differences.count) differ, the first: \(differences.first ?? "")")
    }

    @Test("the notifications of generated configurations, alerts and silences are those of the timeline")
    func notifications() throws {
        var found: [String] = []
        var sent = 0
        for first in isFull ? [1, 21, 41, 61, 81] : [1] {
            let part = try inDirectory {
                try NotifyOracle.differences(seeds: first..<first + (isFull ? 20 : 8), waitsForMinute: isFull, in: $0)
            }
            found += part.found
            sent += part.sent
        }
        #expect(sent >= (isFull ? 300 : 20), "\(sent) notifications were sent")
        #expect(found.isEmpty, "\(found.count) differ, the first: \(found.first ?? "")")
    }
}
