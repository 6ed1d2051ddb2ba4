import Core

/// Lists the folders, then reads the files that a decoder wants, a few calls a step, so that a file of any size passes through
/// and none stands in memory whole.
struct DirectoryConversation: Conversation {
    private enum Phase { case start, root, folders, reading, done }

    private struct Read: Sendable {
        var file: Int
        var call: FileCall
    }

    /// Steps of a conversation are limited, so a large file takes more calls a step.
    private static let steps = 200
    private static let fewest = 4
    private static let most = 64
    /// Calls that read files: 50 GB.
    private static let mostReads = steps * most

    private var decoder: any DirectoryDecoder
    private let what: String
    private var phase = Phase.start
    private var listings: [CallKey] = []
    private var diagnostics: [Diagnostic] = []
    private var entries: [DirectoryListing.Entry] = []
    private var readings: [DirectoryReading] = []
    private var plan: [Read] = []
    private var place = 0
    private var width = fewest
    /// The last call for the file that is being read, and why the rest of it is not wanted any more.
    private var current: Read?
    private var trouble: String?
    /// The file has fewer bytes than its list said.
    private var hasEnded = false

    /// - Parameter what: what is looked for, for diagnostics: `metrics`.
    init(_ what: String, _ decoder: any DirectoryDecoder) {
        self.what = what
        self.decoder = decoder
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch phase {
        case .start:
            phase = .root
            return .calls([.file(FileCall(.list, path: []))])
        case .root: return root(outcomes)
        case .folders:
            for (outcome, folder) in zip(outcomes, asked) { take(listing: outcome, of: [folder]) }
            return beginReading()
        case .reading:
            for (outcome, read) in zip(outcomes, plan[place...]) { take(outcome, of: read) }
            place += outcomes.count
            return nextReads()
        case .done: return .done()
        }
    }

    // MARK: Listing

    private var asked: [String] = []

    private mutating func root(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first, let listing = take(listing: outcome, of: []) else {
            phase = .done
            return .done([], diagnostics)
        }
        let there = Set(listing.entries.filter { $0.kind == .directory }.map(\.name))
        asked = decoder.folders.filter(there.contains)
        guard !asked.isEmpty else { return beginReading() }
        phase = .folders
        return .calls(asked.map { .file(FileCall(.list, path: [$0])) })
    }

    @discardableResult
    private mutating func take(listing outcome: Outcome, of folder: [String]) -> DirectoryListing? {
        let name = folder.isEmpty ? "the directory" : folder.joined(separator: "/") + "/"
        do throws(ReadingError) {
            var bytes: [UInt8]
            if case .cut(let reply, let reason) = outcome.result {
                bytes = (try? reply.body.bytes()) ?? []
                // The last line may be half a one.
                bytes = Array(bytes.prefix((bytes.lastIndex(of: 0x0A) ?? -1) + 1))
                diagnostics.append(Diagnostic(.partial, "the list of \(name) is not whole: \(reason)", exchange: outcome.key))
            } else {
                bytes = try outcome.content()
            }
            let listing = DirectoryListing(bytes, folder: folder)
            listings.append(outcome.key)
            entries += listing.entries
            if listing.malformed > 0 {
                let text = "\(listing.malformed) entries in the list of \(name) could not be read"
                diagnostics.append(Diagnostic(.partial, text, exchange: outcome.key))
            }
            return listing
        } catch {
            diagnostics.append(error.diagnostic("\(what): \(name)", outcome))
            return nil
        }
    }

    // MARK: Reading

    private mutating func beginReading() -> Step {
        phase = .reading
        decoder.list(entries)
        readings = decoder.choose(from: entries.compactMap(\.file))
        for (index, reading) in readings.enumerated() {
            plan += reading.calls(most: Self.mostReads - plan.count).map { Read(file: index, call: $0) }
        }
        width = min(max(plan.count / Self.steps + 1, Self.fewest), Self.most)
        return nextReads()
    }

    private mutating func nextReads() -> Step {
        // What is left of a file that failed is not asked for.
        while place < plan.count, plan[place].file == current?.file, trouble != nil { place += 1 }
        guard place < plan.count else {
            phase = .done
            endFile()
            let result = decoder.conclude(listing: listings)
            return .done(result.evidence, diagnostics + result.diagnostics)
        }
        return .calls(plan[place..<min(place + width, plan.count)].map { .file($0.call) })
    }

    private mutating func take(_ outcome: Outcome, of read: Read) {
        if read.file != current?.file {
            endFile()
            decoder.begin(readings[read.file].file)
        }
        current = read
        guard trouble == nil else {
            // Calls of the same step went out before the end was known.
            guard !hasEnded else { return }
            diagnostics.append(Diagnostic(.note, "not used, since a part before it is missing", exchange: outcome.key))
            return
        }
        let name = readings[read.file].file.name
        if case .cut(let reply, let reason) = outcome.result {
            if let bytes = try? reply.body.bytes() { decoder.take(bytes, from: outcome.key) }
            trouble = reason
            diagnostics.append(Diagnostic(.partial, "\(name) was not read to its end: \(reason)", exchange: outcome.key))
            return
        }
        do throws(ReadingError) {
            let bytes = try outcome.content()
            decoder.take(bytes, from: outcome.key)
            let (size, start) = (readings[read.file].file.size, read.call.range?.offset ?? 0)
            if readings[read.file].ranges == nil, bytes.count < read.call.range?.count ?? size {
                trouble = "it ended at byte \(start + bytes.count), before the \(size) that its list gives it"
                hasEnded = true
                diagnostics.append(Diagnostic(.partial, "\(name) was not read whole: \(trouble ?? "")", exchange: outcome.key))
            }
        } catch {
            trouble = error.reason
            diagnostics.append(error.diagnostic(name, outcome))
        }
    }

    private mutating func endFile() {
        if let current {
            let file = readings[current.file].file
            if trouble == nil, let end = unread(after: current) {
                trouble = "of its \(file.size) bytes the first \(end) are read"
                let text = "\(file.name) was not read to its end: \(trouble ?? "")"
                diagnostics.append(Diagnostic(.partial, text, exchange: listings.last))
            }
            decoder.end(trouble: trouble)
        }
        current = nil
        trouble = nil
        hasEnded = false
    }

    /// The first byte of its file that no call was planned for, when this is the file's last call.
    private func unread(after read: Read) -> Int? {
        let reading = readings[read.file]
        guard reading.ranges == nil, let range = read.call.range else { return nil }
        let end = range.offset + range.count
        return end < reading.file.size ? end : nil
    }
}

extension Outcome {
    /// The reply's bytes, when the call succeeded.
    fileprivate func content() throws(ReadingError) -> [UInt8] {
        let reply = try success()
        do { return try reply.body.bytes() } catch {
            throw ReadingError(.failed, "its stored answer could not be read: \(error)")
        }
    }
}
