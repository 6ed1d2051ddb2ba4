import ArgumentParser
import AsyncHTTPClient
import Core
import Foundation
import Gateway
import NIOCore
import Store
import Transports

/// Measures what the door costs: latency added to a call, calls a second, and how fast the ledger verifies. Each figure stands
/// beside a peer measured in the same run.
@main
struct GatewayBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "GatewayBenchmark")

    @Option(help: "Calls for the latency, after a tenth as many to warm up.")
    var calls = 1_000

    @Option(help: "Seconds for each number of callers.")
    var seconds = 3.0

    @Option(help: "MiB of bodies in the ledger that is verified.")
    var megabytes = 192

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try await AnsweringServer.start()
        try await latency(server, folder)
        try await throughput(server, folder)
        await server.stop()
        try await verification(folder)
    }

    // MARK: Latency

    private func latency(_ server: AnsweringServer, _ folder: URL) async throws {
        let door = try Door(folder.appendingPathComponent("latency.db").path, port: server.port)
        let client = HTTPClient.shared
        var direct: [Double] = []
        var through: [Double] = []
        for index in 0..<(calls + calls / 10) {
            // Turn about, so that both meet the same machine.
            let begun = ContinuousClock.now
            _ = try await client.execute(HTTPClientRequest(url: server.url), timeout: .seconds(5)).body.collect(upTo: 1 << 20)
            let middle = ContinuousClock.now
            try await door.call(index)
            let ended = ContinuousClock.now
            guard index >= calls / 10 else { continue }
            direct.append((middle - begun).milliseconds)
            through.append((ended - middle).milliseconds)
        }
        await door.stop()
        let syncs = Disk.millisecondsPerSync(in: folder)
        print("latency of a call, ms (one caller, ledger durable before each send)")
        print("               p50     p99")
        print(row("direct", direct.percentile(0.5), direct.percentile(0.99)))
        print(row("through", through.percentile(0.5), through.percentile(0.99)))
        print(
            row(
                "added", through.percentile(0.5) - direct.percentile(0.5), through.percentile(0.99) - direct.percentile(0.99)))
        print(row("fdatasync", syncs.percentile(0.5), syncs.percentile(0.99)) + "   (4 KiB appended, the same disk)")
    }

    private func row(_ name: String, _ median: Double, _ high: Double) -> String {
        name.padding(toLength: 12, withPad: " ", startingAt: 0) + String(format: "%7.3f %7.3f", median, high)
    }

    // MARK: Throughput

    private func throughput(_ server: AnsweringServer, _ folder: URL) async throws {
        let perSecond = 1000 / Disk.millisecondsPerSync(in: folder).average
        print("calls a second; the disk alone makes \(Int(perSecond)) durable commits a second, one after the other")
        for callers in [1, 8, 64] {
            let door = try Door(folder.appendingPathComponent("callers-\(callers).db").path, port: server.port)
            let deadline = ContinuousClock.now + .seconds(seconds)
            let begun = ContinuousClock.now
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for caller in 0..<callers {
                    group.addTask {
                        var made = 0
                        while ContinuousClock.now < deadline {
                            try await door.call(caller << 32 | made)
                            made += 1
                        }
                        return made
                    }
                }
                return try await group.reduce(0, +)
            }
            let rate = Double(count) / ((ContinuousClock.now - begun).milliseconds / 1000)
            await door.stop()
            print(
                String(
                    format: "%3d callers  %6.0f calls/s  %5.2f durable intents for each of the disk's commits", callers, rate,
                    rate / perSecond))
        }
    }

    // MARK: Verification

    private func verification(_ folder: URL) async throws {
        let path = folder.appendingPathComponent("verified.db").path
        let key = try MasterKey(MasterKey.randomBytes())
        let ledger = try SQLiteLedger(path: path, key: key)
        var generator = SystemRandomNumberGenerator()
        let chunk = (0..<BlobReference.chunkBytes).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for body in 0..<(megabytes / 4) {
            let id = try await ledger.newBlob()
            for position in 0..<3 { try await ledger.appendChunk(chunk, to: id, position: position) }
            let reference = BlobReference(
                id: id, count: 4 * BlobReference.chunkBytes, sha256: String(repeating: "0", count: 64))
            let entry = LedgerEntry(
                investigation: "benchmark", kind: .outcome,
                key: CallKey(investigation: "benchmark", round: 0, path: "body/\(body)", step: 0, index: 0),
                recordedAt: SystemClock().now(), content: ["result": "reply", "status": 200, "headers": []], blob: reference)
            try await ledger.append([entry], tails: [BlobTail(blob: id, position: 3, bytes: chunk)])
        }
        let begun = ContinuousClock.now
        let report = try await LedgerVerifier(path: path, key: key).verify()
        let elapsed = (ContinuousClock.now - begun).milliseconds / 1000
        let rate = Double(report.bytes) / 1e6 / elapsed
        print(
            String(
                format: "verification  %6.0f MB/s (%d entries, %d MB in %.2f s, problems: %d)", rate, report.entries,
                report.bytes / 1_000_000, elapsed, report.problems.count))
        if let peer = try OpenSSL.sha256MegabytesPerSecond() {
            print(String(format: "openssl       %6.0f MB/s (speed sha256, 16 KiB, one core); ratio %.2f", peer, rate / peer))
        } else {
            print("openssl is not installed: no peer for verification")
        }
    }
}
