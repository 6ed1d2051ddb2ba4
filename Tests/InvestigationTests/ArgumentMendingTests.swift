import Core
import Testing

@testable import Investigation

@Suite("Arguments that a model gets wrong")
struct ArgumentMendingTests {
    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "service": ["type": "string"], "limit": ["type": "integer"], "share": ["type": "number"],
            "deep": ["type": "boolean"], "labels": ["type": "array", "items": ["type": "string"]],
            "window": [
                "type": "object",
                "properties": [
                    "from": ["type": "string", "format": "date-time"], "to": ["type": "string", "format": "date-time"],
                ],
            ],
            "direction": ["type": "string", "enum": ["backward", "forward"]],
        ],
    ]

    private func mend(_ text: String) throws -> ArgumentMending {
        ArgumentMending(try JSONValue(parsing: text), schema: Self.schema)
    }

    @Test(
        "what has one reading is put right, and said to be",
        arguments: [
            (#"{"limit": "20"}"#, #"{"limit":20}"#, ["limit"]),
            (#"{"limit": 20.0}"#, #"{"limit":20}"#, ["limit"]),
            (#"{"share": "0.5"}"#, #"{"share":0.5}"#, ["share"]),
            (#"{"deep": "True"}"#, #"{"deep":true}"#, ["deep"]),
            (#"{"labels": "a"}"#, #"{"labels":["a"]}"#, ["labels"]),
            (#"{"labels": "[\"a\",\"b\"]"}"#, #"{"labels":["a","b"]}"#, ["labels"]),
            (#"{"service": ["shop"]}"#, #"{"service":"shop"}"#, ["service"]),
            (#"{"service": 7}"#, #"{"service":"7"}"#, ["service"]),
            (#"{"direction": "Forward"}"#, #"{"direction":"forward"}"#, ["direction"]),
            (#"{"Service": "shop"}"#, #"{"service":"shop"}"#, ["service"]),
            (#""{\"service\":\"shop\"}""#, #"{"service":"shop"}"#, ["the arguments"]),
            (#"{"window": "{\"from\":\"2026-03-04T10:00:00Z\"}"}"#, #"{"window":{"from":"2026-03-04T10:00:00Z"}}"#, ["window"]),
        ])
    func mended(text: String, right: String, names: [String]) throws {
        let mending = try mend(text)
        #expect(mending.value.compact == right)
        #expect(mending.mended == names)
    }

    @Test(
        "a time in Unix seconds to nanoseconds, with a space or without a zone, is the same moment",
        arguments: [
            "1772618400", "1772618400000", "1772618400000000", "1772618400000000000", "\"1772618400\"",

            "\"2026-03-04T10:00:00\"", "\"2026-03-04T10:00\"", "\"2026-03-04 10:00\"",
        ])
    func times(text: String) throws {
        let mending = try mend("{\"window\": {\"from\": \(text)}}")
        let from = try #require(mending.value["window"]?["from"]?.string)
        #expect(Instant(rfc3339: from) == Instant(seconds: 1_772_618_400), "\(from)")
        #expect(mending.mended == ["from"])
    }

    @Test(
        "what is right, and what has more than one reading or none, stays as it is",
        arguments: [
            #"{"service":"shop","limit":3}"#, #"{"limit":"many"}"#, #"{"limit":2.5}"#, #"{"deep":"yes"}"#,
            #"{"service":["a","b"]}"#, #"{"direction":"sideways"}"#, #"{"window":{"from":"yesterday"}}"#,
            #"{"window":{"from":"9"}}"#,
            #"{"other":"1"}"#, #"{"labels":null}"#, #"{"window":"{oops"}"#,
        ])
    func kept(text: String) throws {
        let mending = try mend(text)
        #expect(mending.value.compact == text)
        #expect(mending.mended.isEmpty)
    }

    @Test("a member that is there under its own name is not overwritten by one that is alike")
    func noOverwriting() throws {
        let mending = try mend(#"{"service":"shop","Service":"other"}"#)
        #expect(mending.value["service"]?.string == "shop")
    }
}
