import Core

/// Recognises what a person gives to name a PagerDuty incident.
enum PagerDutyReference {
    /// The incident's id in `https://acme.pagerduty.com/incidents/PT4KHLK` (with anything after it), in the same path below
    /// the source's own address, or alone.
    static func incident(in text: String, below source: String?) -> String? {
        let text = text.prefix(2000)
        if isBareID(text) { return String(text) }
        if let source, let rest = path(text, below: source) { return id(inPath: rest) }
        let scheme = "https://"
        guard text.lowercased().hasPrefix(scheme) else { return nil }
        let afterScheme = text.dropFirst(scheme.count)
        let host = afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard host.lowercased().hasSuffix(".pagerduty.com"),
            host.utf8.allSatisfy({ isHostPart($0) })
        else { return nil }
        return id(inPath: afterScheme[host.endIndex...])
    }

    /// The input's `id`, which must be one.
    static func id(_ input: Input) throws(InputError) -> String {
        let id = try input.string("id")
        guard isID(id) else { throw InputError("id", "expected an incident's id, such as PT4KHLK") }
        return id
    }

    /// An id as it may stand in a path.
    static func isID(_ text: some StringProtocol) -> Bool {
        (4...20).contains(text.utf8.count) && text.utf8.allSatisfy(isIDPart)
    }

    private static func isBareID(_ text: Substring) -> Bool {
        guard let first = text.first, first == "P" || first == "Q" else { return false }
        return (7...15).contains(text.utf8.count) && text.utf8.allSatisfy(isIDPart)
    }

    private static func path(_ text: Substring, below source: String) -> Substring? {
        var base = source[...]
        while base.last == "/" { base.removeLast() }
        guard !base.isEmpty, text.hasPrefix(base) else { return nil }
        return text.dropFirst(base.count)
    }

    private static func id(inPath path: Substring) -> String? {
        let prefix = "/incidents/"
        guard path.hasPrefix(prefix) else { return nil }
        let id = path.dropFirst(prefix.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return isID(id) ? String(id) : nil
    }

    private static func isIDPart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHostPart(_ byte: UInt8) -> Bool {
        isIDPart(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-")
    }
}
