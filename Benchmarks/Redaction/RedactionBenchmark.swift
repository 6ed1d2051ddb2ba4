import ArgumentParser
import Core
import Foundation
import Gateway

/// Measures how fast logs are redacted, on one core: made-up logs with some secrets in them, and inputs made to be slow.
@main
struct RedactionBenchmark: ParsableCommand {
    @Option(help: "Megabytes (10^6) of log text.")
    var megabytes = 64

    @Option(help: "Seed of the log text.")
    var seed: UInt64 = 7

    @Option(help: "Runs; the median counts.")
    var runs = 5

    @Option(help: "Write this many megabytes of the log text to a file and stop.")
    var write: String?

    @Option(help: "Fail when the log text takes longer than this many megabytes a second would.")
    var minimum: Double?

    @Flag(help: "Also inputs that are made to be slow.")
    var adversarial = false

    func run() throws {
        var logs = LogText(seed: seed)
        let bytes = logs.bytes(megabytes * 1_000_000)
        if let write {
            try Data(bytes).write(to: URL(fileURLWithPath: write))
            return
        }
        let key = RedactionKey(master: Array(repeating: 7, count: 32), incident: "benchmark")
        let redactor = Redactor(RedactionOptions(key: key))
        let rate = measure(redactor, bytes)
        print(String(format: "log text             %6.1f MB/s  (%d MB)", rate, megabytes))
        let withNames = Redactor(RedactionOptions(names: ["Ada Lovelace", "Grace Hopper"], ipAddresses: true, key: key))
        print(String(format: "with names and IPs   %6.1f MB/s", measure(withNames, bytes)))
        if adversarial { adversaries(redactor) }
        printConstruction(redactor)
        if let minimum, rate < minimum { throw ExitCode(1) }
    }

    private func adversaries(_ redactor: Redactor) {
        for (name, unit) in Adversary.all {
            let text = Array(repeatElement(Array(unit.utf8), count: 1_000_000 / max(1, unit.utf8.count)).joined())
            print(String(format: "  %-28@ %6.1f MB/s", name as NSString, measure(redactor, text)))
        }
    }

    private func printConstruction(_ redactor: Redactor) {
        let text = Array(LogText.line.utf8.prefix(256))
        let count = 20_000
        let begin = processorSeconds()
        for _ in 0..<count {
            var stream = Redactor().stream()
            _ = stream.write(text)
            _ = stream.finish()
        }
        let seconds = processorSeconds() - begin
        print(
            String(format: "new redactor and stream, %d bytes: %.0f a second", text.count, Double(count) / seconds)
        )
    }

    /// The processor's time, so that other programs on the machine do not count.
    private func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

    /// Megabytes a second, the median of the runs.
    private func measure(_ redactor: Redactor, _ bytes: [UInt8]) -> Double {
        var rates: [Double] = []
        for _ in 0..<max(1, runs) {
            let begin = processorSeconds()
            var stream = redactor.stream()
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + 65536)
                _ = stream.write(bytes[start..<end])
                start = end
            }
            _ = stream.finish()
            rates.append(Double(bytes.count) / 1e6 / max(1e-9, processorSeconds() - begin))
        }
        return rates.sorted()[rates.count / 2]
    }
}
