import Core

/// Reads people, channels, histories and threads; each as soon as what it needs is known, all that is known at once.
struct SlackMessagesConversation: Conversation {
    /// More channels than this are not read when none are named.
    static let mostChannels = 30
    /// More threads than this are not read.
    static let mostThreads = 60

    private enum Part: Sendable {
        case people
        case channels
        case history(channel: String)
        case thread(channel: String, ts: String)
    }

    private struct Task: Sendable {
        var part: Part
        var list: SlackCursorList
    }

    let wanted: [String]
    let window: TimeWindow
    let cap: Int
    private var tasks: [Task] = []
    private var names: [String: String] = [:]
    private var directory = SlackDirectory()
    private var messages: [SlackMessage] = []
    private var seen: Set<String> = []
    private var threads = 0
    private var deleted = 0
    private var unreadable = 0
    private var isWhole = true
    private var isLimited = false
    private var exchanges: [CallKey] = []
    private var diagnostics: [Diagnostic] = []
    private var started = false

    init(wanted: [String], window: TimeWindow, cap: Int) {
        self.wanted = wanted
        self.window = window
        self.cap = cap
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        if !started {
            started = true
            start()
        } else {
            let asked = tasks
            tasks = []
            for (task, outcome) in zip(asked, outcomes) { take(task, outcome) }
        }
        guard tasks.isEmpty else { return .calls(tasks.map { .http($0.list.call) }) }
        return conclude()
    }

    private mutating func start() {
        if wanted.isEmpty || !wanted.allSatisfy(SlackChannelName.isID) {
            tasks.append(Task(part: .channels, list: .channels()))
        }
        tasks.append(Task(part: .people, list: .users()))
        for id in wanted where SlackChannelName.isID(id) { read(channel: id, name: id) }
    }

    private mutating func read(channel: String, name: String) {
        guard names.updateValue(name, forKey: channel) == nil else { return }
        tasks.append(
            Task(part: .history(channel: channel), list: .history(channel, name: name, window: window, cap: cap)))
    }

    private mutating func take(_ task: Task, _ outcome: Outcome) {
        var task = task
        let before = task.list.items.count
        task.list.take(outcome)
        let fresh = task.list.items.dropFirst(before)
        switch task.part {
        case .people: for item in fresh { directory.add(user: item.value) }
        case .channels:
            for item in fresh { directory.add(channel: item.value) }
            choose(&task.list)
        case .history(let channel): for item in fresh { add(item.value, item.exchange, channel: channel, thread: nil) }
        case .thread(let channel, let ts):
            for item in fresh { add(item.value, item.exchange, channel: channel, thread: ts) }
        }
        guard task.list.isFinished else {
            tasks.append(task)
            return
        }
        diagnostics += task.list.diagnostics.map { found in
            var found = found
            // Without names or a thread's answers, the rest is still what was said.
            switch task.part {
            case .people, .thread: if found.severity == .failed { found.severity = .partial }
            case .channels, .history: break
            }
            return found
        }
        if case .people = task.part { return }
        isWhole = isWhole && task.list.isWhole
        isLimited = isLimited || task.list.isLimited
        if case .history = task.part { exchanges += task.list.exchanges }
    }

    // MARK: Which channels

    /// Starts reading the channels that are known once the list is read, or once all that are wanted were found.
    private mutating func choose(_ list: inout SlackCursorList) {
        let members = list.items.map(\.value)
        let missing = wanted.filter { name in
            !SlackChannelName.isID(name) && !members.contains { $0["name"]?.string == name }
        }
        if !wanted.isEmpty, missing.isEmpty { list.finish() }
        guard list.isFinished, !list.failed else { return }
        if wanted.isEmpty {
            let mine = members.filter { $0["is_member"]?.bool == true && $0["is_archived"]?.bool != true }
                .compactMap { value in value["id"]?.string.map { ($0, value["name"]?.string ?? $0) } }
                .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            for (id, name) in mine.prefix(Self.mostChannels) { read(channel: id, name: name) }
            if mine.count > Self.mostChannels { partial("\(Self.mostChannels) of \(mine.count) channels were read") }
            if mine.isEmpty { refuse("the bot is a member of no channel; invite it to those that matter (/invite)") }
        } else {
            for name in wanted where !SlackChannelName.isID(name) {
                guard let id = members.first(where: { $0["name"]?.string == name })?["id"]?.string else { continue }
                read(channel: id, name: name)
            }
            for name in missing {
                refuse("no channel is named #\(name), or it is private and the app is not a member of it")
            }
        }
    }

    // MARK: Messages

    private mutating func add(_ value: JSONValue, _ exchange: CallKey, channel: String, thread: String?) {
        guard let message = SlackMessage(value, exchange: exchange, channel: channel) else {
            unreadable += 1
            return
        }
        // A thread's list begins with the message that the channel's history had already; broadcast answers are in both.
        guard message.ts != thread, window.contains(message.stamp.time), seen.insert("\(channel) \(message.ts)").inserted else {
            return
        }
        switch message.kind {
        case .message: messages.append(message)
        case .deleted: deleted += 1
        case .housekeeping: break
        }
        guard thread == nil, message.startsThread else { return }
        threads += 1
        guard threads <= Self.mostThreads else { return }
        tasks.append(
            Task(
                part: .thread(channel: channel, ts: message.ts),
                list: .replies(channel, name: names[channel] ?? channel, thread: message.ts, window: window)))
    }

    // MARK: The end

    private mutating func partial(_ text: String) {
        diagnostics.append(Diagnostic(.partial, "messages in chat: \(text)"))
        isWhole = false
    }

    private mutating func refuse(_ text: String) {
        diagnostics.append(Diagnostic(.denied, "messages in chat: \(text)"))
        isWhole = false
    }

    private mutating func conclude() -> Step {
        if threads > Self.mostThreads { partial("\(Self.mostThreads) of \(threads) threads were read") }
        if unreadable > 0 { partial("\(unreadable) messages could not be read") }
        if isLimited { partial("the workspace's plan hides older messages") }
        if deleted > 0 {
            let count = deleted == 1 ? "1 message was" : "\(deleted) messages were"
            diagnostics.append(Diagnostic(.note, "messages in chat: \(count) deleted and left a mark"))
        }
        let sorted = messages.sorted {
            ($0.stamp.time, names[$0.channel] ?? $0.channel, $0.ts) < ($1.stamp.time, names[$1.channel] ?? $1.channel, $1.ts)
        }
        var evidence = sorted.map { message in
            message.evidence(
                directory, channelName: directory.channel(message.channel) ?? names[message.channel] ?? message.channel,
                window: window)
        }
        if evidence.isEmpty, isWhole, !exchanges.isEmpty {
            let channels = names.values.sorted().map { "#\($0)" }
            evidence.append(
                Evidence(
                    .nothing("no message in \(channels.joined(separator: ", "))"), from: exchanges, window: window,
                    query: channels.map { "in:\($0)" }.joined(separator: " "), completeness: .noneThere))
        }
        return .done(evidence, SlackMessagesConversation.eachOnce(diagnostics))
    }

    /// A bad token is refused by every method alike; once is enough.
    private static func eachOnce(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var reasons: Set<String> = []
        return diagnostics.filter { diagnostic in
            guard diagnostic.severity == .denied, let mark = diagnostic.message.range(ofText: ": answered '") else {
                return true
            }
            let reason = String(diagnostic.message[mark...])
            return !reason.hasPrefix("invalid_auth") && !reason.hasPrefix("not_authed") && !reason.hasPrefix("token_")
                && !reason.hasPrefix("account_inactive") || reasons.insert(reason).inserted
        }
    }
}
