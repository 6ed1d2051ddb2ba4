import Crypto
import Gateway

/// A bundle taken apart by a reading of the format that shares nothing with the one under test, so that a tamperer's changes can
/// be made to it and it can be put together again with a digest that fits.
struct BundlePieces {
    var logKey: [UInt8] = []
    var witnesses: [[UInt8]] = []
    var checkpoint: [UInt8] = []
    var entries: [Entry] = []
    var documents: [Document] = []

    struct Part {
        var mark: UInt8
        var salt: [UInt8] = []
        var bytes: [UInt8] = []
    }
    struct Entry {
        var leaf: [UInt8]
        var proof: [[UInt8]]
        var content: Part
        var body: Part
    }
    struct Document {
        var name: [UInt8]
        var bytes: [UInt8]
    }

    init(_ bundle: [UInt8]) {
        var rest = bundle[16...]
        func take(_ count: Int) -> [UInt8] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        func number(_ width: Int) -> Int { take(width).reduce(0) { $0 << 8 | Int($1) } }
        func field() -> [UInt8] { take(number(4)) }
        func part() -> Part {
            let mark = take(1)[0]
            return mark == 1 ? Part(mark: mark, salt: take(32), bytes: take(number(8))) : Part(mark: mark)
        }
        logKey = field()
        for _ in 0..<number(1) { witnesses.append(field()) }
        checkpoint = field()
        for _ in 0..<number(4) {
            let leaf = field()
            let proof = (0..<number(1)).map { _ in take(32) }
            entries.append(Entry(leaf: leaf, proof: proof, content: part(), body: part()))
        }
        for _ in 0..<number(4) {
            let name = field()
            documents.append(Document(name: name, bytes: take(number(8))))
        }
    }

    static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func field(_ bytes: [UInt8]) -> [UInt8] { big(bytes.count, 4) + bytes }

    private static func part(_ part: Part) -> [UInt8] {
        part.mark == 1 ? [1] + part.salt + big(part.bytes.count, 8) + part.bytes : [part.mark]
    }

    var bytes: [UInt8] {
        var bytes = Array("inquest-bundle/1".utf8) + Self.field(logKey) + [UInt8(witnesses.count)]
        for witness in witnesses { bytes += Self.field(witness) }
        bytes += Self.field(checkpoint) + Self.big(entries.count, 4)
        for entry in entries {
            bytes += Self.field(entry.leaf) + [UInt8(entry.proof.count)] + entry.proof.flatMap { $0 }
            bytes += Self.part(entry.content) + Self.part(entry.body)
        }
        bytes += Self.big(documents.count, 4)
        for document in documents { bytes += Self.field(document.name) + Self.big(document.bytes.count, 8) + document.bytes }
        return Self.withDigest(bytes)
    }

    /// The bytes and the digest that belongs after them.
    static func withDigest(_ bytes: [UInt8]) -> [UInt8] { bytes + Array(SHA256.hash(data: bytes)) }
}
