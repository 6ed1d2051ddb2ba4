import Core
import Foundation
import Gateway
import Investigation
import Store
import Transports

/// The configuration with the ledger and the transports that it names: everything a command works with.
struct Workspace {
    let configuration: ConfigurationFile
    let ledger: SQLiteLedger
    /// What the ledger is sealed and signed with.
    let key: MasterKey
    let policy: Policy
    let transport = OutboundTransport()
    let link = HTTPControlLink()

    /// Reads the configuration file and opens the ledger. Commands that only read the ledger work without the file.
    init(
        configurationPath: String, storePath: String?, needsConfiguration: Bool = true, mustExist: Bool = false
    ) throws(Problem) {
        if needsConfiguration || FileManager.default.fileExists(atPath: configurationPath) {
            configuration = try ConfigurationFile(path: configurationPath)
        } else {
            configuration = ConfigurationFile(directory: FileManager.default.currentDirectoryPath)
        }
        policy = try Workspace.policy(configuration.policyPath)
        let path = storePath ?? configuration.storePath
        guard !mustExist || FileManager.default.fileExists(atPath: path) else {
            throw .badInput("there is no ledger at '\(path)', and no such file as a bundle")
        }
        do {
            key = try LedgerKeyFile.readOrCreate(configuration.keyPath, forLedger: path)
            ledger = try SQLiteLedger(path: path, key: key)
        } catch {
            throw .badInput("the ledger at '\(path)' cannot be opened: \(error)")
        }
    }

    func inquiry(progress: any ProgressObserver = SilentProgress()) -> Inquiry {
        Inquiry(
            ledger: ledger, transport: transport, vault: Workspace.vault, link: link, key: key, policy: policy,
            progress: progress)
    }

    /// The rules in a file; the built-in ones without.
    static func policy(_ path: String?) throws(Problem) -> Policy {
        guard let path else { return Policy() }
        let text = try text(path, "policy")
        do throws(PolicyError) { return try Policy.read(yaml: text, file: path) } catch {
            throw .badInput("\(error)")
        }
    }

    /// What signatures are judged by: the files that the policy names, as they are now.
    func grounds() throws(Problem) -> ApprovalJudge.Grounds {
        guard let path = policy.approvals.allowedSigners else {
            throw .badInput(
                "nobody can approve: the policy names no 'allowedSigners' file (approval: { allowedSigners: FILE })")
        }
        let signersText = try Workspace.text(besidePolicy(path), "allowed signers")
        var revokedText: (file: String, text: String)?
        if let file = policy.approvals.revokedKeys {
            revokedText = (file, try Workspace.text(besidePolicy(file), "revoked keys"))
        }
        do throws(ApprovalFormatError) {
            let signers = try AllowedSigners(text: signersText, file: path)
            var revoked: RevokedKeys?
            if let revokedText { revoked = try RevokedKeys(text: revokedText.text, file: revokedText.file) }
            var people: [String: Set<String>] = [:]
            for person in policy.people { people[person.name, default: []].formUnion(person.groups) }
            return ApprovalJudge.Grounds(signers: signers, revoked: revoked, people: people)
        } catch {
            throw .badInput("\(error)")
        }
    }

    /// A path in the policy is relative to the policy's file.
    private func besidePolicy(_ path: String) -> String {
        guard !path.hasPrefix("/"), let file = configuration.policyPath else { return path }
        return URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent(path).path
    }

    private static func text(_ path: String, _ what: String) throws(Problem) -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .badInput("the \(what) file '\(path)' cannot be read")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// The ledger's latest signed checkpoint; `nil` for an empty ledger.
    func checkpoint() async throws(Problem) -> SignedNote? {
        do throws(LedgerError) { return try await ledger.checkpoint() } catch { throw .somethingWrong("\(error)") }
    }

    /// Reads secrets from the environment or from files, when the gateway asks.
    static let vault = CredentialVault(
        runner: CredentialProgramRunner(environment: ProcessInfo.processInfo.environment)
    ) { reference in
        switch reference {
        case .environment(let name):
            guard let value = ProcessInfo.processInfo.environment[name] else { throw NotThere("is not set") }
            return Secret(value)
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path) else { throw NotThere("cannot be read") }
            let text = String(decoding: data, as: UTF8.self)
            return Secret(text.hasSuffix("\n") ? String(text.dropLast()) : text)
        }
    }

    private struct NotThere: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    /// The operating system's user, who is the principal of the command line.
    /// Not what the environment says: it decides who approves whose writes.
    static var user: String {
        let id = getuid()
        guard let entry = getpwuid(id), let name = entry.pointee.pw_name, name.pointee != 0 else { return "uid:\(id)" }
        return String(cString: name)
    }

    /// The id given, or the newest investigation's.
    func investigation(_ id: String?) async throws(Problem) -> String {
        if let id { return id }
        let known: [String]
        do throws(LedgerError) { known = try await ledger.investigations() } catch { throw .somethingWrong("\(error)") }
        guard let newest = known.first(where: { $0.first?.isNumber == true }) else {
            throw .badInput("the ledger holds no investigation yet; begin with 'inquest investigate'")
        }
        return newest
    }

    /// An id for questions that belong to no investigation. An investigation's own begins with a digit.
    static func sideID(_ what: String) -> String {
        what + "-" + SystemClock().now().rfc3339(.milliseconds).filter { $0 != "-" && $0 != ":" }
    }

    /// Does something with the use case, ends the transports, and turns its errors into the command line's.
    ///
    /// - Parameter endsTransport: `false` where another use follows.
    func using<Result>(
        _ inquiry: Inquiry, endsTransport: Bool = true, _ body: (Inquiry) async throws(InquiryError) -> Result
    ) async throws(Problem) -> Result {
        do throws(InquiryError) {
            let result = try await body(inquiry)
            if endsTransport { await shutdown() }
            return result
        } catch {
            await shutdown()
            throw Problem(error)
        }
    }

    private func shutdown() async {
        await transport.shutdown()
        await link.shutdown()
    }
}
