/// The name that the configuration gives to one system, such as `metrics`.
public struct SourceName: Sendable, Hashable, Codable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    public var text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
    public var description: String { text }
    public static func < (left: SourceName, right: SourceName) -> Bool { left.text < right.text }
}

/// A kind of system that there is a connector for, such as `prometheus`.
public struct SourceKind: Sendable, Hashable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
    public var text: String
    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }
    public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
    public var description: String { text }
}

/// What a connector may know of the source it describes. No credentials.
public struct SourceDescription: Sendable, Hashable, Codable {
    public var name: SourceName
    public var kind: SourceKind
    /// What people open in a browser; links in evidence that begin with `/` are below it. `nil` for files and processes.
    public var url: String?
    /// Settings of this kind of source, such as a Slack source's `channels`.
    public var options: JSONObject

    public init(name: SourceName, kind: SourceKind, url: String? = nil, options: JSONObject = [:]) {
        self.name = name
        self.kind = kind
        self.url = url
        self.options = options
    }
}

extension JSONObject: Codable {
    public init(from decoder: any Decoder) throws {
        guard let object = try JSONValue(from: decoder).object else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "expected an object"))
        }
        self = object
    }

    public func encode(to encoder: any Encoder) throws { try JSONValue.object(self).encode(to: encoder) }
}
