/// What the maker of a bundle gives of a part.
public enum BundleContribution {
    /// The 32-byte salt and the plaintext, piece by piece, with `nil` at its end.
    case disclosed(salt: [UInt8], next: () throws -> [UInt8]?)
    case withheld
    case erased

    /// A plaintext that is in memory.
    public static func disclosed(salt: [UInt8], _ bytes: [UInt8]) -> BundleContribution {
        .disclosed(salt: salt, next: BundleScanner.pieces(of: bytes))
    }

    var mark: BundleMark {
        switch self {
        case .disclosed: .disclosed
        case .withheld: .withheld
        case .erased: .erased
        }
    }
}
