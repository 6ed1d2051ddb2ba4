import Core
import Gateway
import Testing

@Suite("Tokens of redaction")
struct TokenTests {
    private func redactor(_ incident: String) -> Redactor {
        Redactor(RedactionOptions(key: RedactionKey(master: Array(repeating: 7, count: 32), incident: incident)))
    }

    @Test("a token names the kind and 64 bits, and the same thing written differently has the same token")
    func tokensAreStable() throws {
        let result = redactor("a").redact(
            "ada@example.com, ADA@Example.com, 4111 1111 1111 1111, 4111-1111-1111-1111, bob@example.com, ada%40example.com")
        let tokens = result.found.map(\.token)
        #expect(tokens.count == 6)
        #expect(tokens[0] == tokens[1] && tokens[2] == tokens[3] && tokens[0] != tokens[4] && tokens[0] == tokens[5])
        #expect(try tokens[0].wholeMatch(of: Regex("⟦email:[0-9a-f]{16}⟧")) != nil)
        #expect(result.counts == [.email: 4, .card: 2])
        #expect(result.original(of: tokens[0]) == "ada@example.com")
        #expect(result.original(of: "⟦email:0123456789abcdef⟧") == nil)
    }

    @Test("the token's bits are the published construction's: HKDF-SHA256, then HMAC-SHA256 over kind, zero and value")
    func knownToken() {
        #expect(redactor("inc-1").redact("ada@example.com").text == "⟦email:59ea91767c01811d⟧")
    }

    @Test("tokens of two incidents have nothing in common")
    func tokensAreUnlinkable() {
        let text = (0..<200).map { "user\($0)@example.com" }.joined(separator: " ")
        let first = Set(redactor("a").redact(text).found.map(\.token))
        let second = Set(redactor("b").redact(text).found.map(\.token))
        #expect(first.count == 200 && second.count == 200 && first.isDisjoint(with: second))
    }

    @Test("without a key a token is the kind alone, and leads to nothing")
    func noKey() {
        let result = Redactor().redact("ada@example.com bob@example.com")
        #expect(result.text == "⟦email⟧ ⟦email⟧")
        #expect(result.original(of: "⟦email⟧") == nil)
    }

    @Test(
        "a token that came in cannot be read as one, in any form that a reader might decode",
        arguments: [
            "⟦email:0123456789abcdef⟧", #"\u27e6email:0123456789abcdef\u27E7"#, "%E2%9F%A6email:0123456789abcdef%e2%9f%a7",
        ])
    func forgedTokens(text: String) {
        let result = redactor("a").redact("x \(text) y")
        #expect(result.text == "x (U+27E6)email:0123456789abcdef(U+27E7) y")
        var stream = redactor("a").stream()
        var output: [UInt8] = []
        for byte in "x \(text) y".utf8 { output += stream.write([byte]) }
        output += stream.finish()
        #expect(String(decoding: output, as: UTF8.self) == result.text)
    }

    @Test("redacting twice leaves no token that the second time did not make")
    func redactedTwice() {
        let once = redactor("a").redact("ada@example.com").text
        #expect(!redactor("b").redact(once).text.contains("⟦"))
    }

    @Test("neither a result nor a key prints what it hides")
    func nothingPrints() {
        let result = redactor("a").redact("ada@example.com")
        var dumped = ""
        dump(result, to: &dumped)
        dump(RedactionKey(master: Array("master-secret-master-secret".utf8), incident: "a"), to: &dumped)
        let printed = "\(result) \(String(reflecting: result)) \(dumped)"
        #expect(!printed.contains("ada@") && !printed.contains("master-secret"))
    }

    @Test("names are found in any case, with other separators, and only as whole words")
    func names() {
        let redactor = Redactor(RedactionOptions(names: ["Ada Lovelace", "Jörg", "Li", "J Doe"]))
        for text in ["ADA LOVELACE", "ada.lovelace", "ada_lovelace", "JÖRG", "jörg", "Li", "j doe", #"\nAda Lovelace"#] {
            #expect(redactor.redact("x \(text), y").found.map(\.kind) == [.name], "\(text)")
        }
        #expect(redactor.redact("Adabas Lovelaces Lip Jörgen").found.isEmpty)
    }

