import Core
public import Gateway
import Subprocess

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs the program that a kubeconfig names for a credential: without a shell, without a terminal, without input.
///
/// The program gets what such programs need of this process's environment and nothing else, so that the tokens of other sources,
/// which may stand there, do not reach it. What it says on standard error is dropped: it may hold what it was given.
public struct CredentialProgramRunner: CredentialRunner {
    /// Variables that are handed on, and beginnings of names.
    private static let names: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TMPDIR", "TZ", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY",
        "http_proxy",
        "https_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]
    private static let prefixes = ["AWS_", "AZURE_", "CLOUDSDK_", "GOOGLE_", "XDG_"]
    private static let mostBytes = 1 << 20

    private let environment: [String: String]
    private let seconds: Double

    /// - Parameters:
    ///   - environment: what to hand on from, such as this process's own.
    ///   - seconds: the time that the program may take.
    public init(environment: [String: String], seconds: Double = 30) {
        self.environment = environment
        self.seconds = seconds
    }

    public func run(_ command: CredentialCommand) async throws(Failure) -> [UInt8] {
        let program = try CredentialProgramRunner.place(of: command.program, path: environment["PATH"] ?? "")
        var variables = environment.filter { name, _ in
            CredentialProgramRunner.names.contains(name) || CredentialProgramRunner.prefixes.contains { name.hasPrefix($0) }
        }
        for variable in command.environment + [command.information] { variables[variable.name] = variable.value }
        let output = Collected()
        let result = await TimeLimit.run(seconds: seconds, late: "\(command.program) did not finish") { [variables] in
            await CredentialProgramRunner.start(program, command, variables, into: output)
        }
        switch result {
        case .reply(0, _): return await output.bytes
        case .reply(let status, _):
            throw Failure(.noCredential, "\(command.program) ended with exit code \(status); run it by hand to see why")
        case .cut: throw Failure(.noCredential, "\(command.program) printed more than 1 MiB")
        case .failed(let failure): throw Failure(.noCredential, failure.detail)
        }
    }

    private static func start(
        _ program: String, _ command: CredentialCommand, _ variables: [String: String], into output: Collected
    ) async -> TransportResult {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .seconds(5))]
        let environment = Dictionary(uniqueKeysWithValues: variables.map { (Environment.Key(stringLiteral: $0), $1) })
        do {
            let result = try await Subprocess.run(
                .path(value(program)), arguments: Arguments(command.arguments), environment: .custom(environment),
                platformOptions: options, input: .none, output: .sequence, error: .discarded
            ) { execution in
                for try await buffer in execution.standardOutput {
                    guard await output.take(buffer.withUnsafeBytes { Array($0) }, most: mostBytes) else {
                        try? execution.send(signal: .kill, toProcessGroup: true)
                        return true
                    }
                }
                return false
            }
            if Task.isCancelled { return .stopped }
            if result.closureResult { return .cut(status: 0, headers: []) }
            switch result.terminationStatus {
            case .exited(let code): return .reply(status: Int(code), headers: [])
            case .signaled(let signal):
                return .failed(Failure(.broken, "\(command.program) was ended by signal \(signal)"))
            }
        } catch {
            return Task.isCancelled ? .stopped : .failed(Failure(.broken, "\(command.program) could not be run"))
        }
    }

    /// A name without a slash is looked for in `PATH`, in absolute directories only.
    private static func place(of program: String, path: String) throws(Failure) -> String {
        if program.hasPrefix("/") {
            guard access(program, X_OK) == 0 else { throw Failure(.noCredential, "\(program) is no program that can be run") }
            return program
        }
        for directory in path.split(separator: ":") where directory.hasPrefix("/") {
            let candidate = "\(directory)/\(program)"
            if access(candidate, X_OK) == 0 { return candidate }
        }
        throw Failure(.noCredential, "\(program) is not in PATH; name it with its whole path in the kubeconfig")
    }

    private actor Collected {
        private(set) var bytes: [UInt8] = []
        func take(_ more: [UInt8], most: Int) -> Bool {
            guard bytes.count + more.count <= most else { return false }
            bytes += more
            return true
        }
    }
}

/// A value from a text, of a type that need not be named: Subprocess's `FilePath` comes from a different module on each system.
private func value<Value: ExpressibleByStringLiteral>(_ text: String) -> Value where Value.StringLiteralType == String {
    Value(stringLiteral: text)
}
