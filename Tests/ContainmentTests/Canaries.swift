import Foundation

/// Secrets and personal data that stand in the answers of every source, and must never be seen outside.
enum Canaries {
    /// Put together here, so that the file holds no key that a scanner of repositories would report.
    static let all: [(name: String, value: String)] = [
        ("API key", "sk_" + "live_" + "51H8cANARYq7vT2mXw9Z3bKdLp"),
        ("cloud key", "AKIA" + "QX7CANARY4ZT6M2P"),
        ("repository token", "ghp" + "_" + "Q7canaryW2e4R6t8Y0u1I3o5P7a9S1d3F5g7"),
        ("password", "Tr0ub4dor-c4n4ry-9931"),
        ("e-mail", "canary.person@victim-corp.com"),
        ("card", "4111111111111111"),
        ("private key", "MC4CAQAwBQYDK2VwBCIEIcanaryKq3n8Xw5Zt7Rb1Vd9Jf2Lh6Mc"),
    ]

    /// How they stand in a log line, a message or a label.
    static let lines = [
        "charge accepted api_key=\(all[0].value) order=17", "using credentials \(all[1].value) in eu-west-1",
        "cloning with token \(all[2].value)", "connecting to postgres://shop:\(all[3].value)@db.internal:5432/orders",
        "receipt sent to \(all[4].value)", "card \(all[5].value) declined",
        "-----BEGIN PRIVATE KEY-----\n\(all[6].value)\n-----END PRIVATE KEY-----",
    ]

    static let oneLine = lines.map { $0.replacingOccurrences(of: "\n", with: "\\n") }.joined(separator: "; ")

    /// The canaries that stand in a text, in any form: raw, base64 at each of the three alignments (both alphabets),
    /// hexadecimal, percent-encoded, JSON-escaped, backwards; letters' case aside where an encoding has none of its own.
    static func found(in text: String) -> [String] {
        let plain = Search.Text(text)
        let lower = Search.Text(text.lowercased())
        let decoded = text.contains("%") ? text.removingPercentEncoding ?? "" : ""
        let decodedPlain = Search.Text(decoded)
        let decodedLower = Search.Text(decoded.lowercased())
        return forms.filter { form in
            form.ignoresCase
                ? lower.contains(form.bytes) || decodedLower.contains(form.bytes)
                : plain.contains(form.bytes) || decodedPlain.contains(form.bytes)
        }.map { "\($0.name), \($0.encoding)" }
    }

    private struct Form {
        var name: String
        var encoding: String
        var bytes: ContiguousArray<CChar>
        var ignoresCase: Bool

        init(name: String, encoding: String, text: String, ignoresCase: Bool = false) {
            self.name = name
            self.encoding = encoding
            bytes = text.utf8CString
            self.ignoresCase = ignoresCase
        }
    }

    private static let forms: [Form] = all.flatMap { name, value -> [Form] in
        let bytes = Array(value.utf8)
        var forms = [
            Form(name: name, encoding: "raw", text: value),
            Form(name: name, encoding: "reversed", text: String(value.reversed())),
            Form(name: name, encoding: "hexadecimal", text: hexadecimal(bytes), ignoresCase: true),
            Form(name: name, encoding: "percent", text: bytes.map { "%" + hexadecimal([$0]) }.joined(), ignoresCase: true),
            Form(name: name, encoding: "JSON", text: bytes.map { "\\u00" + hexadecimal([$0]) }.joined(), ignoresCase: true),
        ]
        for shift in 0..<3 {
            // The characters in the middle do not depend on what stands before and after.
            let text = Data(Array(repeating: 0x20, count: shift) + bytes).base64EncodedString()
            let whole = text.drop { $0 == "=" }.filter { $0 != "=" }
            let middle = String(whole.dropFirst(shift == 0 ? 0 : shift + 1).dropLast(2))
            forms.append(Form(name: name, encoding: "base64", text: middle))
            forms.append(
                Form(
                    name: name, encoding: "base64url",
                    text: middle.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")))
        }
        return forms
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
