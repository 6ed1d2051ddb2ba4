import Core
import Document
import Foundation
import Yams

/// A template of the post-mortem: one that is included, or a YAML file of an organisation's own.
enum TemplateFile {
    /// The included ones, the standard first.
    static let included = ["inquest", "google", "etsy"]

    /// The text of an included template file; `nil` for the standard, which is written by code, and for any other name.
    static func text(_ name: String) -> String? {
        switch name {
        case "google": String(decoding: PackageResources.google_yaml, as: UTF8.self)
        case "etsy": String(decoding: PackageResources.etsy_yaml, as: UTF8.self)
        default: nil
        }
    }

    /// - Parameter name: an included template, or the path of a file.
    static func read(_ name: String, absolute: (String) -> String = { $0 }) throws(Problem) -> DocumentTemplate {
        if name == DocumentTemplate.standard.name { return .standard }
        if let text = text(name) { return try template(text, file: "\(name).yaml") }
        let path = absolute(name)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .badInput(
                "there is no template '\(name)': give one of \(included.joined(separator: ", ")), or the path of a file")
        }
        return try template(String(decoding: data, as: UTF8.self), file: path)
    }

    static func template(_ text: String, file: String) throws(Problem) -> DocumentTemplate {
        let root: Node?
        do { root = try Yams.compose(yaml: text) } catch { throw .badInput("\(file): \(error)") }
        guard let root else { throw .badInput("\(file): is empty; 'inquest template google' prints one to begin with") }
        return try template(YAMLReader(file: file, node: root, key: ""))
    }

    private static func template(_ reader: YAMLReader) throws(Problem) -> DocumentTemplate {
        var template = DocumentTemplate(name: "", sections: [])
        for (name, value) in try reader.members(allowed: ["name", "sections", "factors", "actionKinds"]) {
            switch name {
            case "name": template.name = try value.string()
            case "sections": template.sections = try sections(value)
            case "factors":
                for (factor, label) in try value.members() {
                    template.factors[try known(factor, label)] = try label.string()
                }
            default:
                for (kind, label) in try value.members() {
                    template.actionKinds[try known(kind, label)] = try label.string()
                }
            }
        }
        guard !template.name.isEmpty else { throw reader.problem("needs a 'name'") }
        guard !template.sections.isEmpty else { throw reader.problem("needs 'sections', a list") }
        return template
    }

    private static func sections(_ list: YAMLReader) throws(Problem) -> [DocumentTemplate.Section] {
        var result: [DocumentTemplate.Section] = []
        var placed: Set<DocumentTemplate.Part> = []
        for element in try list.elements() {
            var section = DocumentTemplate.Section()
            for (name, value) in try element.members(allowed: ["heading", "level", "parts", "fields", "prompt"]) {
                switch name {
                case "heading": section.heading = try value.string()
                case "level": section.level = try value.integer(2...3)
                case "prompt": section.prompt = try value.string()
                case "parts":
                    for part in try value.elements() {
                        let text = try part.string()
                        let known: DocumentTemplate.Part = try known(text, part)
                        guard placed.insert(known).inserted else { throw part.problem("'\(text)' is placed twice") }
                        section.parts.append(known)
                    }
                default: for field in try value.elements() { section.fields.append(try self.field(field)) }
                }
            }
            guard section != DocumentTemplate.Section(level: section.level) else { throw element.problem("is empty") }
            result.append(section)
        }
        return result
    }

    /// A name, or `{ label: …, ask: … }`, or `{ label: …, value: NAME }`.
    private static func field(_ reader: YAMLReader) throws(Problem) -> DocumentTemplate.Field {
        if reader.node.scalar != nil {
            let name: StructuredFields.Name = try known(try reader.string(), reader)
            return DocumentTemplate.Field(name.label, .known(name))
        }
        var label: String?
        var field: DocumentTemplate.Field.Value?
        for (name, value) in try reader.members(allowed: ["label", "ask", "value"]) {
            switch name {
            case "label": label = try value.string()
            case "ask": field = .asked(try value.string())
            default: field = .known(try known(try value.string(), value))
            }
        }
        guard let label, let field else { throw reader.problem("needs a 'label', and 'ask' or 'value'") }
        return DocumentTemplate.Field(label, field)
    }

    private static func known<Word: RawRepresentable & CaseIterable>(
        _ text: String, _ reader: YAMLReader
    ) throws(Problem) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: text) else {
            let all = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw reader.problem("'\(text)' is not known here; known are \(all)")
        }
        return word
    }
}
