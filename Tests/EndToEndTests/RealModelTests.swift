import Core
import Foundation
import Testing

/// llama.cpp's own server in both of its protocols. Its model has random weights: what it says is noise, which nothing may take for
/// a fact; how it streams, counts and refuses is real.
@Suite("A real server of a language model", .serialized)
struct RealModelTests {
    @Test("noise is asked for, counted, printed nowhere as fact, and replayed to the byte", arguments: ["anthropic", "openai"])
    func noise(provider: String) throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-real-model-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try IncidentFiles.write(to: place.appendingPathComponent("incident"))
        let model = try ModelServer.real()
        defer { model.stop() }
        let url = provider == "openai" ? model.url + "/v1" : model.url
        try Data("rules: [{ name: told, effects: [disclose], verdict: allow }]\n".utf8)
            .write(to: place.appendingPathComponent("policy.yaml"))
        let configuration = """
            policy: policy.yaml
            model: { provider: \(provider), url: "\(url)", name: tiny, contextTokens: 32768, maxOutputTokens: 256, turns: 3 }
            """
        try Data(configuration.utf8).write(to: place.appendingPathComponent("inquest.yaml"))

        let run = try Programs.run(
            Programs.path("inquest"),
            ["investigate", "--from-dir", "incident", "--out", "report", "--config", "inquest.yaml"], in: place)
        #expect(run.status == 0, "\(run.errors)")
        let report = try Report(place.appendingPathComponent("report"))
        let postmortem = try #require(report.files["postmortem.md"])
        #expect(postmortem.contains("What a language model added"))
        #expect(!report.gaps.contains { $0["source"]?.string == "model" && $0["kind"]?.string == "failed" }, "\(report.gaps)")
        let tokens = try #require(
            run.output.firstMatch(of: /tokens +(about )?([0-9]+) read and ([0-9]+) written/), "\(run.output)")
        // Its tokens are bytes and characters: it counts more than any guess by size, and at most 256 an answer.
        #expect(tokens.1 == nil)
        #expect((Int(tokens.2) ?? 0) > 3_000)
        #expect((1...768).contains(Int(tokens.3) ?? 0))
        #expect(report.claims.allSatisfy { $0["verdict"]?.string != "contradicted" })

        model.stop()
        let replay = try Programs.run(
            Programs.path("inquest"), ["replay", "--out", "replayed", "--config", "inquest.yaml"], in: place)
        #expect(replay.status == 0, "\(replay.errors)")
        #expect(try Report(place.appendingPathComponent("replayed")).files == report.files)
    }
}
