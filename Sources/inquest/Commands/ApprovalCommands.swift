import ArgumentParser
import Connectors
import Core
import Foundation
import Gateway
import Investigation

struct ApprovalsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "approvals", abstract: "Writes that wait for a person.")

    @Flag(help: "Those that were sent, denied or expired too.")
    var all = false

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: false)
        let now = SystemClock().now()
        let records = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.proposals()
        }
        let views = records.map { ProposalView(record: $0, now: now) }.filter { all || $0.state.isOpen }
        if common.format == .json {
            print(JSONValue.array(views.map(\.json)).pretty, terminator: "")
        } else {
            for view in views { print(view.line) }
            if views.isEmpty { print(all ? "There are no proposals." : "Nothing waits for approval.") }
        }
    }
}

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Read a proposal, and approve it with your own SSH key.",
        discussion: """
            Without --signature: shows exactly what will be sent, and writes the file to sign. Sign it with a key that the
            allowed signers file lists for you, which Inquest never sees:

              ssh-keygen -Y sign -n inquest-approval -f ~/.ssh/id_ed25519 FILE

            and hand the signature in with --signature FILE.sig. The last signature needed sends the request, once.
            """)

    @Argument(help: "The proposal.")
    var id: String

    @Option(help: ArgumentHelp("The signature that ssh-keygen wrote.", valueName: "file"))
    var signature: String?

    @Option(help: ArgumentHelp("Where to write the file to sign.", valueName: "file"))
    var out: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store)
        let record = try await workspace.using(workspace.inquiry(), endsTransport: false) { inquiry throws(InquiryError) in
            try await inquiry.proposal(id)
        }
        if let signature { try await submit(signature, for: record, workspace) } else { try show(record) }
    }

    private func show(_ record: ProposalRecord) throws(Problem) {
        let view = ProposalView(record: record, now: SystemClock().now())
        let path = out ?? "\(record.proposal.id).dsse"
        guard view.state.isOpen else { throw .somethingWrong("the proposal cannot be approved any more: \(view.stateText)") }
        let url = URL(fileURLWithPath: path)
        try OutputDirectory(path: url.deletingLastPathComponent().path).write([
            (name: url.lastPathComponent, content: String(decoding: record.proposal.signedBytes, as: UTF8.self))
        ])
        if common.format == .json {
            print(view.json.pretty, terminator: "")
            return
        }
        print(ProposalText.render(record.proposal, bodyLines: .max))
        print("To approve exactly this, sign \(path) with your own key and hand the signature in:")
        print("  ssh-keygen -Y sign -n \(Proposal.namespace) -f ~/.ssh/id_ed25519 \(path)")
        print("  inquest approve \(record.proposal.id) --signature \(path).sig")
    }

    private func submit(_ path: String, for record: ProposalRecord, _ workspace: Workspace) async throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Problem.badInput("there is no signature at '\(path)'")
        }
        let signed: SSHSignature
        do { signed = try SSHSignature(armored: String(decoding: data, as: UTF8.self)) } catch {
            throw Problem.badInput("\(path): \(error)")
        }
        let grounds = try workspace.grounds()
        let result = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.approve(
                record, with: signed, on: grounds, configuration: workspace.configuration.configuration,
                principal: .person(Workspace.user))
        }
        print("approved by \(Terminal.printable(result.approver.principal)) with \(result.approver.fingerprint)")
        guard let outcome = result.outcome else {
            print("\(result.have) of \(result.need) signatures; nothing is sent yet")
            return
        }
        try report(outcome, result, record)
    }

    private func report(_ outcome: Outcome, _ result: Inquiry.Approved, _ record: ProposalRecord) throws(Problem) {
        for diagnostic in result.step?.diagnostics ?? [] where diagnostic.severity == .note {
            print(Terminal.printable(diagnostic.message))
        }
        switch outcome.result {
        case .reply(let reply) where reply.status < 400:
            guard let trouble = result.step?.diagnostics.first(where: { $0.severity != .note }) else {
                print("sent: answered \(reply.status)")
                return
            }
            throw .somethingWrong("sent, answered \(reply.status), and refused: \(trouble.message)")
        case .reply(let reply):
            let detail = result.step?.diagnostics.map(\.message).joined(separator: "; ") ?? ""
            throw .somethingWrong("sent, and answered \(reply.status): \(detail)")
        case .failed(let failure) where !failure.mayHaveLeft: throw .unreachable("not sent: \(failure.detail)")
        case .failed(let failure):
            throw .somethingWrong(
                "outcome unknown: \(failure.detail). The request may have arrived; look at \(record.proposal.source.name)"
                    + " before proposing it again")
        case .denied(let reason), .overBudget(let reason), .cut(_, let reason): throw .somethingWrong(reason)
        }
    }
}

struct DenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "deny", abstract: "End a proposal.")

    @Argument(help: "The proposal.")
    var id: String

    @Option(help: "Why.")
    var reason: String

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store)
        try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            let record = try await inquiry.proposal(id)
            try await inquiry.deny(
                record, reason: reason, configuration: workspace.configuration.configuration,
                principal: .person(Workspace.user))
        }
        print("denied: \(id)")
    }
}
