import Core
public import Gateway
import Subprocess

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs git to read a repository, and nothing else.
///
/// git is found at a fixed place, started without a shell and with an environment of our own, and sees a stand-in for the
/// repository that has none of its configuration (see ``GitCommandLine`` for what may be asked). The reply's status is git's
/// exit code; when that is not 0, the header `stderr` holds up to 4 KiB of what git said. When the time is over or the body is
/// full, git and all that it started are killed.
public struct ProcessTransport: Transport {
    private static let places = ["/usr/bin/git", "/usr/local/bin/git", "/opt/homebrew/bin/git"]
    private static let errorBytes = 4096

    public init() {}

    public func perform(_ call: consuming AuthorizedCall, into body: any BodySink) async -> TransportResult {
        guard case .process(let process, let directory) = call.request, process.program == .git else {
            return .misdirected(to: "process")
        }
        return await TimeLimit.run(seconds: call.timeout, late: "git did not finish") {
            do throws(Failure) {
                let command = try GitCommandLine(process)
                guard let git = ProcessTransport.places.first(where: { access($0, X_OK) == 0 }) else {
                    throw Failure(.notFound, "git is not installed in /usr/bin, /usr/local/bin or /opt/homebrew/bin")
                }
                let repository = try GitRepository.standIn(for: directory)
                return try await run(git, command, repository, directory, into: body)
            } catch {
                return .failed(error)
            }
        }
    }

    private func run(
        _ git: String, _ command: GitCommandLine, _ repository: borrowing GitRepository, _ directory: String,
        into body: any BodySink
    ) async throws(Failure) -> TransportResult {
        let path = repository.path
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(5))]
        let environment = GitCommandLine.environment(directory: directory)
        do {
            let result = try await Subprocess.run(
                .path(value(git)), arguments: Arguments(GitCommandLine.global(repository: path) + command.arguments),
                environment: .custom(
                    Dictionary(uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0), $1) })),
                platformOptions: options, input: .none, output: .sequence, error: .sequence
            ) { execution in
                async let said = ProcessTransport.head(of: execution.standardError)
                do {
                    for try await buffer in execution.standardOutput {
                        try await body.write(buffer.withUnsafeBytes { Array($0) })
                    }
                } catch {
                    // Before the wait for what git says, which ends when git does.
                    try? execution.send(signal: .kill, toProcessGroup: true)
                    guard error is BodySinkFull else { throw error }
                    return (isCut: true, said: await said)
                }
                return (isCut: false, said: await said)
            }
            guard !Task.isCancelled else { return .stopped }
            return ProcessTransport.reply(
                result.terminationStatus, isCut: result.closureResult.isCut, said: result.closureResult.said, repository: path,
                directory: directory)
        } catch {
            guard !Task.isCancelled else { return .stopped }
            throw Failure(.broken, "git could not be run: \(error)")
        }
    }

    private static func reply(
        _ status: TerminationStatus, isCut: Bool, said: [UInt8], repository: String, directory: String
    ) -> TransportResult {
        let words = String(decoding: said, as: UTF8.self).replacing(repository, with: directory)
        var headers: [HTTPCall.Field] = []
        switch status {
        case .exited(let code):
            if code != 0, !words.isEmpty { headers.append(HTTPCall.Field("stderr", words)) }
            return isCut ? .cut(status: Int(code), headers: headers) : .reply(status: Int(code), headers: headers)
        case .signaled(let signal):
            // As a shell counts them.
            if isCut { return .cut(status: 128 + Int(signal), headers: []) }
            return .failed(Failure(.broken, "git was ended by signal \(signal)"))
        }
    }

    /// The first bytes; the rest is read and dropped, so that git does not wait for a reader.
    private static func head(of sequence: SubprocessOutputSequence) async -> [UInt8] {
        var head: [UInt8] = []
        do {
            for try await buffer in sequence where head.count < errorBytes {
                head += buffer.withUnsafeBytes { Array($0.prefix(errorBytes - head.count)) }
            }
        } catch {
            return head
        }
        return head
    }
}

/// A value from a text, of a type that need not be named: Subprocess's `FilePath` comes from a different module on each system.
private func value<Value: ExpressibleByStringLiteral>(_ text: String) -> Value where Value.StringLiteralType == String {
    Value(stringLiteral: text)
}
