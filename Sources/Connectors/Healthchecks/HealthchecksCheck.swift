import Core

/// A check as the API gives it. With a read-only key `uuid`, all addresses and `channels` are hidden and `unique_key` stands
/// for them; version 1 of older servers has no `uuid` and shows it in `update_url` alone.
struct HealthchecksCheck: Sendable {
    var configuration: CheckConfiguration
    var slug: String
    var schedule: HealthchecksSchedule
    /// Pings that ever came.
    var pingCount: Int64?
    /// With a read-write key alone.
    var uuid: String?
    var needsManualResume: Bool

    init?(_ value: JSONValue) {
        guard let name = value["name"]?.string, let status = value["status"]?.string, let grace = Self.seconds(value["grace"])
        else { return nil }
        let address = value["update_url"]?.string ?? value["ping_url"]?.string
        let fromAddress = address.flatMap { $0.utf8.count < 2000 ? $0.split(separator: "/").last.map(String.init) : nil }
        let uuid = value["uuid"]?.string ?? fromAddress
        self.uuid = uuid.flatMap { HealthchecksAPI.isUUID($0) ? $0 : nil }
        guard let id = self.uuid ?? value["unique_key"]?.string, !id.isEmpty, id.utf8.count <= 64 else { return nil }
        slug = value["slug"]?.string ?? ""
        pingCount = value["n_pings"]?.int
        schedule = HealthchecksSchedule(value)
        needsManualResume = value["manual_resume"]?.bool ?? false
        let last = value["last_ping"]?.string.flatMap(Instant.init(rfc3339:))
        let purpose = value["desc"]?.string.map { String($0.prefix(500)) } ?? ""
        configuration = CheckConfiguration(
            id: id, name: name, schedule: schedule.text, period: schedule.period, grace: grace, status: status, lastRun: last,
            lastDuration: Self.seconds(value["last_duration"]),
            tags: (value["tags"]?.string ?? "").split(separator: " ").prefix(100).map(String.init),
            channels: value["channels"]?.string.map { $0.split(separator: ",").prefix(200).map(String.init) },
            needsManualResume: needsManualResume, interval: schedule.shortestInterval(after: last),
            purpose: purpose.isEmpty ? nil : purpose)
    }

    private static func seconds(_ value: JSONValue?) -> Double? {
        value?.double.flatMap { $0.isFinite && $0 >= 0 && $0 < 1e12 ? $0 : nil }
    }

    var id: String { configuration.id }

    /// Whether runs may be missed for longer than a period before the check goes down.
    var isSilent: Bool { configuration.interval.map { configuration.grace > $0 } ?? false }

    /// Reads a list. `skipped` counts what was no check.
    static func list(_ document: JSONValue) throws(ReadingError) -> (checks: [HealthchecksCheck], skipped: Int) {
        guard let items = document["checks"]?.array else {
            throw ReadingError(.failed, "answered with something other than a list of checks")
        }
        let read = items.compactMap(HealthchecksCheck.init)
        let sorted = read.sorted { ($0.configuration.name, $0.id) < ($1.configuration.name, $1.id) }
        return (sorted, items.count - read.count)
    }

    /// The check as it is configured now, and as it stands now.
    func evidence(from exchanges: [CallKey], service: String?) -> Evidence {
        Evidence(
            .check(configuration), from: exchanges, service: service, query: "check \(configuration.name)",
            link: HealthchecksAPI.link(id))
    }
}
