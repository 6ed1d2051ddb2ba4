import Connectors
import Core
import Testing

@Suite("YAML that servers write") struct YAMLTextTests {
    /// Nine times nine times nine …, as values or as names of mappings.
    private static func bomb(_ element: String) -> String {
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
            + (1...9).map { level in
                "a\(level): &a\(level) [\((0..<9).map { _ in element.replacing("@", with: "*a\(level - 1)") }.joined(separator: ", "))]\n"
            }.joined()
    }

    @Test(
        "what aliases could unfold to is bounded before it is read",
        arguments: [
            bomb("@"), bomb("? @ : 1"), bomb("@ : 1"), bomb("{@ : 1}"),
            "x: &a [" + String(repeating: "1, ", count: 2_000_000)
                + "1]\ny: [*a, *a, *a, *a]\n",
        ])
    func bombs(text: String) {
        let start = ContinuousClock.now
        #expect(throws: YAMLError("its aliases unfold to too many values")) { try JSONValue(yaml: text) }
        #expect(ContinuousClock.now - start < .seconds(2))
    }

    @Test(
        "nesting is bounded before it is read",
        arguments: [String(repeating: "[", count: 9_000), String(repeating: "- ", count: 9_000)])
    func nested(text: String) {
        #expect(throws: YAMLError("it is nested too deeply")) { try JSONValue(yaml: text) }
    }

    @Test("a few aliases are read, and stars and ampersands in texts are none")
    func aliases() throws {
        let document = try JSONValue(yaml: "base: &base {a: 1}\nuses: [*base, *base, *base]\n")
        #expect(document["uses"]?.array?.count == 3)
        #expect(document["uses"]?[2]?["a"]?.string == "1")
        let lines = (0..<200).map { "k\($0): \"*Note* &Alert.* a & b * c https://x/?a=1&b=2 .*base *unknown\"" }
        #expect(try JSONValue(yaml: "x: 1\n" + lines.joined(separator: "\n")).object?.count == 201)
    }
}
