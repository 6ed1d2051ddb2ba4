import Core

/// One claim of which is known whether it is true.
struct FictionClaim: Sendable {
    var frame: FictionFrame
    /// As it stands, without markup; cells of a row are apart by a tab, a time comes first.
    var text: String
    var isTrue: Bool
    /// The fault, or the topic of what is true.
    var kind: String
    /// What was changed, as it stands, and what would have been right there.
    var said: String?
    var right: [String] = []
    var expect: Fiction.Expectation
    /// Seconds from midnight by which an entry takes its place.
    var time: Int?
}

extension Fiction {
    /// What one line of a document holds and how it is to be judged: the examination's answer sheet.
    struct Answer: Sendable {
        var document: String
        var line: Int
        var text: String
        var isTrue: Bool
        var kind: String
        var said: String?
        var right: [String]
        var frame: String?
        var heldOut: Bool
        var expect: Expectation

        var json: JSONValue {
            [
                "document": .string(document), "line": .number(line), "text": .string(text), "true": .bool(isTrue),
                "kind": .string(kind), "said": said.map { .string($0) } ?? .null,
                "right": right.first.map { .string($0) } ?? .null, "alsoRight": .array(right.dropFirst().map { .string($0) }),
                "frame": frame.map { .string($0) } ?? .null, "heldOut": .bool(heldOut), "expect": .string(expect.rawValue),
            ]
        }

        init(
            document: String, line: Int, text: String, isTrue: Bool, kind: String, said: String? = nil, right: [String] = [],
            frame: String? = nil, heldOut: Bool = false, expect: Expectation
        ) {
            (self.document, self.line, self.text, self.isTrue, self.kind) = (document, line, text, isTrue, kind)
            (self.said, self.right, self.frame, self.heldOut, self.expect) = (said, right, frame, heldOut, expect)
        }

        init(_ value: JSONValue) throws {
            guard let document = value["document"]?.string, let line = value["line"]?.int, let text = value["text"]?.string,
                let isTrue = value["true"]?.bool, let kind = value["kind"]?.string,
                let expect = value["expect"]?.string.flatMap(Expectation.init)
            else { throw ScenarioError("an entry of the truth lacks 'document', 'line', 'text', 'true', 'kind' or 'expect'") }
            let right = [value["right"]?.string].compactMap(\.self) + (value["alsoRight"]?.array ?? []).compactMap(\.string)
            self.init(
                document: document, line: Int(clamping: line), text: text, isTrue: isTrue, kind: kind,
                said: value["said"]?.string,
                right: right, frame: value["frame"]?.string, heldOut: value["heldOut"]?.bool ?? false, expect: expect)
        }
    }
}
