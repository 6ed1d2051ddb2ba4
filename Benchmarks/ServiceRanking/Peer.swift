import Analysis
import Core
import Foundation

/// fse-baro on the same metrics, in a virtual environment of its own.
struct Peer {
    struct Answer: Decodable {
        /// For each fault, services, best first.
        var rankings: [[String]]
        /// Spent in ranking, without reading and without imports.
        var seconds: Double
        var version: String
    }
    private struct Question: Encodable {
        struct Column: Encodable {
            var service, metric: String
            var times: [Int64]
            var values: [Double]
        }
        var injected: Int64
        var columns: [Column]
    }

    /// `nil`, after a line that says why, where it could not be run.
    static func ask(_ cases: [FaultCase], script: String, scratch: URL) throws -> Answer? {
        let questions = cases.map { item -> Question in
            var columns: [String: Question.Column] = [:]
            for evidence in item.file.evidence {
                guard case .metric(let series) = evidence.observation, let service = evidence.service else { continue }
                let key = service + "\n" + series.metric
                var column =
                    columns[key] ?? Question.Column(service: service, metric: series.metric, times: [], values: [])
                column.times += series.samples.map(\.time.wholeSeconds)
                column.values += series.samples.map(\.value)
                columns[key] = column
            }
            return Question(
                injected: item.fault.time.wholeSeconds, columns: columns.sorted { $0.key < $1.key }.map(\.value))
        }
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        let file = scratch.appending(path: "service-ranking.json")
        try JSONEncoder().encode(questions).write(to: file)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: script)
        process.arguments = [file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print("skipped: \(script) ended with status \(process.terminationStatus)")
            return nil
        }
        return try JSONDecoder().decode(Answer.self, from: output)
    }
}
