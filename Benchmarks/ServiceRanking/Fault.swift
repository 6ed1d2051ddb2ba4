import Core
import Foundation

/// One injected fault: when, into which service, and of what kind.
struct Fault: Sendable {
    var day: String
    var time: Instant
    var service: String
    var kind: String

    /// All that the lists of a folder name, by time. `inject_time` is in UTC; `inject_timestamp` is eight hours early.
    static func all(in folder: URL) throws -> [Fault] {
        struct Entry: Decodable {
            var inject_time, inject_pod, inject_type: String
        }
        var faults: [Fault] = []
        for day in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            let list = folder.appending(path: "\(day)/\(day)-fault_list.json")
            guard let data = try? Data(contentsOf: list) else { continue }
            for entry in try JSONDecoder().decode([String: [Entry]].self, from: data).values.joined() {
                guard let time = Instant(rfc3339: entry.inject_time.replacingOccurrences(of: " ", with: "T") + "Z") else {
                    continue
                }
                faults.append(
                    Fault(day: day, time: time, service: serviceName(ofPod: entry.inject_pod), kind: entry.inject_type))
            }
        }
        return faults.sorted { ($0.time, $0.service) < ($1.time, $1.service) }
    }

    /// A pod's name without the two parts that a Kubernetes deployment adds: `ts-order-service-5b67c48447-mv5hb`.
    static func serviceName(ofPod pod: String) -> String {
        let parts = pod.split(separator: "-")
        guard parts.count > 2, parts[parts.count - 1].count == 5, (6...10).contains(parts[parts.count - 2].count),
            parts[parts.count - 2].allSatisfy(\.isHexDigit)
        else { return pod }
        return parts.dropLast(2).joined(separator: "-")
    }

    /// The minutes whose files hold the fault: the minute of the injection and the two after it.
    var minutes: [String] {
        (0..<3).map { minute in
            let text = Timestamp.text(time.adding(seconds: Double(minute) * 60))
            return text.dropFirst(11).prefix(5).replacingOccurrences(of: ":", with: "_")
        }
    }
}

enum Timestamp {
    static func text(_ instant: Instant) -> String { instant.rfc3339() }
}
