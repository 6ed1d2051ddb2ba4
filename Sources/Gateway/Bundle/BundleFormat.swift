/// The constants of the bundle format, version 1. Documentation/bundle-format.md describes it.
enum BundleFormat {
    /// 16 bytes; the version is part of it.
    static let magic = Array("inquest-bundle/1".utf8)
    static let maximumKeyBytes = 512
    static let maximumWitnesses = 16
    static let maximumProof = 63
    static let maximumDocuments = 256
    static let maximumNameBytes = 128
    /// Contents of the kinds that a verifier has to read (`documents`, `erased`) are refused above this.
    static let maximumReadContent = 4 << 20
    static let digestBytes = 32

    /// 1 to 128 of the characters A–Z, a–z, 0–9, '.', '_' and '-', not beginning with '.': safe as a file's name anywhere.
    static func isName(_ name: [UInt8]) -> Bool {
        guard (1...maximumNameBytes).contains(name.count), name[0] != UInt8(ascii: ".") else { return false }
        return name.allSatisfy {
            switch $0 {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
