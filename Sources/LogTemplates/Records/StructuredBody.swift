/// The members of a line in JSON or logfmt, read into memory that is used again for the next line.
///
/// Only the outermost members are read, without recursion; what is nested is one value.
struct StructuredBody: Sendable {
    static let mostMembers = 32

    struct Member: Sendable {
        var name: Range<Int>
        var value: Range<Int>
        /// In ``text`` if it had escapes, otherwise in the line.
        var isText: Bool
    }

    private(set) var members: [Member] = []
    /// What the line says, with escapes undone; empty when no member is a message.
    private(set) var message: [UInt8] = []
    private(set) var service: [UInt8] = []
    private(set) var seconds: Double?

    /// The error of the record, which is part of the message.
    private var error: Member?

    private static let messages = names("msg", "message", "event", "log", "body")
    private static let errors = names("error", "err", "exception", "cause", "reason")
    private static let services = names("service", "service.name", "service_name", "app")
    private static let times = names("time", "ts", "timestamp", "@timestamp")
    private static let own = messages + services + times

    private static func names(_ names: String...) -> [[UInt8]] { names.map { Array($0.utf8) } }

    /// Whether the line was read as JSON or logfmt with a message or an error in it. Where it has both, they are one text.
    mutating func read(_ line: Span<UInt8>) -> Bool {
        guard let first = StructuredBody.firstPlace(line) else { return false }
        let isObject = line[first] == 0x7B
        guard isObject || StructuredBody.beginsWithName(line, first) else { return false }
        members.removeAll(keepingCapacity: true)
        guard isObject ? readObject(line, first) : readPairs(line, first) else { return false }
        message.removeAll(keepingCapacity: true)
        service.removeAll(keepingCapacity: true)
        seconds = nil
        for member in members {
            if service.isEmpty, StructuredBody.rank(of: member, StructuredBody.services, line) != nil {
                for place in member.value.prefix(ValueRange.longestValue) { service.append(line[place]) }
            } else if seconds == nil, StructuredBody.rank(of: member, StructuredBody.times, line) != nil {
                seconds = StructuredBody.seconds(line.extracting(member.value))
            }
        }
        if let said = best(of: StructuredBody.messages, line) {
            StructuredBody.unescape(line, said.value, into: &message)
        }
        error = best(of: StructuredBody.errors, line)
        if let error {
            if !message.isEmpty { message += [0x3A, 0x20] }
            StructuredBody.unescape(line, error.value, into: &message)
        }
        return !message.isEmpty
    }

    /// The member with the first of the names that any has, and with a text.
    private func best(of names: [[UInt8]], _ line: Span<UInt8>) -> Member? {
        var best: (rank: Int, member: Member)?
        for member in members where member.isText && !member.value.isEmpty {
            guard let rank = StructuredBody.rank(of: member, names, line), rank < best?.rank ?? .max else { continue }
            best = (rank, member)
        }
        return best?.member
    }

    private static func rank(of member: Member, _ names: [[UInt8]], _ line: Span<UInt8>) -> Int? {
        names.firstIndex { equal(line, member.name, $0) }
    }

    /// Members that are neither the message with its error, nor the service, nor the time.
    func isField(_ member: Member, _ line: Span<UInt8>) -> Bool {
        member.name != error?.name && StructuredBody.rank(of: member, StructuredBody.own, line) == nil
    }

    private static func firstPlace(_ line: Span<UInt8>) -> Int? {
        var place = 0
        while place < line.count, line[place] == 0x20 || line[place] == 0x09 { place += 1 }
        return place < line.count ? place : nil
    }

    /// The first word is `name=…`.
    private static func beginsWithName(_ line: Span<UInt8>, _ first: Int) -> Bool {
        var place = first
        while place < line.count, place - first < 32, isName(line[place]) { place += 1 }
        return place > first && place + 1 < line.count && line[place] == 0x3D && line[place + 1] > 0x20
    }

    private static func isName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F || byte == 0x2E || byte == 0x2D || byte == 0x40
    }

    private static func equal(_ line: Span<UInt8>, _ name: Range<Int>, _ other: [UInt8]) -> Bool {
        guard name.count == other.count else { return false }
        for (offset, byte) in other.enumerated() where line[name.lowerBound + offset] != byte { return false }
        return true
    }

    private static func seconds(_ value: Span<UInt8>) -> Double? {
        if let time = LeadingTime.read(value) { return time.seconds }
        guard let number = Number.read(value, 0, value.count), number > 100_000_000 else { return nil }
        // Seconds, or thousandths, millionths or thousand-millionths of them, by their size.
        return number < 1e11 ? number : number < 1e14 ? number / 1e3 : number < 1e17 ? number / 1e6 : number / 1e9
    }

    mutating func append(_ member: Member) {
        if members.count < StructuredBody.mostMembers { members.append(member) }
    }
}
