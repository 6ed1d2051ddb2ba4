/// Is told of a bundle's fields in the order in which they stand there: log key, witness keys, checkpoint; for each entry
/// `entry`, then `part` for its content and its body, each disclosed one followed by `bytes` and `endOfPart`; for each document
/// `document`, `bytes`, `endOfDocument`; `end`.
protocol BundleVisitor {
    mutating func logKey(_ text: [UInt8])
    mutating func witnessKey(_ text: [UInt8])
    mutating func checkpoint(_ note: [UInt8])
    mutating func entry(leaf: [UInt8], proof: [LogHash])
    mutating func part(_ part: BundlePart, _ mark: BundleMark)
    /// A disclosed part begins: its salt, how many bytes are to come, and where in the bundle they begin.
    mutating func disclosure(salt: [UInt8], count: Int, at offset: Int64)
    mutating func bytes(_ bytes: [UInt8])
    mutating func endOfPart()
    mutating func document(name: [UInt8], count: Int, at offset: Int64)
    mutating func endOfDocument()
    mutating func end(trailerFits: Bool)
}
