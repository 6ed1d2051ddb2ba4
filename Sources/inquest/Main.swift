import ArgumentParser
import Gateway

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct Inquest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inquest",
        abstract: "Investigates production incidents from evidence, and cites all of it.",
        discussion:
            "Exit codes: 0 done; 1 done, but something is wrong; 2 bad usage or configuration; 3 nothing could be reached.",
        version: Gateway.version,
        subcommands: [
            InitCommand.self, DoctorCommand.self, InvestigateCommand.self, ShowCommand.self, NoteCommand.self,
            ReplayCommand.self, PolicyCommand.self, ProposeCommand.self, ApprovalsCommand.self, ApproveCommand.self,
            DenyCommand.self, VerifyCommand.self, ExportCommand.self, CheckpointCommand.self, EraseCommand.self,
            RevealCommand.self, LogsCommand.self, AuditCommand.self, TemplateCommand.self, CheckCommand.self,
            CompareCommand.self,
        ])
}

@main
enum Main {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Inquest.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let problem as Problem {
            Terminal.error(problem.message)
            exit(problem.exitCode)
        } catch {
            let message = Inquest.fullMessage(for: error)
            let code = Inquest.exitCode(for: error)
            if code.isSuccess {
                print(message)
                exit(0)
            }
            Terminal.error(message)
            exit(code == .validationFailure ? 2 : code.rawValue)
        }
    }
}
