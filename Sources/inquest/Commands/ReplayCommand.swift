import ArgumentParser
import Core
import Document
import Foundation
import Gateway
import Investigation

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run an investigation again from the ledger, with no network, and compare.",
        discussion: "With --live, asks the same literal questions of the systems again, and compares the answers.")

    @Argument(help: "The investigation; the newest, if not given. With --live also ID/E12, or E12 of the newest.")
    var id: String?

    @Flag(help: "Ask again, live, in place of running from the ledger.")
    var live = false

    @Option(
        help: ArgumentHelp("Directory to write the documents to; without it they are only compared.", valueName: "directory"))
    var out: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        if let id, id.hasPrefix(Inquiry.auditPrefix) {
            throw Problem.badInput("'\(id)' is an audit of the alerting; replay it with: inquest audit --replay \(id)")
        }
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store, needsConfiguration: live)
        if live { return try await askAgain(workspace) }
        let id = try await workspace.investigation(id)
        let finished = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.replay(id)
        }
        if let out { try OutputDirectory(path: out).write(finished.files) }
        if common.format == .json {
            let value: JSONValue = [
                "investigation": .string(id), "compared": .bool(finished.hasOriginal),
                "differing": .array(finished.differing.map { .string($0) }),
            ]
            print(value.compact)
        } else {
            for file in finished.files {
                let verdict =
                    !finished.hasOriginal ? "no original" : finished.differing.contains(file.name) ? "differs" : "same bytes"
                print("  \(Terminal.pad(file.name, to: 20)) \(verdict)")
            }
        }
        if !finished.hasOriginal {
            throw Problem.somethingWrong("the investigation never finished; go on with: inquest investigate --resume \(id)")
        }
        if !finished.differing.isEmpty { throw Problem.somethingWrong("the replay differs from the documents of the run") }
    }

    private func askAgain(_ workspace: Workspace) async throws {
        let subject = EvidenceSubject(id)
        let investigation = try await workspace.investigation(subject.investigation)
        let results = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            var keys: [CallKey]?
            if let evidenceID = subject.evidence {
                let finished = try await inquiry.replay(investigation)
                guard let evidence = finished.record.evidence.first(where: { $0.id == evidenceID }) else {
                    throw .refused("investigation \(investigation) has no \(evidenceID)")
                }
                keys = evidence.exchanges
            }
            return try await inquiry.recheck(
                investigation, keys: keys, configuration: workspace.configuration.configuration,
                recheckID: Workspace.sideID("recheck"), principal: .person(Workspace.user))
        }
        if common.format == .json {
            print(JSONValue.array(results.map(\.json)).pretty, terminator: "")
        } else {
            for result in results { print(result.text) }
        }
        let counts = Dictionary(grouping: results, by: \.verdict.word).mapValues(\.count)
        let summary = ["same", "changed", "gone", "not asked"].compactMap { word in counts[word].map { "\($0) \(word)" } }
        Terminal.note(summary.joined(separator: ", "))
        if results.contains(where: { $0.verdict != .same }) { throw Problem.somethingWrong("not every answer is the same") }
    }
}

extension Inquiry.Recheck {
    fileprivate var details: [String] {
        switch verdict {
        case .same: []
        case .changed(let lines): lines
        case .gone(let reason), .notAsked(let reason): [reason]
        }
    }

    fileprivate var text: String {
        let head = "\(Terminal.pad(verdict.word, to: 10)) \(Terminal.pad(source.text, to: 12)) \(Terminal.printable(question))"
        let rest = details.map { Terminal.wrap("           " + Terminal.printable($0), indent: "             ") }
        return ([Terminal.cut(head, to: 80)] + rest).joined(separator: "\n")
    }

    fileprivate var json: JSONValue {
        [
            "key": .string(key.description), "source": .string(source.text), "question": .string(question),
            "verdict": .string(verdict.word), "details": .array(details.map { .string($0) }),
        ]
    }
}
