/// Reads what strace wrote: which intents were written to the ledger, when it was synced, and what left the program.
struct SyncTrace {
    /// One attempt at a call.
    struct Attempt: Hashable {
        var key: String
        var number: Int
    }

    static let systemCalls = "pwrite64,write,writev,sendto,sendmsg,fsync,fdatasync,execve,execveat"

    /// Requests that were written to sockets.
    private(set) var requests = 0
    /// Programs that were started, without the traced one.
    private(set) var programs = 0
    /// Syncs of the ledger's files that succeeded.
    private(set) var syncs = 0
    /// What left the program before a sync of the file that holds its intent, begun after the intent was written, had ended.
    private(set) var unsynced: [String] = []

    /// By file: intents that were written, and those of them that a sync has made durable.
    private var written: [String: Set<Attempt>] = [:]
    private var durable: Set<Attempt> = []
    /// By thread: a call that has begun and not ended.
    private var begun: [Substring: Step] = [:]
    private let ledger: String
    /// Git's arguments by intent; taken out when a program with them starts.
    private var commands: [Attempt: [String]]
    private var isTraceeStarted = false

    /// What a call does when it ends.
    private enum Step {
        case write(file: String, Set<Attempt>)
        case sync(file: String, Set<Attempt>)
    }

    /// `ledger` is the name that the paths of the ledger's files contain; `commands` are the arguments of git in its intents.
    init(_ lines: [Substring], ledger: String, commands: [Attempt: [String]]) {
        self.ledger = ledger
        self.commands = commands
        for line in lines {
            let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard words.count == 2 else { continue }
            let (thread, call) = (words[0], words[1].drop { $0 == " " })
            if call.hasPrefix("<...") {
                if let step = begun.removeValue(forKey: thread) { end(step, call) }
            } else {
                read(call, of: thread)
            }
        }
    }

    private mutating func read(_ call: Substring, of thread: Substring) {
        let strings = SyncTrace.strings(call)
        let step: Step
        switch call.prefix(while: { $0 != "(" }) {
        case "execve", "execveat":
            start(program: strings.map { String(decoding: $0, as: UTF8.self) })
            return
        case "pwrite64":
            guard let file = SyncTrace.file(call), file.contains(ledger) else { return }
            step = .write(file: file, Set(strings.first.map { LedgerPage($0).intents } ?? []))
        case "fsync", "fdatasync":
            guard let file = SyncTrace.file(call), file.contains(ledger) else { return }
            step = .sync(file: file, written[file] ?? [])
        default:
            guard SyncTrace.file(call)?.hasPrefix("socket:") == true else { return }
            for string in strings { send(String(decoding: string, as: UTF8.self)) }
            return
        }
        if call.hasSuffix("<unfinished ...>") { begun[thread] = step } else { end(step, call) }
    }

    private mutating func end(_ step: Step, _ call: Substring) {
        switch step {
        case .write(let file, let intents): written[file, default: []].formUnion(intents)
        case .sync(let file, let intents):
            guard call.hasSuffix("= 0") else { return }
            durable.formUnion(intents)
            syncs += 1
            // The others were written after the sync had begun.
            written[file]?.subtract(intents)
        }
    }

    private mutating func send(_ text: String) {
        for match in text.matches(of: /user-agent: inquest\/[0-9.]+ \(([^)]+) a(\d+)\)/.ignoresCase()) {
            requests += 1
            let attempt = Attempt(key: String(match.output.1), number: Int(match.output.2) ?? -1)
            if !durable.contains(attempt) { unsynced.append("\(attempt.key) a\(attempt.number)") }
        }
    }

    /// The path and the arguments of a program. The first is the traced program itself; every other must be git as a durable
    /// intent has it: behind the transport's own options the subcommand, and at the end the intent's arguments.
    private mutating func start(program strings: [String]) {
        guard isTraceeStarted else {
            isTraceeStarted = true
            return
        }
        programs += 1
        let matches = commands.filter { attempt, arguments in
            durable.contains(attempt) && strings.first?.split(separator: "/").last == "git"
                && strings.dropFirst().contains(arguments.first ?? "")
                && strings.suffix(arguments.count - 1) == arguments.dropFirst()
        }
        // A shorter command can be the end of a longer one.
        let match = matches.max { $0.value.count < $1.value.count }
        if let match { commands[match.key] = nil } else { unsynced.append(strings.suffix(12).joined(separator: " ")) }
    }

    /// The path of the file that the call's first argument stands for: `7</path>`.
    private static func file(_ call: Substring) -> String? {
        guard let open = call.firstIndex(of: "<"), let close = call[open...].firstIndex(of: ">") else { return nil }
        return String(decoding: bytes(call[call.index(after: open)..<close]), as: UTF8.self)
    }

    /// The strings between quotes. strace writes every byte in them as `\x41`, so that no quote stands inside.
    private static func strings(_ call: Substring) -> [[UInt8]] {
        let parts = call.split(separator: "\"", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count, by: 2).map { bytes(parts[$0]) }
    }

    private static func bytes(_ text: Substring) -> [UInt8] {
        let digits = Array(text.utf8)
        func value(_ digit: UInt8) -> UInt8 { digit >= 0x61 ? digit - 0x61 + 10 : digit & 0xF }
        return stride(from: 0, to: digits.count - digits.count % 4, by: 4).map {
            value(digits[$0 + 2]) << 4 | value(digits[$0 + 3])
        }
    }
}
