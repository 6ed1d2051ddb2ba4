import Core

/// The checks of a recorded project, their pings and their flips.
struct HealthchecksModel: Sendable {
    struct Check: Sendable {
        /// As a read-write key sees it.
        var full: JSONValue
        /// As a read-only key sees it.
        var readOnly: JSONValue
        /// Newest first, as many as the account keeps.
        var pings: [JSONValue]
        /// Newest first.
        var flips: [Flip]

        var uuid: String { full["uuid"]?.string ?? "" }
        var uniqueKey: String { readOnly["unique_key"]?.string ?? "" }
        var tags: Set<Substring> { Set((full["tags"]?.string ?? "").split(separator: " ")) }
    }

    struct Flip: Sendable {
        /// Seconds since the epoch.
        var at: Int64
        var up: Bool
    }

    /// How many pings the account keeps of a check.
    static let pingLimit = 100

    let checks: [Check]
    let channels: JSONValue
    let badges: JSONValue
    /// Bodies of pings, by uuid and number.
    let bodies: [String: [UInt8]]

    init(_ exchanges: [RecordedExchange]) {
        let answer = { (name: String) in
            exchanges.first { $0.name.contains(name) && $0.answer.status == 200 }
                .flatMap { try? JSONValue(parsing: $0.answer.body) }
        }
        let full = answer("02-checks")?["checks"]?.array ?? []
        let readOnly = answer("03-checks")?["checks"]?.array ?? []
        channels = answer("21-channels") ?? ["channels": []]
        badges = answer("23-badges") ?? ["badges": [:]]
        checks = full.enumerated().map { index, check in
            let uuid = check["uuid"]?.string ?? ""
            let pings = Self.recorded(exchanges, uuid, "pings")
            let flips = Self.recorded(exchanges, uuid, "flips")
            return Check(
                full: check, readOnly: readOnly.indices.contains(index) ? readOnly[index] : check,
                pings: pings ?? Self.pings(of: check), flips: flips.map(Self.read) ?? Self.flips(of: check))
        }
        var bodies: [String: [UInt8]] = [:]
        for exchange in exchanges where exchange.answer.status == 200 && exchange.request.path.hasSuffix("/body") {
            bodies[exchange.request.segments.suffix(4).joined(separator: "/")] = exchange.answer.body
        }
        self.bodies = bodies
    }

    /// The longest list of a check's pings or flips that was recorded before anything was written.
    private static func recorded(_ exchanges: [RecordedExchange], _ uuid: String, _ what: String) -> [JSONValue]? {
        let lists = exchanges.compactMap { exchange -> [JSONValue]? in
            guard exchange.request.path.hasSuffix("/checks/\(uuid)/\(what)/"), !exchange.name.contains("after") else {
                return nil
            }
            return (try? JSONValue(parsing: exchange.answer.body))?[what]?.array.map(Array.init)
        }
        return lists.max { $0.count < $1.count }
    }

    private static func read(_ flips: [JSONValue]) -> [Flip] {
        flips.compactMap { flip in
            guard let at = flip["timestamp"]?.string.flatMap(Instant.init(rfc3339:)) else { return nil }
            return Flip(at: at.wholeSeconds, up: flip["up"]?.int == 1)
        }
    }

    /// A check that is down went down once, when its last ping was late; any other has no flip.
    private static func flips(of check: JSONValue) -> [Flip] {
        guard check["status"] == "down", let last = check["last_ping"]?.string.flatMap(Instant.init(rfc3339:)) else {
            return []
        }
        let late = (check["timeout"]?.int ?? 0) + (check["grace"]?.int ?? 0)
        return [Flip(at: last.wholeSeconds + late, up: false)]
    }

    // MARK: Pings that were not recorded

    /// The pings that a check's schedule, count, last ping and last duration tell of, newest first.
    private static func pings(of check: JSONValue) -> [JSONValue] {
        guard let last = check["last_ping"]?.string.flatMap(Instant.init(rfc3339:)), let count = check["n_pings"]?.int else {
            return []
        }
        let period = check["timeout"]?.int ?? 86_400
        let duration = check["last_duration"]?.int
        var pings: [JSONValue] = []
        var number = count
        var end = last.wholeSeconds
        var seconds = duration
        while number > 0, pings.count < pingLimit {
            let failed = check["status"] == "down" && number == count && period == 86_400 && check["slug"] != "gift-cards"
            pings.append(ping(check, number, failed ? "fail" : "success", end, seconds.map { Double($0) + 0.304 }))
            number -= 1
            guard duration != nil, number > 0 else {
                end -= period
                continue
            }
            let start = end - (seconds ?? 0)
            pings.append(ping(check, number, "start", start, nil))
            number -= 1
            // The run before began a period earlier and took a few seconds, as runs do that nothing holds up.
            seconds = min(5, period)
            end = start - period + 5
        }
        return pings
    }

    private static func ping(_ check: JSONValue, _ number: Int64, _ type: String, _ at: Int64, _ seconds: Double?) -> JSONValue
    {
        let uuid = check["uuid"]?.string ?? ""
        let fraction = Noise.bits(Noise.hash(uuid), UInt64(bitPattern: number)) % 1_000_000
        let time = Instant(nanoseconds: at * 1_000_000_000 + Int64(fraction) * 1000).rfc3339(.microseconds)
        let run = String(Noise.bits(Noise.hash(uuid), UInt64(bitPattern: (number + 1) / 2)) | 1 << 63, radix: 16)
        var ping: JSONObject = [
            "type": .string(type), "date": .string(time.replacing("Z", with: "+00:00")), "n": .number(Int(number)),
            "scheme": "https", "remote_addr": "10.42.1.23", "method": "POST", "ua": "shop-batch/1.8",
            "rid": seconds == nil && type != "start"
                ? .null
                : .string("\(run.prefix(8))-\(run.dropFirst(8).prefix(4))-4\(run.suffix(3))-9c1e-\(run.prefix(12))"),
            "body_url": .null,
        ]
        if let seconds { ping["duration"] = .number(seconds) }
        return .object(ping)
    }
}
