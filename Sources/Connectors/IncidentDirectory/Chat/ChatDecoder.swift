import Core

/// Reads the messages of a Slack export in `chat/*.json`, and transcripts of meetings in `*.vtt`. What people said is testimony.
struct ChatDecoder: DirectoryDecoder {
    static let mostMessages = 20_000
    private static let longestTranscript = 16 << 20

    let folders = ["chat"]
    private let scope: Scope
    private var file: DirectoryFile?
    private var records: JSONRecords?
    private var transcript: [UInt8] = []
    private var tally: RecordTally?
    private var directory = SlackDirectory()
    private var messages: [(message: SlackMessage, channel: String, completeness: Int)] = []
    private var said: [Evidence] = []
    /// Why the file that is being read is not taken whole.
    private var limit: String?
    private var diagnostics: [Diagnostic] = []
    private var tallies: [RecordTally] = []

    init(_ scope: Scope) { self.scope = scope }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter { DirectoryLayout.isChat($0) || DirectoryLayout.isTranscript($0) }.map { DirectoryReading($0) }
    }

    mutating func begin(_ file: DirectoryFile) {
        self.file = file
        transcript = []
        limit = nil
        tally = RecordTally(file)
        records = DirectoryLayout.isChat(file) ? JSONRecords(file) : nil
    }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        tally?.took(bytes.count, from: exchange)
        guard records != nil else {
            transcript += bytes.prefix(Self.longestTranscript - transcript.count)
            if let read = tally?.bytes, read > Self.longestTranscript {
                limit = "its first \(Self.longestTranscript) bytes are read, and no more of a transcript"
            }
            return
        }
        var found: [(JSONValue, SlackMessage?)] = []
        let channel = channel
        records?.take(bytes, from: exchange) { value throws(RecordFault) in
            found.append((value, try Self.message(value, exchange, channel)))
        }
        add(found)
    }

    mutating func end(trouble: String?) {
        tally?.trouble = trouble
        if records != nil {
            var found: [(JSONValue, SlackMessage?)] = []
            let channel = channel
            if let exchange = tally?.exchanges.last {
                records?.end(trouble: trouble) { value throws(RecordFault) in
                    found.append((value, try Self.message(value, exchange, channel)))
                }
            }
            add(found)
            tally = records?.tally
        } else {
            readTranscript()
        }
        if var tally {
            if let limit {
                tally.trouble = tally.trouble ?? limit
                diagnostics.append(Diagnostic(.partial, "\(tally.name): \(limit)", exchange: tally.exchanges.last))
            }
            tallies.append(tally)
            if let diagnostic = tally.diagnostic { diagnostics.append(diagnostic) }
        }
        records = nil
        transcript = []
    }

    /// The file is the channel.
    private var channel: String { file.map { String($0.last.prefix { $0 != "." }) } ?? "" }

    /// `nil` for what is a message and says nothing: who joined, who left.
    private static func message(
        _ value: JSONValue, _ exchange: CallKey, _ channel: String
    ) throws(RecordFault) -> SlackMessage? {
        guard value.object != nil else { throw RecordFault("is no object") }
        guard let message = SlackMessage(value, exchange: exchange, channel: channel) else {
            throw RecordFault("has no ts that is a time, or no text")
        }
        return message.kind == .message ? message : nil
    }

    private mutating func add(_ found: [(JSONValue, SlackMessage?)]) {
        for (value, message) in found {
            if let id = value["user"]?.string, let profile = value["user_profile"] {
                directory.add(user: ["id": .string(id), "name": profile["name"] ?? .null, "profile": profile])
            }
            guard let message, isAsked(message.stamp.time), hasRoom() else { continue }
            messages.append((message, channel, tallies.count))
        }
    }

    /// Whether one message more is kept.
    private mutating func hasRoom() -> Bool {
        guard messages.count + said.count >= Self.mostMessages else { return true }
        limit = "only the first \(Self.mostMessages) messages of all files are read"
        return false
    }

    private mutating func readTranscript() {
        guard var tally, !tally.exchanges.isEmpty, let file else { return }
        let name = String(file.last.dropLast(".vtt".count))
        let vtt = WebVTT(String(decoding: transcript, as: UTF8.self), fileName: file.last)
        let first = said.count
        said.reserveCapacity(min(first + vtt.cues.count, Self.mostMessages))
        if vtt.isCut { limit = "no more than \(WebVTT.mostCues) cues of a transcript are read" }
        for problem in vtt.problems { tally.skip(line: problem.line, problem.reason) }
        for cue in vtt.cues {
            tally.accept()
            let stamp = vtt.begin.map { Stamp($0.time.adding(seconds: cue.offset), precision: .seconds) }
            if let stamp, !isAsked(stamp.time) { continue }
            guard hasRoom() else { break }
            let message = ChatMessage(
                id: "\(name):\(cue.line)", channel: name, author: Person(id: cue.speaker ?? "unknown", name: cue.speaker),
                text: cue.text)
            said.append(
                Evidence(
                    .message(message), from: tally.exchanges, stamp: stamp, window: scope.window,
                    query: "\(file.name):\(cue.line)", completeness: tally.completeness))
        }
        if let limit {
            tally.trouble = tally.trouble ?? limit
            for place in first..<said.count { said[place].completeness = tally.completeness }
        }
        if vtt.begin == nil, !vtt.cues.isEmpty {
            let text = "\(file.name) does not say when it begins, so what was said in it has no time"
            diagnostics.append(Diagnostic(.partial, text, exchange: tally.exchanges.last))
        }
        self.tally = tally
    }

    /// Until a day after the window: people talk about an incident when it is over.
    private func isAsked(_ time: Instant) -> Bool { scope.window.widened(before: 0, after: 86_400).contains(time) }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard !tallies.isEmpty else {
            return DirectoryAbsence.of("what people said", "chat/*.json or *.vtt", scope.window, listing)
        }
        var evidence: [Evidence] = []
        for (message, channel, place) in messages {
            var item = message.evidence(directory, channelName: channel, window: scope.window)
            item.link = nil
            item.query = "chat/\(channel)"
            if tallies.indices.contains(place) { item.completeness = tallies[place].completeness }
            evidence.append(item)
        }
        evidence += said
        said = []
        evidence.sort { ($0.stamp?.time ?? scope.window.to) < ($1.stamp?.time ?? scope.window.to) }
        let exchanges = tallies.flatMap(\.exchanges)
        guard evidence.isEmpty, !exchanges.isEmpty else { return (evidence, diagnostics) }
        let isElsewhere = tallies.contains { $0.read > 0 } && tallies.allSatisfy { $0.trouble == nil }
        let absence = tallies.map(\.absence).first { $0 != .noneThere } ?? .noneThere
        let nothing = Evidence(
            .nothing("messages for the time asked for"), from: exchanges, window: scope.window,
            query: tallies.map(\.name).joined(separator: ", "),
            completeness: isElsewhere ? .notKept(reason: "what was said is of another time") : absence)
        return ([nothing], diagnostics)
    }
}
