import Analysis
public import Gateway

/// What no argument of a call may carry out, reads included: secrets, personal data, addresses to send things to, characters that
/// nobody sees, and bulk data.
///
/// Each argument is looked at as it is and as common encodings would have it (base64 at any alignment, hexadecimal, percent,
/// JSON and HTML escapes, ROT13, backwards, letters set apart), and all arguments are looked at put together.
public struct EgressRules: Sendable {
    /// Names of the rules by which a text holds a secret or personal data; empty when it holds none.
    public var finds: @Sendable (String) -> [String]
    /// Characters in a row, without a space, that a value may have while it looks random; hexadecimal digits, for a digest.
    public var longestRandom = 40
    public var longestHexadecimal = 64

    /// The values in a text that the rules find, so that they can be looked for in later arguments.
    public var values: @Sendable (String) -> [String] = { _ in [] }

    public init(finds: @escaping @Sendable (String) -> [String]) { self.finds = finds }

    /// The rules by which data that leaves is redacted.
    /// - Parameter redactor: with a key: without one, its tokens cannot be told apart, and their values are not remembered.
    public init(_ redactor: Redactor) {
        finds = { redactor.contains($0).map(\.rawValue) }
        values = { text in
            let redacted = redactor.redact(text)
            return redacted.found.compactMap { redacted.original(of: $0.token) }
        }
    }

    func check(_ texts: [ArgumentForm.Text], seen: SeenSecrets) throws(DeskRefusal) {
        let texts = texts.filter { $0.format != "date-time" }
        for text in texts {
            try checkCharacters(text)
            try checkAddresses(text)
            try checkBulk(text)
            try checkSecrets(text.value, seen, place: "'\(text.place)'")
        }
        // A value can be cut up and sent in several arguments, or in several strings of a query.
        let all = texts.map(\.value)
        let literals = all.flatMap(EgressRules.literals)
        for parts in [all, literals] where parts.count > 1 {
            for joined in [parts.joined(), parts.joined(separator: " "), parts.reversed().joined()] {
                try checkSecrets(joined, seen, place: "the arguments together")
            }
        }
    }

    /// What stands in quotes; all of a text that has none.
    private static func literals(_ text: String) -> [String] {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "\"" || $0 == "'" || $0 == "`" }
        guard parts.count > 2 else { return [text] }
        return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
    }

    private func checkSecrets(_ text: String, _ seen: SeenSecrets, place: String) throws(DeskRefusal) {
        for view in [text] + DecodedText.views(of: text).map(\.text) + EgressRules.condensed(text) {
            if seen.isFound(in: view) { throw DeskRefusal(.egress, "\(place) holds a secret that evidence had") }
            guard let rule = finds(view).first else { continue }
            throw DeskRefusal(.egress, "\(place) holds what may not leave (\(rule))")
        }
    }

    /// The text without the separators that part its letters.
    private static func condensed(_ text: String) -> [String] {
        let runs = text.split { " -_.,;:/|".contains($0) }
        guard runs.count >= 6, runs.count(where: { $0.count <= 3 }) * 2 >= runs.count else { return [] }
        return [runs.joined()]
    }

    private func checkCharacters(_ text: ArgumentForm.Text) throws(DeskRefusal) {
        for scalar in text.value.unicodeScalars {
            let isSpace = scalar == "\n" || scalar == "\t"
            let selects = (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
            if selects || !isSpace && scalar.isHidden {
                throw DeskRefusal(.hidden, "'\(text.place)' holds characters that cannot be seen")
            }
            if scalar == "\u{27E6}" || scalar == "\u{27E7}" {
                throw DeskRefusal(.egress, "'\(text.place)' holds a token: it stands for a value that no source knows by it")
            }
        }
    }

    private func checkAddresses(_ text: ArgumentForm.Text) throws(DeskRefusal) {
        let takesAddress = ["uri", "uri-reference", "hostname", "ipv4", "ipv6"].contains(text.format ?? "")
        guard !takesAddress else { return }
        let encodings: Set<DecodedText.Encoding> = [.base64, .hexadecimal, .percent, .escapes, .entities, .lookalikes]
        for view in [text.value] + DecodedText.views(of: text.value, encodings).map(\.text) {
            if let reason = Addresses.problem(in: view) {
                throw DeskRefusal(.address, "'\(text.place)' names \(reason); sources are named by the configuration alone")
            }
        }
    }

    private func checkBulk(_ text: ArgumentForm.Text) throws(DeskRefusal) {
        for run in text.value.utf8.split(whereSeparator: { !EgressRules.isDigit($0) }) where run.count > longestRandom {
            let isHexadecimal = run.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
            let limit = isHexadecimal ? longestHexadecimal : longestRandom
            if run.count > limit, EgressRules.looksRandom(run) {
                throw DeskRefusal(.egress, "'\(text.place)' holds \(run.count) characters in a row that look like encoded data")
            }
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    /// Names are made of few kinds of characters, and change between letters and digits seldom; encoded data does not.
    private static func looksRandom(_ run: Substring.UTF8View.SubSequence) -> Bool {
        var changes = 0
        var seen: Set<UInt8> = []
        var last = 0
        for byte in run {
            let kind =
                (0x30...0x39).contains(byte) ? 1 : (0x41...0x5A).contains(byte) ? 2 : (0x61...0x7A).contains(byte) ? 3 : 4
            if last != 0, kind != last { changes += 1 }
            last = kind
            seen.insert(byte)
        }
        return changes * 5 >= run.count || seen.count >= 20
    }
}

extension Unicode.Scalar {
    /// Takes no room on a screen, or moves what does.
    fileprivate var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }
}
