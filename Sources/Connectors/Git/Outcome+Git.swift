import Core

/// What a git process printed.
struct GitOutput: Sendable {
    var bytes: [UInt8]
    /// Why there is not all of it; `nil` when there is.
    var cut: String?

    /// The output as text, with invalid UTF-8 replaced.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Outcome {
    /// Standard output of a process that ended well, or its beginning when the rest was cut off. The transport gives what
    /// git wrote to standard error in the header `stderr`.
    func gitOutput() throws(ReadingError) -> GitOutput {
        let reply: Reply
        var cut: String?
        switch result {
        case .reply(let whole): reply = whole
        case .cut(let part, let reason):
            reply = part
            cut = reason
        case .failed, .denied, .overBudget: reply = try success()
        }
        guard reply.status == 0 || cut != nil else {
            var reason = "git ended with exit code \(reply.status)"
            if let words = reply.header("stderr"), !words.isEmpty {
                let text = words.prefix(300).unicodeScalars.map { $0.isUnprintable ? " " : Character($0) }
                reason += ": " + String(text).split(separator: " ").joined(separator: " ")
            }
            throw ReadingError(.failed, reason, status: reply.status)
        }
        do { return GitOutput(bytes: try reply.body.bytes(), cut: cut) } catch {
            throw ReadingError(.failed, "its stored output could not be read: \(error)", status: reply.status)
        }
    }

    /// Is the clone shallow? `nil` when git did not say.
    func isShallowClone() -> Bool? {
        guard let output = try? gitOutput() else { return nil }
        switch output.text.split(whereSeparator: \.isNewline).first {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    var timedOut: Bool {
        if case .failed(let failure) = result { failure.kind == .timedOut } else { false }
    }
}
