import ArgumentParser
import Core
import Foundation
import Gateway
import Investigation
import Store

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check the ledger's proofs, or a bundle that someone handed you.",
        discussion: """
            Without an argument: recomputes the whole ledger. With an investigation's id: that, and runs the investigation again
            and checks every claim. With a bundle: checks it with nothing else; neither configuration nor ledger is read.
            """)

    @Argument(help: "An investigation's id, or a bundle's file.")
    var subject: String?

    @Option(help: ArgumentHelp("A checkpoint that was kept outside the ledger.", valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("The log's public key, as you know it from elsewhere (name+hash+key).", valueName: "key"))
    var key: String?

    @Option(help: ArgumentHelp("Public key of a witness that must have signed; may be repeated.", valueName: "key"))
    var witness: [String] = []

    @OptionGroup var common: CommonOptions

    func run() async throws {
        if let subject, FileManager.default.fileExists(atPath: subject) {
            try verifyBundle(subject)
        } else {
            try await verifyLedger()
        }
    }

    private func verifier(_ text: String) throws(Problem) -> NoteVerifier {
        do throws(NoteError) { return try NoteVerifier(vkey: text) } catch {
            throw .badInput("'\(text)' is not a public key (name+hash+key): \(error)")
        }
    }

    private func keptCheckpoint() throws(Problem) -> [UInt8]? {
        guard let checkpoint else { return nil }
        guard let data = FileManager.default.contents(atPath: checkpoint) else {
            throw .badInput("there is no checkpoint at '\(checkpoint)'")
        }
        return Array(data)
    }

    // MARK: A bundle

    private func verifyBundle(_ path: String) throws {
        var expectations = BundleExpectations(checkpoint: try keptCheckpoint())
        if let key { expectations.logKey = try verifier(key) }
        for text in witness { expectations.witnesses.append(try verifier(text)) }
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        let report = BundleVerifier.verify(
            reading: { try file.read(upToCount: 1 << 20).map(Array.init) }, expecting: expectations)
        var claims: BundleClaims?
        if report.isSound, let data = FileManager.default.contents(atPath: path), let bundle = try? BundleReader(Array(data)) {
            claims = BundleClaims(bundle)
        }
        let view = BundleView(report: report, claims: claims, isKeyKnown: key != nil)
        print(common.format == .json ? view.json.pretty : view.text + "\n", terminator: "")
        let badClaims = claims.map { $0.count(.contradicted) + $0.count(.dangling) } ?? 0
        if !report.isSound { throw Problem.somethingWrong("the bundle does not verify") }
        if case .failed = report.comparison { throw Problem.somethingWrong("the bundle contradicts the checkpoint") }
        if case .needsConsistencyProof = report.comparison {
            throw Problem.somethingWrong("the bundle's log has another size than the checkpoint: they could not be compared")
        }
        if badClaims > 0 { throw Problem.somethingWrong("\(badClaims) claims do not stand") }
    }

    // MARK: The ledger

    /// The checkpoint that was given, and the last one that a witness cosigned.
    private func outside(_ workspace: Workspace) throws(Problem) -> [SignedNote] {
        var notes: [SignedNote] = []
        if let bytes = try keptCheckpoint() {
            do throws(NoteError) { notes.append(try SignedNote(parsing: bytes)) } catch {
                throw .badInput("'\(checkpoint ?? "")' is not a checkpoint: \(error)")
            }
        }
        if let note = workspace.lastWitnessed() { notes.append(note) }
        return notes
    }

    private func verifyLedger() async throws {
        let workspace = try Workspace(
            configurationPath: common.config, storePath: common.store, needsConfiguration: false, mustExist: true)
        let path = workspace.ledger.path
        let outside = try outside(workspace)
        let report: LedgerVerification
        do throws(LedgerError) {
            report = try await LedgerVerifier(path: path, key: workspace.key).verify(against: outside)
        } catch {
            throw Problem.somethingWrong("\(error)")
        }
        let view = LedgerView(report: report, verifier: workspace.ledger.verifier)
        print(common.format == .json ? view.json.pretty : view.text + "\n", terminator: "")
        guard report.isSound else { throw Problem.somethingWrong("the ledger does not verify") }
        guard let subject else { return }
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replay(subject)
        }
        let supported = finished.claims.count { $0.verdict == .supported }
        print("claims       \(supported) of \(finished.claims.count) supported by the evidence cited")
        guard finished.hasOriginal else { throw Problem.somethingWrong("the investigation never finished") }
        guard finished.differing.isEmpty else {
            throw Problem.somethingWrong("run again, it gives other documents: \(finished.differing.joined(separator: ", "))")
        }
        print("documents    the same bytes as the run's")
    }
}
