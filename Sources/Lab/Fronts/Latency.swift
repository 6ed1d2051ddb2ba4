/// A seeded delay for each request: the same request to the same source waits as long on every run.
struct Latency: Sendable {
    /// Milliseconds.
    var range: ClosedRange<Int>
    var seed: UInt64

    /// Reads `50-300`.
    init?(_ text: String, seed: UInt64) {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, parts[0] >= 0, parts[0] <= parts[1] else { return nil }
        range = parts[0]...parts[1]
        self.seed = seed
    }

    func delay(source: String, request: WebRequest) -> Duration {
        let body = String(decoding: request.body, as: UTF8.self)
        let key = Noise.hash("\(source) \(request.method) \(request.target) \(body)")
        let share = Noise.uniform(seed, key)
        let microseconds = Double(range.lowerBound * 1000) + share * Double((range.upperBound - range.lowerBound) * 1000)
        return .microseconds(Int64(microseconds))
    }
}
