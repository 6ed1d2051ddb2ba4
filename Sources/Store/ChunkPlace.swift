import Gateway

/// Where a chunk is: the number of its body and its place in it, as one number.
enum ChunkPlace {
    private static let bits = 24
    /// Chunks that a body may have: 16 TiB.
    static let maximum = 1 << bits
    static let maximumBody = Int64.max >> bits

    static func of(_ position: Int, body: Int64) throws(LedgerError) -> Int64 {
        guard (0..<maximum).contains(position), (0...maximumBody).contains(body) else {
            throw LedgerError("chunk \(position) of body \(body) has no place in the ledger")
        }
        return body << bits | Int64(position)
    }

    /// All chunks of a body; `nil` for a number that no body has.
    static func all(of body: Int64) -> ClosedRange<Int64>? {
        guard (0...maximumBody).contains(body) else { return nil }
        return (body << bits)...(body << bits | Int64(maximum - 1))
    }

    static func body(of place: Int64) -> Int64 { place >> bits }
    static func position(of place: Int64) -> Int { Int(place & Int64(maximum - 1)) }
}
