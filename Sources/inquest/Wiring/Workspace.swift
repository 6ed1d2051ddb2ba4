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
    let transport = OutboundTransport()

    /// Reads the configuration file and opens the ledger. Commands that only read the ledger work without the file.
    init(configurationPath: String, storePath: String?, needsConfiguration: Bool = true) throws(Problem) {
        if needsConfiguration || FileManager.default.fileExists(atPath: configurationPath) {
            configuration = try ConfigurationFile(path: configurationPath)
        } else {
            configuration = ConfigurationFile(directory: FileManager.default.currentDirectoryPath)
        }
        let path = storePath ?? configuration.storePath
        do {
            ledger = try SQLiteLedger(path: path)
        } catch {
            throw .badInput("the ledger at '\(path)' cannot be opened: \(error)")
        }
    }

    func inquiry(progress: any ProgressObserver = SilentProgress()) -> Inquiry {
        Inquiry(ledger: ledger, transport: transport, vault: Workspace.vault, progress: progress)
    }

    /// Reads secrets from the environment or from files, when the gateway asks.
    static let vault = CredentialVault { reference in
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
    static var user: String { NSUserName() }

    /// The id given, or the newest investigation's.
    func investigation(_ id: String?) async throws(Problem) -> String {
        if let id { return id }
        let known: [String]
        do throws(LedgerError) { known = try await ledger.investigations() } catch { throw .somethingWrong("\(error)") }
        guard let newest = known.first(where: { !$0.hasPrefix(Workspace.checkupPrefix) }) else {
            throw .badInput("the ledger holds no investigation yet; begin with 'inquest investigate'")
        }
        return newest
    }

    /// Ids under which `doctor` and `init` ask begin with this.
    static let checkupPrefix = "doctor-"

    /// An id for questions that belong to no investigation.
    static func checkupID() -> String {
        checkupPrefix + SystemClock().now().rfc3339(.milliseconds).filter { $0 != "-" && $0 != ":" }
    }

    /// Does something with the use case, ends the transports, and turns its errors into the command line's.
    func using<Result>(
        _ inquiry: Inquiry, _ body: (Inquiry) async throws(InquiryError) -> Result
    ) async throws(Problem) -> Result {
        do throws(InquiryError) {
            let result = try await body(inquiry)
            await transport.shutdown()
            return result
        } catch {
            await transport.shutdown()
            throw Problem(error)
        }
    }
}
