import Core

/// A body as people read it.
struct BodyText {
    enum Form: String {
        case json = "JSON, set out over many lines"
        case form = "form fields, decoded, one a line"
        case text = "text"
        case hex = "not text: offset, bytes, and ASCII characters"
        case deepJSON = "JSON as it stands; it is nested too deeply to be set out"
        case notJSON = "text; it is declared as JSON and is not valid JSON"
    }

    var form: Form
    var lines: [String]
    /// Whether strings of a JSON body have hidden characters, which stay escapes when it is set out over lines.
    var escapesHidden = false

    /// Deeper JSON is not set out: its indentation would grow to many times its size.
    static let maximumDepth = 24

    init(_ request: Proposal.Request) {
        let type = request.headers.first { $0.name == "content-type" }?.value.lowercased() ?? ""
        let isEncoded = request.headers.contains { $0.name == "content-encoding" && $0.value.lowercased() != "identity" }
        guard !isEncoded, let text = String(validating: request.body, as: UTF8.self) else {
            (form, lines) = (.hex, BodyText.hexLines(request.body))
            return
        }
        if type.hasPrefix("application/x-www-form-urlencoded") {
            (form, lines) = (.form, RequestTarget.form(request.body))
        } else if let first = text.utf8.first(where: { !" \n\r\t".utf8.contains($0) }), first == 0x7B || first == 0x5B,
            let json = try? JSONValue(parsing: request.body)
        {
            escapesHidden = BodyText.hasHidden(json)
            let isShallow = BodyText.depth(of: json) <= BodyText.maximumDepth
            (form, lines) = isShallow ? (.json, BodyText.split(json.pretty)) : (.deepJSON, BodyText.split(text))
            if isShallow, lines.last == "" { lines.removeLast() }
        } else {
            form = type.contains("json") ? .notJSON : .text
            lines = BodyText.split(text)
        }
    }

    private static func depth(of value: JSONValue) -> Int {
        switch value {
        case .array(let elements): 1 + (elements.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.members.map { depth(of: $0.value) }.max() ?? 0)
        default: 0
        }
    }

    private static func hasHidden(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text):
            text.unicodeScalars.contains { !"\n\t\r".unicodeScalars.contains($0) && Visible.isHidden($0) }
        case .array(let elements): elements.contains(where: hasHidden)
        case .object(let object): object.members.contains { hasHidden(.string($0.name)) || hasHidden($0.value) }
        default: false
        }
    }

    private static func split(_ text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    }

    /// `00000010  48 65 6c 6c 6f  Hello`, 16 bytes a line.
    private static func hexLines(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 16).map { start in
            let row = bytes[start..<min(start + 16, bytes.count)]
            let offset = Hex.encode([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: start >> $0) })
            let digits = row.map { Hex.encode([$0]) }.joined(separator: " ")
            let ascii = row.map { (0x20..<0x7F).contains($0) ? Character(Unicode.Scalar($0)) : "." }
            return offset + "  " + digits + String(repeating: " ", count: 3 * (16 - row.count)) + "  " + String(ascii)
        }
    }
}
