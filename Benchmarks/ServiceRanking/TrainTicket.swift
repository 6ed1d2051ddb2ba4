import Analysis
import Core
import Foundation

/// The faults of Nezha's Train Ticket runs, read from the folder that its archive unpacks to.
struct TrainTicket {
    let folder: URL
    let faults: [Fault]
    private let healthy: [Recording]
    private let metrics: [String: PodMetrics]

    init(folder: URL) throws {
        self.folder = folder
        faults = try Fault.all(in: folder.appending(path: "rca_data"))
        var healthy: [Recording] = []
        var metrics: [String: PodMetrics] = [:]
        for day in Set(faults.map(\.day)).sorted() {
            healthy.append(try Recording(day: folder.appending(path: "construct_data/\(day)"), minutes: nil))
            metrics[day] = try PodMetrics(day: folder.appending(path: "rca_data/\(day)"))
        }
        self.healthy = healthy
        self.metrics = metrics
    }

    /// Everything that was recorded of one fault.
    func whole(_ fault: Fault) throws -> FaultCase {
        let failing = try Recording(day: folder.appending(path: "rca_data/\(fault.day)"), minutes: fault.minutes)
        return FaultCase(fault, healthy: healthy, failing: failing, metrics: metrics[fault.day])
    }

    /// Its metrics alone.
    func metricsOnly(_ fault: Fault) -> FaultCase {
        FaultCase(fault, healthy: [], failing: nil, metrics: metrics[fault.day])
    }
}