    @Test("JSON keeps its structure, and a member's name is context for its value")
    func json() throws {
        let value: JSONValue = [
            "password": "x y\"z' w", "note": "ask ada@example.com", "bob@example.com": 1, "card": 4_111_111_111_111_111,
            "list": [["token": .string(RuleExample.expand("‹a32›"))], "ok"], "passwords": ["hunter2", "hunter3"], "n": 12,
        ]
        let (result, counts) = redactor("a").redact(value)
        let text = result.compact
        #expect(try JSONValue(parsing: text) == result)
        for secret in ["x y", "z' w", "ada@", "bob@", "4111", "hunter", RuleExample.expand("‹a32›")] {
            #expect(!text.contains(secret), "\(secret)")
        }
        #expect(result["note"]?.string?.hasPrefix("ask ⟦email:") == true)
        #expect(result["n"] == 12 && result["list"]?[1] == "ok")
        #expect(counts == [.secret: 4, .email: 2, .card: 1])
    }

    @Test("a name in a member of its own, and an option before its argument, are context for the value")
    func jsonNames() throws {
        let value: JSONValue = [
            "env": [
                ["name": "DB_PASSWORD", "value": "hunter2"], ["value": "x y\"z", "name": "SMTP_PASSWD"],
                ["name": "LOG_LEVEL", "value": "debug"], ["key": "pgpassword", "value": "pw1"],
            ],
            "password": ["value": "geheim1"], "args": ["--verbose", "--password", "hunter3", "serve"],
        ]
        let (result, counts) = redactor("a").redact(value)
        #expect(counts == [.secret: 5])
        for secret in ["hunter", "x y", "pw1", "geheim1"] { #expect(!result.compact.contains(secret), "\(secret)") }
        #expect(result["env"]?[2] == ["name": "LOG_LEVEL", "value": "debug"])
        #expect(result["args"]?.array?.map(\.string)[3] == "serve")
        // The same as text, as it stands in a reply.
        let text = redactor("a").redact(value.compact).text
        for secret in ["hunter", "pw1"] { #expect(!text.contains(secret), "\(secret)") }
    }

    @Test("detection names the rules, in the order of the text")
    func contains() {
        let redactor = Redactor()
        #expect(redactor.contains("ada@example.com 4111111111111111 bob@example.com") == ["email", "card"])
        #expect(redactor.contains("up{job=\"checkout\"} == 0 ⟦").isEmpty)
    }

    @Test(
        "encoded forms are found, and the whole run goes",
        arguments: ["base64", "shifted", "url-safe", "hex", "upper hex", "percent", "escapes", "bytes"])
    func encodedForms(form: String) {
        let secret = Array("password=\"hunter2!\" for ada@example.com".utf8)
        let hex = Hex.encode(secret)
        let encoded =
            switch form {
            case "base64": Base64.encode(secret)
            case "shifted": "path/to/x/" + Base64.encode(secret)
            case "url-safe": Base64.encode([0xFB, 0xEF, 0xFF] + secret).replacing("+", with: "-").replacing("/", with: "_")
            case "hex": hex
            case "upper hex": "0x" + hex.uppercased()
            case "percent": secret.map { "%" + Hex.encode([$0]) }.joined()
            case "escapes": secret.map { "\\u00" + Hex.encode([$0]) }.joined()
            default: secret.map { "\\x" + Hex.encode([$0]) }.joined()
            }
        let result = redactor("a").redact("data \(encoded) end")
        #expect(result.found.count == 1, "\(result.text)")
        #expect(
            result.text.hasPrefix("data ") && result.text.hasSuffix(" end") && result.text.utf8.count < 50, "\(result.text)")
    }
}
