/// One entry of a bundle that is read.
public struct BundleEntry: Sendable {
    public let leaf: LeafRecord
    public let proof: [LogHash]
    public internal(set) var content: BundleMark
    public internal(set) var body: BundleMark
    /// Where the plaintext stands in the bundle.
    var contentRange: Range<Int>?
    var bodyRange: Range<Int>?
    var contentSalt: [UInt8]?
    var bodySalt: [UInt8]?
}
