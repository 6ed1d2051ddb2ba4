import ArgumentParser
import Core
import Foundation
import Gateway
import Investigation
import Store

struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase contents from the ledger; the proofs that they were there stay.")

    @Argument(help: "An investigation's id, or evidence: ID/E12, or E12 of the newest investigation.")
    var subject: String?

    @Flag(help: "Erase what the configuration's 'retention' says has been kept long enough.")
    var expired = false

    @Option(help: "Why; stands in the ledger.")
    var reason: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(
            configurationPath: common.config, storePath: common.store, needsConfiguration: expired)
        let now = SystemClock().now()
        let parts: [Erasure]
        let why: String
        do throws(LedgerError) {
            switch (subject, expired) {
            case (nil, true):
                guard !workspace.configuration.retention.days.isEmpty else {
                    throw Problem.badInput("the configuration has no 'retention'")
                }
                parts = try await workspace.ledger.expired(workspace.configuration.retention, at: now)
                why = reason ?? "kept as long as the retention says"
            case (let subject?, false):
                guard let reason else { throw Problem.badInput("--reason is needed: it is what the ledger will say") }
                parts = try await named(subject, workspace)
                why = reason
            default: throw Problem.badInput("give an investigation or evidence to erase, or --expired")
            }
        } catch {
            throw Problem.somethingWrong("\(error)")
        }
        guard !parts.isEmpty else {
            print("nothing to erase")
            return
        }
        let report: ErasureReport
        do throws(LedgerError) {
            report = try await workspace.ledger.erase(
                parts, by: Principal.person(Workspace.user).description, reason: why, at: now)
        } catch {
            throw Problem.somethingWrong("\(error)")
        }
        present(report)
    }

    /// The contents behind evidence, or everything of an investigation.
    private func named(_ text: String, _ workspace: Workspace) async throws -> [Erasure] {
        let subject = EvidenceSubject(text)
        let id = try await workspace.investigation(subject.investigation)
        let all = try await workspace.ledger.erasable(of: id)
        guard let evidenceID = subject.evidence else { return all }
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replay(id)
        }
        guard let evidence = finished.record.evidence.first(where: { $0.id == evidenceID }) else {
            throw Problem.badInput("investigation \(id) has no \(evidenceID)")
        }
        let keys = Set(evidence.exchanges)
        let positions = Set(
            try await workspace.ledger.exportedEntries(of: id).filter { $0.record.key.map(keys.contains) ?? false }
                .map(\.record.position))
        return all.filter { positions.contains($0.position) }
    }

    private func present(_ report: ErasureReport) {
        if common.format == .json {
            let value: JSONValue = [
                "erased": .array(report.erased.map { .number($0.position) }), "alreadyErased": .number(report.alreadyErased),
                "logEmptied": .bool(report.isLogEmptied),
                "outOfReach": .array(ErasureReport.unreachable.map { .string($0) }),
            ]
            print(value.pretty, terminator: "")
            return
        }
        print("erased: \(report.erased.count) entries" + (report.alreadyErased > 0 ? ", \(report.alreadyErased) before" : ""))
        if !report.isLogEmptied {
            print(
                Terminal.wrap(
                    "The write-ahead log could not be emptied: another program was reading. Erase again, or let it close the ledger."
                ))
        }
        print("Out of reach of an erasure:")
        for copy in ErasureReport.unreachable { print(Terminal.wrap("  - " + copy, indent: "    ")) }
    }
}
