/// One order or product view of a scenario's traffic: the one thing from which every log line and span of it is made, so that
/// systems agree with each other. Times are nanoseconds.
struct Order: Sendable {
    enum Kind: Character, Sendable {
        case completed = "o"
        /// The acquirer was given up.
        case failed = "f"
        case view = "v"
    }

    /// When the frontend began to work on it, since the epoch.
    var start: Int64
    var kind: Kind
    /// 32 hexadecimal digits.
    var trace: String
    var number: Int
    var frontendPod: String
    /// Empty for a view, as the gateway's is.
    var checkoutPod: String
    var inventoryPod: String
    var gatewayPod: String
    /// How long the inventory worked, and its database.
    var reserve: Int64
    var database: Int64
    /// How long the acquirer took, or was waited for.
    var acquirer: Int64
    /// What the gateway, checkout and the frontend took beyond what they called.
    var gateway: Int64
    var checkout: Int64
    var frontend: Int64
    var amount: String
    var customer: String
    /// Ids of spans where they were recorded.
    var spans: [String]

    static let millisecond: Int64 = 1_000_000
    private static let tenth: Int64 = 100_000

    // MARK: When what happened

    /// The inventory's server span: its start and end.
    var inventoryStart: Int64 { start + (kind == .view ? 14 : 55) * Self.tenth }
    var inventoryEnd: Int64 { inventoryStart + reserve }
    var chargeStart: Int64 { start + 80 * Self.tenth + reserve }
    var gatewayEnd: Int64 { chargeStart + Self.millisecond + acquirer + gateway }
    var chargeEnd: Int64 { gatewayEnd + 2 * Self.millisecond }
    var checkoutStart: Int64 { start + 12 * Self.tenth }
    var checkoutEnd: Int64 { chargeEnd + checkout }
    /// When the frontend had its answer, and when it had sent its own.
    var backendEnd: Int64 {
        kind == .view ? start + 20 * Self.tenth + reserve : checkoutEnd + 3 * Self.tenth
    }
    var end: Int64 { backendEnd + frontend }

    var isNewFrontend: Bool { frontendPod.hasPrefix("frontend-6f9b8d5c4") }
    var hasShortTimeout: Bool { gatewayPod.hasPrefix("payment-gateway-5f4b9c7d66") }
}

extension Order {
    /// Reads the file: a line with the pods, a line with the columns' names, and one line for each item. Times in it are
    /// milliseconds from the day's midnight, durations tenths of a millisecond.
    static func read(_ text: String, midnight: Int64) throws -> [Order] {
        let lines = text.split(separator: "\n")
        guard lines.count > 2, lines[0].hasPrefix("# ") else { throw ScenarioError("the file of orders has no line of pods") }
        let pods = lines[0].dropFirst(2).split(separator: " ").map(String.init)
        return try lines.dropFirst(2).map { line in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 14, let start = Int64(fields[0]), let kind = fields[1].first.flatMap(Kind.init) else {
                throw ScenarioError("the file of orders has a broken line: \(line)")
            }
            let named = fields[4].split(separator: " ").compactMap { Int($0) }.filter(pods.indices.contains).map { pods[$0] }
            guard named.count == (kind == .view ? 2 : 4) else { throw ScenarioError("an order without pods: \(line)") }
            let duration = { (index: Int) in (Int64(fields[index]) ?? 0) * tenth }
            return Order(
                start: midnight + start * millisecond, kind: kind, trace: String(fields[2]), number: Int(fields[3]) ?? 0,
                frontendPod: named[0], checkoutPod: kind == .view ? "" : named[1], inventoryPod: named[kind == .view ? 1 : 2],
                gatewayPod: kind == .view ? "" : named[3], reserve: duration(5), database: duration(6), acquirer: duration(7),
                gateway: duration(8), checkout: duration(9), frontend: duration(10), amount: String(fields[11]),
                customer: String(fields[12]), spans: fields[13].split(separator: " ").map(String.init))
        }
    }

    /// The eight digits by which a customer is known.
    var customerID: String {
        customer.isEmpty ? "cus_" + String(String(Noise.hash("customer \(trace)") | 1 << 63, radix: 16).prefix(8)) : customer
    }
}
