/// The elements of an array, in order.
///
/// A long array of a document that was parsed stays text: an element becomes a value each time it is asked for. What decodes an
/// answer looks at one element after the other, and an answer of many small records needs no more memory than its bytes. Whoever
/// looks at elements again and again takes them out first, with `Array(_:)`.
public struct JSONArray: Sendable, Hashable, RandomAccessCollection, ExpressibleByArrayLiteral {
    private enum Storage: Sendable {
        case values([JSONValue])
        case text(JSONArrayText)
    }

    private let storage: Storage

    public init(_ elements: [JSONValue]) { storage = .values(elements) }
    public init(arrayLiteral elements: JSONValue...) { self.init(elements) }
    init(_ text: JSONArrayText) { storage = .text(text) }

    public var startIndex: Int { 0 }
    public var endIndex: Int {
        switch storage {
        case .values(let elements): elements.count
        case .text(let text): text.starts.count
        }
    }

    public subscript(position: Int) -> JSONValue {
        switch storage {
        case .values(let elements): elements[position]
        case .text(let text): text.element(at: position)
        }
    }

    public static func == (left: JSONArray, right: JSONArray) -> Bool { left.elementsEqual(right) }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for element in self { hasher.combine(element) }
    }
}

/// The elements of an array within a document's bytes, which were found to be valid.
final class JSONArrayText: Sendable {
    /// Bytes of text from which on an array stays text, and how many elements it then has at least.
    static let shortest = 1 << 16
    static let fewest = 32
    /// Arrays that stay text within each other: each is parsed once more for each that it is in.
    static let levels = 3

    private let bytes: [UInt8]
    /// Where each element begins.
    let starts: [UInt32]
    private let level: Int

    init(_ bytes: [UInt8], starts: [UInt32], level: Int) {
        self.bytes = bytes
        self.starts = starts
        self.level = level
    }

    func element(at position: Int) -> JSONValue { JSONValue(element: bytes, from: Int(starts[position]), level: level) }
}
