/// What of YAML is refused before the parser sees it: what a policy has no use for and what can cost the parser more than
/// linear time. Anchors and aliases make a small file a large tree. Keys that are lists or mappings are hashed at each level,
/// and where they occur twice compared in a way that doubles with each level.
///
/// It looks at bytes alone and so also finds what stands in quotes and comments; telling those apart would need YAML's whole
/// grammar. It never misses one.
struct YAMLRefusal {
    var line: Int
    var expected: String

    /// `nil` when the text has none of it.
    init?(in text: String) {
        let bytes = Array(text.utf8)
        var line = 1
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                if YAMLRefusal.beginsReference(bytes, index) {
                    self.init(
                        line: line,
                        expected: "expected no anchors ('&name') and no tags ('!name'), in comments and quotes neither; "
                            + "put a space after the sign where none is meant")
                    return
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "?"):
                if byte == UInt8(ascii: "?") ? YAMLRefusal.beginsKey(bytes, index) : YAMLRefusal.endsKey(bytes, index) {
                    self.init(
                        line: line,
                        expected:
                            "expected keys that are words: no '? ' and no ':' after a closing bracket, in comments and quotes "
                            + "neither; put a key with brackets in quotes")
                    return
                }
            default: continue
            }
        }
        return nil
    }

    private init(line: Int, expected: String) {
        self.line = line
        self.expected = expected
    }

    /// An anchor or a tag has no word before it and no space after it.
    private static func beginsReference(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard index + 1 < bytes.count, bytes[index + 1] > 0x20 else { return false }
        return index == 0 || !isWord(bytes[index - 1])
    }

    /// A `?` that is followed by space and has no word before it.
    private static func beginsKey(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard index + 1 == bytes.count || !isWord(bytes[index + 1]) else { return false }
        return index == 0 || !isWord(bytes[index - 1])
    }

    /// A bracket that closes, with a colon next, over space, line ends and comments. `[*]` closes no list in YAML: it is the end
    /// of a path such as `channels[*]`.
    private static func endsKey(_ bytes: [UInt8], _ index: Int) -> Bool {
        if index >= 2, bytes[index - 2] == UInt8(ascii: "["), bytes[index - 1] == UInt8(ascii: "*") { return false }
        var next = index + 1
        while next < bytes.count {
            if bytes[next] == UInt8(ascii: "#") {
                while next < bytes.count, bytes[next] != UInt8(ascii: "\n"), bytes[next] != UInt8(ascii: "\r") { next += 1 }
            } else if bytes[next] > 0x20 {
                return bytes[next] == UInt8(ascii: ":")
            } else {
                next += 1
            }
        }
        return false
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
