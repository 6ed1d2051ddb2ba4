import ArgumentParser
import Core
import Foundation
import Gateway
import Investigation

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Ask every source something harmless; say what works and what each can answer.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let workspace = try Workspace(configurationPath: common.config, storePath: common.store)
        let configuration = workspace.configuration.configuration
        guard !configuration.sources.isEmpty else {
            throw Problem.badInput("'\(common.config)' names no sources; 'inquest init' looks for some")
        }
        let checkups = try await workspace.using(workspace.inquiry()) { inquiry throws(InquiryError) in
            try await inquiry.checkup(configuration, id: Workspace.sideID("doctor"), principal: .person(Workspace.user))
        }
        switch common.format {
        case .json: print(JSONValue.array(checkups.map(\.json)).pretty, terminator: "")
        case .text: for checkup in checkups { print(checkup.text) }
        }
        let working = checkups.count(where: \.works)
        if working == 0 { throw Problem.unreachable("none of \(checkups.count) sources answered") }
        if working < checkups.count {
            throw Problem.somethingWrong(
                "\(checkups.count - working) of \(checkups.count) sources did not answer as they should")
        }
    }
}

extension Inquiry.Checkup {
    fileprivate var address: String {
        switch source.endpoint.location {
        case .origin(let origin): origin.description
        case .directory(let path): path
        }
    }

    fileprivate var text: String {
        let head =
            "\(works ? "✓" : "✗") \(Terminal.pad(source.description.name.text, to: 14))"
            + " \(Terminal.pad(source.description.kind.text, to: 13)) \(Terminal.printable(address))"
        var lines = [head]
        for gap in answer.gaps { lines.append(Terminal.wrap("  " + Terminal.printable(gap.reason), indent: "  ")) }
        let names = tools.map { $0.name.replacingOccurrences(of: source.description.kind.text + "_", with: "") }
        if works { lines.append(Terminal.wrap("  can answer: " + names.joined(separator: ", "), indent: "  ")) }
        return lines.joined(separator: "\n")
    }

    fileprivate var json: JSONValue {
        [
            "name": .string(source.description.name.text), "kind": .string(source.description.kind.text),
            "address": .string(address), "works": .bool(works),
            "problems": .array(answer.gaps.map { .string($0.reason) }), "tools": .array(tools.map { .string($0.name) }),
        ]
    }
}
