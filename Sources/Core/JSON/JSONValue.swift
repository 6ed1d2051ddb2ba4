/// A JSON document as a value. Object members keep the order they were read in; numbers keep their literal text, since
/// nanosecond times and 64-bit ids do not survive a trip through a double.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array(JSONArray)
    case object(JSONObject)
}

/// A number as it was written.
public struct JSONNumber: Sendable, Hashable {
    public let text: String

    public init(_ value: Int) { text = String(value) }
    public init(_ value: Int64) { text = String(value) }
    /// A value that JSON cannot write (NaN, infinity) becomes `null` through ``JSONValue/number(_:)-double``.
    init(literal: String) { text = literal }

    public var int: Int64? { Int64(text) }
    public var double: Double { Double(text) ?? .nan }
}

/// The members of an object, in order. A name that occurs twice is refused by the parser.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    public private(set) var members: [(name: String, value: JSONValue)]
    /// Places of the members by name; empty for objects so small that looking at each is faster, which most are.
    private var index: [String: Int]

    /// Objects of more members than this have an index.
    static let largestWithoutIndex = 8

    public init() {
        members = []
        index = [:]
    }

    public init(_ members: [(String, JSONValue)]) {
        self.init()
        for (name, value) in members { self[name] = value }
    }

    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }

    /// Members of different names, and their places by name when there are more than ``largestWithoutIndex``.
    init(distinct members: [(name: String, value: JSONValue)], index: [String: Int]) {
        self.members = members
        self.index = index
    }

    public subscript(name: String) -> JSONValue? {
        get { place(of: name).map { members[$0].value } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil):
                members.remove(at: place)
                makeIndex()
            case (nil, let value?):
                members.append((name, value))
                if index.isEmpty { makeIndex() } else { index[name] = members.count - 1 }
            case (nil, nil): break
            }
        }
    }

    private func place(of name: String) -> Int? {
        index.isEmpty ? members.firstIndex { $0.name == name } : index[name]
    }

    private mutating func makeIndex() {
        index = [:]
        guard members.count > Self.largestWithoutIndex else { return }
        for (place, member) in members.enumerated() { index[member.name] = place }
    }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }

    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        var sum = 0
        for member in members {
            var inner = Hasher()
            inner.combine(member.name)
            inner.combine(member.value)
            sum ^= inner.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONValue {
    /// The member of an object; `nil` for anything else.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// The element of an array; `nil` outside its bounds and for anything else.
    public subscript(position: Int) -> JSONValue? {
        guard let array, array.indices.contains(position) else { return nil }
        return array[position]
    }

    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    public var array: JSONArray? { if case .array(let value) = self { value } else { nil } }
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    public var int: Int64? { if case .number(let value) = self { value.int } else { nil } }
    public var double: Double? { if case .number(let value) = self { value.double } else { nil } }
    public var isNull: Bool { self == .null }

    /// A number from a double; `null` where JSON has no way to write it.
    public static func number(_ value: Double) -> JSONValue {
        value.isFinite
            ? .number(JSONNumber(literal: value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : "\(value)"))
            : .null
    }

    public static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

    public static func array(_ elements: [JSONValue]) -> JSONValue { .array(JSONArray(elements)) }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
    public init(nilLiteral: ()) { self = .null }
}
