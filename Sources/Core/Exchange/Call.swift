/// The literal request that a tool wants made, without the host it goes to and without credentials: configuration pins the
/// first and the gateway fills in the second.
public enum Call: Sendable, Hashable, Codable {
    case http(HTTPCall)
    case process(ProcessCall)
    case file(FileCall)
}

/// An HTTP request below the source's origin and path prefix.
public struct HTTPCall: Sendable, Hashable, Codable {
    public enum Method: String, Sendable, Hashable, Codable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// A name and a value, for query items and headers. Not yet encoded.
    public struct Field: Sendable, Hashable, Codable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var method: Method
    /// Path segments, not yet percent-encoded, so that a value with a slash stays one segment. An empty last segment gives a
    /// trailing slash.
    public var path: [String]
    public var query: [Field]
    public var headers: [Field]
    /// The body's bytes, as they are to be sent.
    public var body: [UInt8]
    /// Where the source's credential goes.
    public var credential: CredentialSlot

    public init(
        _ method: Method = .get, path: [String], query: [Field] = [], headers: [Field] = [], body: [UInt8] = [],
        credential: CredentialSlot = .configured
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
        self.credential = credential
    }

    /// `/api/v1/query_range`, each segment percent-encoded.
    public var encodedPath: String { "/" + path.map(PercentEncoding.segment).joined(separator: "/") }

    /// The path with its query: what stands in a request line below the source's prefix.
    public var target: String {
        guard !query.isEmpty else { return encodedPath }
        return encodedPath + "?" + PercentEncoding.form(query)
    }
}

/// Where a credential goes in a request. The value never leaves the gateway.
public enum CredentialSlot: Sendable, Hashable, Codable {
    /// Whatever the source's configuration gives (bearer, basic); nothing when it gives nothing.
    case configured
    /// `Authorization: Bearer …`; the call fails when no token is configured.
    case bearer
    /// A header with words before the value, such as PagerDuty's `Authorization: Token token=…`.
    case header(name: String, prefix: String)
    /// A query item.
    case query(name: String)
}

/// A program run on a directory that the configuration pins. No shell is involved.
public struct ProcessCall: Sendable, Hashable, Codable {
    /// Programs that the process transport knows how to run safely.
    public enum Program: String, Sendable, Hashable, Codable { case git }

    public var program: Program
    /// Arguments after those that the transport itself sets to make the program safe. The first is the subcommand.
    public var arguments: [String]

    public init(_ program: Program, _ arguments: [String]) {
        self.program = program
        self.arguments = arguments
    }
}

/// A file read, or a directory listed, below a directory that the configuration pins.
public struct FileCall: Sendable, Hashable, Codable {
    public enum Operation: String, Sendable, Hashable, Codable { case read, list }

    /// A stretch of a file. What lies beyond the file's end is left out, so that the answer may be shorter, or empty.
    public struct ByteRange: Sendable, Hashable, Codable {
        /// Bytes before it; not negative.
        public var offset: Int
        /// Its length in bytes; at least 1.
        public var count: Int

        public init(offset: Int, count: Int) {
            self.offset = offset
            self.count = count
        }
    }

    public var operation: Operation
    /// Path components below the pinned directory; `.` and `..` are refused.
    public var path: [String]
    /// What is read of the file; all of it when `nil`. A file too large for one answer is read in several calls.
    public var range: ByteRange?

    public init(_ operation: Operation, path: [String], range: ByteRange? = nil) {
        self.operation = operation
        self.path = path
        self.range = range
    }
}

/// Percent-encoding for the places in a URL that values go to.
public enum PercentEncoding {
    /// Encodes all but RFC 3986's unreserved characters.
    public static func segment(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }

    /// `a=1&b=2`, for query strings and form bodies.
    public static func form(_ fields: [HTTPCall.Field]) -> String {
        fields.map { segment($0.name) + "=" + segment($0.value) }.joined(separator: "&")
    }

    /// Undoes percent-encoding and the `+` of forms. A `%` that two hexadecimal digits do not follow stays as it is; invalid
    /// UTF-8 is replaced.
    public static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = digit(rest.first), let low = digit(rest.dropFirst().first) {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8?) -> UInt8? {
        switch byte {
        case let byte? where (48...57).contains(byte): byte - 48
        case let byte? where (65...70).contains(byte): byte - 55
        case let byte? where (97...102).contains(byte): byte - 87
        default: nil
        }
    }
}
