/// A request as a stand-in sees it.
struct WebRequest: Sendable {
    var method: String
    /// Percent-decoded, without the query.
    var path: String
    /// Path and query as they were sent.
    var target: String
    /// Decoded, in order: the query's parameters, then those of a form body.
    var parameters: [(name: String, value: String)]
    /// Names in lower case.
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(method: String = "GET", target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = Self.decode(parts[0], plus: false)
        parameters = parts.count > 1 ? Self.parse(parts[1]) : []
        if header("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true {
            parameters += Self.parse(Substring(String(decoding: body, as: UTF8.self)))
        }
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }

    /// The path's parts, without empty ones.
    var segments: [String] { path.split(separator: "/").map(String.init) }

    private static func parse(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decode(parts[0], plus: true), parts.count > 1 ? decode(parts[1], plus: true) : "")
        }
    }

    private static func decode(_ text: Substring, plus: Bool) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+") where plus: bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = [rest.next(), rest.next()].compactMap { $0 }
                if let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), digits.count == 2 {
                    bytes.append(value)
                } else {
                    bytes.append(byte)
                    bytes += digits
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
