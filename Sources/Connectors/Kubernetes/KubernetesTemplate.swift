import Core

/// A pod template as lines that people can read and two of which can be compared: `ACQUIRER_TIMEOUT=30s`.
///
/// Each line has a key within its section. What a secret holds is never here: a variable from a secret is written as the
/// secret's name and key.
struct KubernetesTemplate: Sendable, Hashable {
    struct Line: Sendable, Hashable {
        var key: String
        var text: String
    }

    struct Section: Sendable, Hashable {
        /// `containers/payment-gateway/env`
        var title: String
        var lines: [Line]
    }

    private(set) var sections: [Section] = []
    /// By container.
    private(set) var images: [String: String] = [:]
    /// Sorted.
    private(set) var configMaps: [String] = []

    static let mostLines = 2000
    static let longestLine = 300

    private var count = 0
    private var maps: Set<String> = []

    /// - Parameter template: `spec.template` of a workload, or of a controller revision's `data`.
    init(_ template: JSONValue?) {
        let spec = template?["spec"] ?? .null
        for (list, member) in [("initContainers", "initContainers"), ("containers", "containers")] {
            for container in spec[member]?.array ?? [] { add(container, list) }
        }
        var pod = Builder()
        for (name, value) in spec.object?.members ?? []
        where !["containers", "initContainers", "ephemeralContainers"].contains(name) {
            pod.flatten(value, name, depth: 0)
        }
        append("pod", pod)
        var marks = Builder()
        for list in ["labels", "annotations"] {
            for (name, value) in template?["metadata"]?[list]?.object?.members ?? [] where name != "pod-template-hash" {
                marks.flatten(value, "\(list).\(name)", depth: 0)
            }
        }
        append("template", marks)
        for volume in spec["volumes"]?.array ?? [] {
            note(volume["configMap"]?["name"])
            for source in volume["projected"]?["sources"]?.array ?? [] { note(source["configMap"]?["name"]) }
        }
        configMaps = maps.sorted()
    }

    private mutating func note(_ name: JSONValue?) {
        if let name = name?.string, !name.isEmpty, maps.count < 200 { maps.insert(name) }
    }

    private mutating func add(_ container: JSONValue, _ list: String) {
        guard let name = container["name"]?.string, count < KubernetesTemplate.mostLines else { return }
        let title = "\(list)/\(name)"
        if let image = container["image"]?.string { images[name] = image }
        var own = Builder()
        for (member, value) in container.object?.members ?? [] where !["name", "env", "envFrom"].contains(member) {
            // A command is one line, as it would be typed.
            if member == "command" || member == "args" {
                own.add(member, "\(member): \(value.compact)")
            } else {
                own.flatten(value, member, depth: 0)
            }
        }
        append(title, own)
        var env = Builder()
        for variable in container["env"]?.array ?? [] {
            guard let name = variable["name"]?.string else { continue }
            note(variable["valueFrom"]?["configMapKeyRef"]?["name"])
            env.add(name, "\(name)=\(KubernetesTemplate.value(of: variable))")
        }
        for (position, source) in (container["envFrom"]?.array ?? []).enumerated() {
            note(source["configMapRef"]?["name"])
            let map = source["configMapRef"]?["name"]?.string.map { "config map \($0)" }
            let secret = source["secretRef"]?["name"]?.string.map { "secret \($0)" }
            env.add("envFrom.\(position)", "all of \(map ?? secret ?? "an unknown source")")
        }
        append(title + "/env", env)
    }

    private static func value(of variable: JSONValue) -> String {
        guard let source = variable["valueFrom"]?.object else { return variable["value"]?.string ?? "" }
        let place = source.members.first
        let key = place?.value["key"]?.string ?? ""
        let name = place?.value["name"]?.string ?? ""
        switch place?.name {
        case "secretKeyRef": return "‹key \(key) of secret \(name)›"
        case "configMapKeyRef": return "‹key \(key) of config map \(name)›"
        case "fieldRef": return "‹field \(place?.value["fieldPath"]?.string ?? "")›"
        case "resourceFieldRef": return "‹resource \(place?.value["resource"]?.string ?? "")›"
        default: return "‹\(place?.name ?? "nothing")›"
        }
    }

    private mutating func append(_ title: String, _ builder: Builder) {
        guard !builder.lines.isEmpty else { return }
        let lines = Array(builder.lines.prefix(max(0, KubernetesTemplate.mostLines - count)))
        count += lines.count
        sections.append(Section(title: title, lines: lines))
    }

    /// Collects lines with keys that differ.
    private struct Builder {
        var lines: [Line] = []
        private var keys: [String: Int] = [:]

        mutating func add(_ key: String, _ text: String) {
            guard lines.count < KubernetesTemplate.mostLines else { return }
            let repeats = keys[key, default: 0]
            keys[key] = repeats + 1
            let single = OutgoingText.line(String(text.prefix(KubernetesTemplate.longestLine)))
            lines.append(Line(key: repeats == 0 ? key : "\(key)#\(repeats)", text: single))
        }

        mutating func flatten(_ value: JSONValue, _ path: String, depth: Int) {
            guard depth < 12, lines.count < KubernetesTemplate.mostLines, path.utf8.count < 1000 else { return }
            switch value {
            case .object(let object):
                if object.isEmpty { add(path, "\(path): {}") }
                for (name, member) in object.members { flatten(member, "\(path).\(name)", depth: depth + 1) }
            case .array(let elements):
                for (position, element) in elements.enumerated() {
                    let name = element["name"]?.string ?? String(position)
                    flatten(element, "\(path)[\(name)]", depth: depth + 1)
                }
            case .string(let text): add(path, "\(path): \(text)")
            case .null: break
            default: add(path, "\(path): \(value.compact)")
            }
        }
    }
}
