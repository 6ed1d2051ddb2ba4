import Core

/// Channels as people write them.
enum SlackChannelName {
    static let most = 50

    /// Names without `#`, or ids; each once, in the order given.
    static func list(_ given: [String], _ field: String) throws(InputError) -> [String] {
        guard given.count <= most else { throw InputError(field, "more than \(most) channels") }
        var result: [String] = []
        for (position, text) in given.enumerated() {
            let name = text.first == "#" ? String(text.dropFirst()) : text
            guard (1...80).contains(name.count), name.unicodeScalars.allSatisfy({ !$0.isUnprintable && $0 != " " }) else {
                throw InputError("\(field)[\(position)]", "expected a channel's name, such as #incidents, or its id")
            }
            if !result.contains(name) { result.append(name) }
        }
        return result
    }

    /// `C012AB3CD`: names are in lower case, ids are not.
    static func isID(_ text: String) -> Bool {
        guard let first = text.first, "CGD".contains(first), text.utf8.count >= 9 else { return false }
        return text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }
}
