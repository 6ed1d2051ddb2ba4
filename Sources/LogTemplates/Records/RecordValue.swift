/// What one record says in the place of a variable, or in a member beside its message.
public struct RecordValue: Sendable {
    /// The word that stands before it, or the member's name; `nil` where there is none.
    public let name: String?
    /// At most 200 bytes of it.
    public let text: String
    /// It is a member of a record in JSON or logfmt.
    public let isMember: Bool

    static let longest = 200
}

extension MinedTemplate {
    /// What a record of this template says where records of it may differ, constant or not: first in the message, then in the
    /// members beside it. `nil` for a record of another template.
    public func values(in record: String) -> [RecordValue]? {
        let head = RecordHead(record).text
        let text = head.span
        var body = StructuredBody()
        guard body.read(text) else { return values(inMessage: text) }
        guard let said = values(inMessage: body.message.span) else { return nil }
        return said
            + body.members.filter { body.isField($0, text) }.map { member in
                RecordValue(
                    name: RecordValue.text(text, member.name), text: RecordValue.text(text, member.value), isMember: true)
            }
    }

    private func values(inMessage message: Span<UInt8>) -> [RecordValue]? {
        var buffer = TokenBuffer()
        LineScanner().scan(message, into: &buffer)
        return pattern.variablePlaces(in: Pattern(buffer, message))?.map { place, token in
            RecordValue(
                name: pattern.name(of: place), text: RecordValue.text(message, Int(token.start)..<Int(token.end)),
                isMember: false)
        }
    }
}

extension RecordValue {
    fileprivate static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<bytes.count).prefix(longest)
        return String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }
}
