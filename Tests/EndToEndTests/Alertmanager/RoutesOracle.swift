import Alerting
import Connectors
import Core
import Foundation

/// Holds the routing tree against `amtool config routes test`, which names the receivers of an alert.
enum RoutesOracle {
    /// Of the pairs of a configuration and labels from a seed on, those on which both differ, in words.
    static func differences(seeds: Range<Int>, labelsEach: Int, in directory: URL) throws -> [String] {
        var found: [String] = []
        for seed in seeds {
            var text = RoutingText(seed: seed)
            let yaml = text.configuration(timings: [], others: ["group_wait: 10s"], inhibitions: seed % 3)
            let file = directory.appendingPathComponent("routes-\(seed).yml")
            try Data(yaml.utf8).write(to: file)
            let configuration = try AlertmanagerConfiguration(yaml: yaml)
            if !configuration.unread.isEmpty { found.append("seed \(seed): unread \(configuration.unread)") }
            let tree = RoutingTree(configuration.routing)
            for _ in 0..<labelsEach {
                let labels = text.labels()
                let ours = tree.ends(of: labels).map { tree.routing.routes[$0].receiver }.joined(separator: ",")
                let theirs = try receivers(of: labels, file)
                if ours != theirs { found.append("seed \(seed), \(labels): \(ours) and amtool \(theirs)\n\(yaml)") }
            }
        }
        return found
    }

    private static func receivers(of labels: [String: String], _ file: URL) throws -> String {
        let arguments = labels.sorted { $0.key < $1.key }.map { name, value in
            name + "=\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/amtool")
        process.arguments = ["config", "routes", "test", "--config.file=" + file.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
