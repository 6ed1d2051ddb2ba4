import ArgumentParser
import Document

struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Print a template of the post-mortem, or check one.",
        discussion: "A template file says which sections the post-mortem has; 'document: FILE' in the configuration takes it.")

    @Argument(help: ArgumentHelp("google or etsy, to print; or the path of a file, to check.", valueName: "name"))
    var name: String

    func run() throws {
        if let text = TemplateFile.text(name) {
            print(text, terminator: "")
            return
        }
        let template = try TemplateFile.read(name)
        let parts = template.sections.flatMap(\.parts).map(\.rawValue)
        print(
            "\(Terminal.printable(template.name)): \(template.sections.count) sections, with \(parts.joined(separator: ", "))")
    }
}
