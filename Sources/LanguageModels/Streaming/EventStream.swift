/// Server-sent events, byte by byte (html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
///
/// Lines end with LF, CR or both; a byte order mark at the start and comments are passed over; several `data` lines are one text
/// with line feeds between them. An event that no empty line ended is not complete, and ``finish()`` gives it apart.
public struct EventStream: Sendable {
    public struct Event: Sendable, Hashable {
        /// Empty where the stream gives none.
        public var name: String
        public var data: String
        public init(name: String = "", data: String) {
            self.name = name
            self.data = data
        }
    }

    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8]?
    private var wasReturn = false
    private var isAtStart = true

    public init() {}

    /// The events that these bytes complete.
    public mutating func append(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            switch byte {
            case 0x0A where wasReturn: wasReturn = false
            case 0x0A, 0x0D:
                wasReturn = byte == 0x0D
                if let event = endLine() { events.append(event) }
            default:
                wasReturn = false
                line.append(byte)
            }
        }
        return events
    }

    /// What was begun and not ended by an empty line: some servers leave the last one out, and some streams are cut.
    public mutating func finish() -> Event? {
        if !line.isEmpty, let event = endLine() { return event }
        return endEvent()
    }

    private mutating func endLine() -> Event? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return endEvent() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data":
            if data == nil { data = Array(value) } else { data?.append(0x0A); data?.append(contentsOf: value) }
        default: break
        }
        return nil
    }

    private mutating func endEvent() -> Event? {
        defer {
            data = nil
            name = ""
        }
        return data.map { Event(name: name, data: String(decoding: $0, as: UTF8.self)) }
    }

    /// All events of a stream that has ended.
    public static func events(_ bytes: [UInt8]) -> [Event] {
        var stream = EventStream()
        let events = stream.append(bytes)
        return events + (stream.finish().map { [$0] } ?? [])
    }
}
