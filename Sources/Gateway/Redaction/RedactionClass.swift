/// What sort of thing was taken out. The raw value is the word that stands in a token.
public enum RedactionClass: String, Sendable, Hashable, Codable, CaseIterable, Comparable, BitwiseCopyable {
    case secret, email, phone, iban, card
    case nationalID = "national-id"
    case ip, name

    public static func < (left: RedactionClass, right: RedactionClass) -> Bool { left.rawValue < right.rawValue }
}
