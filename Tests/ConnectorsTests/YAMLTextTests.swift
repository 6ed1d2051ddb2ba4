import Core
import Testing

@testable import Connectors

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
        #expect(ContinuousClock.now - start < .seconds(30))
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

    /// As servers and people write configurations, with what could be taken for the start of a member and is none.
    private static let configuration = """
        # A comment before
        server:
          port: 3100   # with a comment
        # between
        rules:
        - name: a
          expr: |
            sum(rate(x[5m]))
              > 0.5
        - name: "b
        still b: no member"
        'quoted name': [1, 2,
          3]
        empty:
        text: >-
          folded
          into one

        flags: {a: true, b: null}
        last: ~

        """

    @Test(
        "a long text gives what a short one does, by sections where it is a mapping in block style",
        arguments: [
            (configuration, false), (configuration.replacing("\"b\nstill b: no member\"", with: "b"), true),
            ("- a\n- b: 1\n", false),
            ("a: &x [1]\nb: *x\n", false), ("{a: 1,\nb: 2}\n", false), ("---\na: 1\nb: 2\n", false), ("", false),
            ("word\n", false),
            ("a: 1\r\nb:\r\n- c\r\n", true), ("# c\r\n-x: 1\r\nserver: 2\r\n", false), ("# c\rx: 1\nb: 2\n", false),
            ("1: a\n\"1\": b\n", true), ("a:\n b: 1\n# c\n\n# d\nc: 2\n", true),
        ])
    func long(text: String, isInSections: Bool) throws {
        let whole = try JSONValue(yaml: text)
        let padding = String(repeating: "# " + String(repeating: "x", count: 200) + "\n", count: 400)
        for long in [text + padding, padding + text] {
            #expect(try JSONValue(yaml: long).canonical == whole.canonical)
            #expect(try YAMLText(long).isInSections == isInSections)
        }
    }

    @Test(
        "what is no document is none when it is long", arguments: ["# c\r\n  a: 1\r\nb: 2\n", "a: 1\r...\nb: 2\n", "a: 1\nb\n"])
    func longAndNone(text: String) {
        let padding = String(repeating: "# " + String(repeating: "x", count: 200) + "\n", count: 400)
        #expect(throws: YAMLError.self) { try JSONValue(yaml: text) }
        #expect(throws: YAMLError.self) { try JSONValue(yaml: padding + text) }
    }

    @Test("a long text with a name twice, cut in the middle, or with an error is refused as a short one is")
    func longAndWrong() throws {
        let section = "a@:\n  b: [1, 2]\n  c: \"some text\"\n"
        let text = (0..<4000).map { section.replacing("@", with: "\($0)") }.joined()
        #expect(try JSONValue(yaml: text).object?.count == 4000)
        #expect(try YAMLText(text).isInSections)
        #expect(throws: YAMLError("the name 'a7' occurs twice")) {
            try JSONValue(yaml: text + section.replacing("@", with: "7"))
        }
        for wrong in [String(text.dropLast(3)), text + "b: [\n", text + "  c: 1\n x: 2\n"] {
            #expect(throws: YAMLError.self) { try JSONValue(yaml: wrong) }
        }
    }

    @Test("a long text of many short members is read at once", .timeLimit(.minutes(1)))
    func manyMembers() throws {
        let text = (0..<100_000).map { "n\($0): \($0)\n" }.joined()
        #expect(try JSONValue(yaml: text).object?.count == 100_000)
    }
}
