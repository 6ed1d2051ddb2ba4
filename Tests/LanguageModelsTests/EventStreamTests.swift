import LanguageModels
import Testing

@Suite("Streams of server-sent events")
struct EventStreamTests {
    private let stream = Array(
        "\u{FEFF}: hello\r\nevent: a\r\ndata: {\"x\":1}\r\n\r\ndata: one\rdata: two\r\rid: 7\nretry: 5\n\ndata:tight\n\ndata\n\ndata: last"
            .utf8)
    private let expected: [EventStream.Event] = [
        .init(name: "a", data: "{\"x\":1}"), .init(data: "one\ntwo"), .init(data: "tight"), .init(data: ""),
        .init(data: "last"),
    ]

    @Test("every end of line, comments, several data lines and a missing last empty line are read")
    func whole() { #expect(EventStream.events(stream) == expected) }

    @Test("a stream split at any byte gives the same events")
    func split() {
        for place in stream.indices {
            var events = EventStream()
            var found = events.append(stream[..<place])
            found += events.append(stream[place...])
            if let last = events.finish() { found.append(last) }
            #expect(found == expected, "split at \(place)")
        }
    }

    @Test("bytes that are no stream give no events and no crash")
    func hostile() {
        #expect(EventStream.events([]).isEmpty)
        #expect(EventStream.events([0xFF, 0xFE, 0x00, 0x0A, 0x0A, 0x0D]).isEmpty)
        let long = Array("data: ".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        #expect(EventStream.events(long).first?.data.utf8.count == 1 << 20)
    }
}
