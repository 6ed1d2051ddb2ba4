import Core

/// The path and the query of a URL, decoded for people.
struct RequestTarget {
    var path: [String]
    var query: [String]

    init(_ url: String, below origin: Origin) {
        let target = Array(url.utf8.dropFirst(origin.description.utf8.count))
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        self.path = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
            .map { RequestTarget.shown(PercentDecoding.decode(Array($0))) }
        query = RequestTarget.form(Array(target.dropFirst(path.count + 1)))
    }

    /// `"name" = "value"` for each item of a query string or a form body; `"name"` for one without a `=`.
    static func form(_ bytes: [UInt8]) -> [String] {
        guard !bytes.isEmpty else { return [] }
        return bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map { item in
            item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                .map { shown(PercentDecoding.decode(Array($0), plusIsSpace: true)) }
                .joined(separator: " = ")
        }
    }

    /// Between quotation marks, with `\` before those inside; bytes that are not UTF-8 are said to be.
    private static func shown(_ bytes: [UInt8]) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { return "(not text) hex " + Hex.encode(bytes) }
        var result = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result.append("\\") }
            result.append(scalar)
        }
        result.append("\"")
        return String(result)
    }
}
