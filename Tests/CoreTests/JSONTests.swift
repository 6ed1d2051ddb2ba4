import Core
import Testing

@Suite("JSON")
struct JSONTests {
    @Test("a document survives reading and writing, with member order and literal numbers")
    func roundTrip() throws {
        let text = #"{"z":1,"a":[1.50,-0,1e400,12345678901234567890,true,null,"x\ny"],"":{"b":""}}"#
        let value = try JSONValue(parsing: text)
        #expect(value.compact == text)
        #expect(value["a"]?[3]?.int == nil)
        #expect(value["a"]?[0]?.double == 1.5)
    }

    @Test("equal documents have equal canonical text")
    func canonical() throws {
        let one = try JSONValue(parsing: #"{"b":1,"a":{"d":2,"c":3}}"#)
        let two = try JSONValue(parsing: #"{"a":{"c":3,"d":2},"b":1}"#)
        #expect(one == two)
        #expect(one.canonical == two.canonical)
        #expect(one.canonical == #"{"a":{"c":3,"d":2},"b":1}"#)
    }

    @Test(
        "what is not JSON is refused, with the place",
        arguments: [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,}", 7), ("01", 2), ("1.", 2), ("\"\u{1}\"", 1), ("nul", 0), ("[1] x", 4),
            ("{\"a\":1,\"a\":2}", 10), ("\"\\x\"", 3), ("\"abc", 4), ("-", 0), ("+1", 0), ("'a'", 0),
        ])
    func refused(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.offset == offset, "\(text): \(String(describing: error))")
    }

    /// An array of more than 64 KiB, which stays text.
    private static let long =
        "[" + (0..<6000).map { "{\"n\":\($0),\"t\":\"\\u0041 ]},[ \\\"\"}" }.joined(separator: " ,\n") + "]"

    @Test("a long array is what a short one is: elements, equality, text and places of errors")
    func longArray() throws {
        let long = try JSONValue(parsing: "{\"a\":\(Self.long),\"b\":[[],\(Self.long)]}")
        let array = try #require(long["a"]?.array)
        #expect(array.count == 6000)
        #expect(array.enumerated().allSatisfy { $1["n"]?.int == Int64($0) && $1["t"]?.string == "A ]},[ \"" })
        let built = JSONValue.array((0..<6000).map { ["n": .number($0), "t": "A ]},[ \""] })
        #expect(long["a"] == built && long["b"]?[1] == built && long["a"]?.compact == built.compact)
        #expect(long["a"].hashValue == Optional(built).hashValue)
        #expect(long["b"]?[0]?.array?.isEmpty == true)
        #expect(array[5999]["n"]?.int == 5999 && long["a"]?[6000] == nil)
        for end in ["", "]", "}", "{\"n\":1,\"n\":2}]", "tru]", "1] 2"] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Self.long.dropLast() + "," + end) }
            let alone = #expect(throws: JSONError.self) { try JSONValue(parsing: "[1," + end) }
            #expect(error.map { $0.offset - Self.long.utf8.count } == alone.map { $0.offset - 3 }, "\(end)")
            #expect(error?.reason == alone?.reason)
        }
    }

    @Test("long arrays within long arrays are parsed a few times and not once for each", .timeLimit(.minutes(1)))
    func nestedLongArrays() throws {
        var text = Self.long
        for _ in 0..<100 { text = "[" + String(repeating: "0,", count: 40) + text + "]" }
        var value = try JSONValue(parsing: text)
        for _ in 0..<100 { value = try #require(value[40]) }
        #expect(value.array?.count == 6000)
    }

    @Test("members are found, changed, removed and refused twice in objects of any size", arguments: [1, 7, 8, 9, 10, 40])
    func members(count: Int) throws {
        let names = (0..<count).map { "name\($0)" }
        let text = "{" + names.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
        var object = try #require(try JSONValue(parsing: text + "}").object)
        #expect(names.map { object[$0]?.int } == (0..<count).map(Int64.init))
        #expect(object == JSONObject(names.enumerated().map { ($1, .number(JSONNumber($0))) }))
        #expect(object["other"] == nil)
        for name in names {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text + ",\"\(name)\":0}") }
            #expect(error?.offset == text.utf8.count + name.utf8.count + 3)
        }
        object[names[0]] = .null
        object["last"] = .bool(true)
        object[names[count / 2]] = nil
        #expect(object.members.map(\.name) == names.filter { $0 != names[count / 2] } + ["last"])
        #expect(object["last"] == .bool(true) && object[names[count / 2]] == nil)
        #expect(count < 3 || object[names[0]] == .null)
    }

    @Test("deep nesting is refused and does not exhaust the stack")
    func depth() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
        let allowed = String(repeating: "[", count: 255) + String(repeating: "]", count: 255)
        #expect(try JSONValue(parsing: allowed).compact == allowed)
    }

    @Test("surrogate pairs join, lone ones and bad UTF-8 are replaced")
    func unicode() throws {
        #expect(try JSONValue(parsing: #""\ud83d\ude00""#).string == "😀")
        #expect(try JSONValue(parsing: #""\ud83dx""#).string == "\u{FFFD}x")
        #expect(try JSONValue(parsing: [0x22, 0xFF, 0x22]).string == "\u{FFFD}")
    }

    @Test("what could move a cursor or end a script element is escaped when written")
    func inert() {
        let value = JSONValue.string("</script>\u{1B}[2J\u{202E}\u{2028}")
        #expect(value.compact == #""\u003c/script\u003e\u001b[2J\u202e\u2028""#)
    }
}
