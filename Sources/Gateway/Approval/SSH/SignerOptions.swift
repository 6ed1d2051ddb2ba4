import Core

/// The options of a line of an allowed signers file.
struct SignerOptions {
    var namespaces: PatternList?
    var validAfter: Instant?
    var validBefore: Instant?

    init() {}

    /// Reads `namespaces="a,b",valid-before="20270101Z"`. Names of options are the same in either case.
    init(reading text: Substring, of line: KeyLine) throws(ApprovalFormatError) {
        var rest = text
        while true {
            let name = rest.prefix { $0 != "=" && $0 != "," }
            rest = rest.dropFirst(name.count)
            if rest.first == "=" {
                rest = rest.dropFirst()
                try set(name.lowercased(), to: try SignerOptions.quoted(&rest, of: line), of: line)
            } else if name.lowercased() == "cert-authority" {
                throw line.fail("certificate authorities are not taken for approvals: list each person's own key")
            } else {
                throw line.fail("\(Visible.quoted(name)) is neither an option nor a type of key")
            }
            guard let next = rest.first else { break }
            guard next == "," else { throw line.fail("expected a comma or a space after the option \(name)") }
            rest = rest.dropFirst()
        }
        if let validAfter, let validBefore, validBefore <= validAfter {
            throw line.fail("valid-before is not later than valid-after")
        }
    }

    private mutating func set(_ name: String, to value: String, of line: KeyLine) throws(ApprovalFormatError) {
        switch name {
        case "namespaces":
            guard namespaces == nil else { throw line.fail("the option namespaces occurs twice") }
            guard let list = PatternList(value) else { throw line.fail("namespaces has an empty or overlong pattern") }
            namespaces = list
        case "valid-after":
            guard validAfter == nil else { throw line.fail("the option valid-after occurs twice") }
            validAfter = try SignerOptions.time(value, name, of: line)
        case "valid-before":
            guard validBefore == nil else { throw line.fail("the option valid-before occurs twice") }
            validBefore = try SignerOptions.time(value, name, of: line)
        default: throw line.fail("the option \(Visible.quoted(name)) is not known")
        }
    }

    private static func quoted(_ rest: inout Substring, of line: KeyLine) throws(ApprovalFormatError) -> String {
        guard rest.first == "\"" else { throw line.fail("an option's value must stand between quotation marks") }
        rest = rest.dropFirst()
        var value = ""
        while let character = rest.popFirst() {
            if character == "\"" { return value }
            if character == "\\", rest.first == "\"" {
                value.append("\"")
                rest = rest.dropFirst()
            } else {
                value.append(character)
            }
        }
        throw line.fail("a quotation mark is not closed")
    }

    /// `YYYYMMDDZ`, `YYYYMMDDHHMMZ` or `YYYYMMDDHHMMSSZ`. Without the `Z`, ssh-keygen would take the time zone of whatever
    /// machine it runs on, so that the same file would mean different times in different places: refused.
    private static func time(_ text: String, _ name: String, of line: KeyLine) throws(ApprovalFormatError) -> Instant {
        let digits = Array(text.utf8.prefix { (0x30...0x39).contains($0) })
        let suffix = text.utf8.dropFirst(digits.count)
        guard [8, 12, 14].contains(digits.count), suffix.isEmpty || suffix.elementsEqual("Z".utf8) else {
            throw line.fail("\(name) is \(Visible.quoted(text)): write YYYYMMDDZ, YYYYMMDDHHMMZ or YYYYMMDDHHMMSSZ")
        }
        guard !suffix.isEmpty else {
            throw line.fail("\(name) is '\(text)', in no particular time zone: write '\(text)Z' for UTC")
        }
        let d = digits + Array("000000".utf8).prefix(14 - digits.count)
        func part(_ range: Range<Int>) -> String { String(decoding: d[range], as: UTF8.self) }
        let written =
            "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z"
        guard part(12..<14) != "60", let instant = Instant(rfc3339: written), instant > Instant(seconds: 0) else {
            throw line.fail("\(name) is '\(text)', which is not a time after 1970")
        }
        return instant
    }
}
