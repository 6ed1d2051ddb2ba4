import ArgumentParser
import Core
import Document
import Foundation
import Gateway
import Investigation
import Store

struct InvestigateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "investigate", abstract: "Ask the systems what happened, and write it up.")

    @Argument(help: ArgumentHelp("An alert's or incident's URL or id.", valueName: "subject"))
    var subject: String?

    @Option(help: ArgumentHelp("A directory of exported files, in place of a subject or beside one.", valueName: "directory"))
    var fromDir: String?

    @Option(help: "A service, in place of a subject; with --from and --to.")
    var service: String?

    @Option(parsing: .unconditional, help: "Begin of the window: 2026-11-20T14:00:00Z, 14:00 (UTC) or -90m.")
    var from: String?

    @Option(parsing: .unconditional, help: "End of the window; now, if not given.")
    var to: String?

    @Option(help: ArgumentHelp("Go on with an interrupted investigation.", valueName: "id"))
    var resume: String?

    @Option(help: ArgumentHelp("Directory for the documents.", valueName: "directory"))
    var out: String?

    @Option(
        help: ArgumentHelp("The name of a model that may take part, at the configured provider; none: none.", valueName: "name")
    )
    var model: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("The moment to take for the present.", valueName: "time"))
    var now: String?

    @Option(help: ArgumentHelp("The post-mortem's shape: inquest, google, etsy, or a file.", valueName: "name"))
    var template: String?

    @OptionGroup var common: CommonOptions

    func run() async throws {
        // Without a configuration file, the directory is the only source.
        let workspace = try Workspace(
            configurationPath: common.config, storePath: common.store,
            needsConfiguration: fromDir == nil && resume == nil || common.config != PlaceOptions.usualConfiguration)
        let progress = ProgressPrinter()
        let finished = try await finish(workspace, progress)
        progress.finish()
        try Presenter(common: common).present(finished, directory: out ?? "out/\(finished.record.id)")
    }

    private func finish(_ workspace: Workspace, _ progress: ProgressPrinter) async throws(Problem) -> Inquiry.Finished {
        let inquiry = workspace.inquiry(progress: progress)
        if let resume {
            let lock = RunLock(ledger: workspace.ledger.path, investigation: resume)
            guard lock != nil else {
                throw .badInput("investigation \(resume) is running in another process; wait for it to end")
            }
            defer { withExtendedLifetime(lock) {} }
            return try await workspace.using(inquiry) { inquiry throws(InquiryError) in
                try await inquiry.resume(resume, principal: .person(Workspace.user))
            }
        }
        let present = try Instant.present(now)
        var (configuration, start) = try plan(workspace.configuration.configuration, present)
        if let template { configuration.template = try TemplateFile.read(template) }
        try choose(model, in: &configuration)
        var lock: RunLock?
        defer { withExtendedLifetime(lock) {} }
        return try await workspace.using(inquiry) { inquiry throws(InquiryError) in
            try await inquiry.investigate(
                start, configuration: configuration, now: present, principal: .person(Workspace.user)
            ) { id in
                lock = RunLock(ledger: workspace.ledger.path, investigation: id)
                Terminal.note("Investigation \(id); if interrupted: inquest investigate --resume \(id)")
            }
        }
    }

    /// `--model` names another model of the configured provider, or none.
    private func choose(_ model: String?, in configuration: inout Configuration) throws(Problem) {
        guard let model else { return }
        if model == "none" {
            configuration.model = nil
        } else if configuration.model != nil {
            configuration.model?.source.description.options["model"] = .string(model)
        } else {
            throw .badInput(
                "--model needs a provider: 'model: { provider: anthropic | openai, key: env:NAME }' in the configuration")
        }
    }

    /// The configuration, with the directory as a source where one is given, and what the investigation starts from.
    private func plan(_ given: Configuration, _ now: Instant) throws(Problem) -> (Configuration, Start) {
        guard let fromDir else { return (given, try start(now, directory: nil)) }
        let source = try IncidentDirectorySource(path: fromDir, beside: given.sources)
        var configuration = given
        configuration.sources += source.sources
        configuration.budget = IncidentDirectorySource.budget(given.budget)
        return (configuration, try start(now, directory: source.reference))
    }

    private func start(_ now: Instant, directory: String?) throws(Problem) -> Start {
        switch (subject, service) {
        case (let subject?, nil): return .reference(subject)
        case (nil, nil) where directory != nil && from == nil && to == nil: return .reference(directory ?? "")
        case (nil, let service?):
            guard let from else { throw .badInput("--service needs --from, the begin of the window") }
            return .service(service, try TimeArgument.window(from: from, to: to, now: now))
        default: throw .badInput("give an alert's or incident's URL or id, --service with --from and --to, or --from-dir")
        }
    }
}
