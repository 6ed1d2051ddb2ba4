import Core

/// A Kubernetes source's options, read.
struct KubernetesSettings: Sendable {
    /// Empty: all namespaces.
    var namespaces: [String]
    /// Labels that may name a service, the first counts.
    var serviceLabels: [String]

    static let defaultServiceLabels = ["app.kubernetes.io/name", "app"]
    static let mostNamespaces = 20

    init(_ options: JSONObject) throws(InputError) {
        let input = try Input(.object(options))
        let labels: [String]
        do {
            namespaces = try input.strings("namespaces")
            labels = try input.strings("serviceLabels")
        } catch {
            throw InputError("options.\(error.field)", error.reason)
        }
        for name in namespaces where !KubernetesName.isLabel(name) {
            throw InputError("options.namespaces", "'\(name.prefix(40))' is not a namespace's name")
        }
        guard namespaces.count <= KubernetesSettings.mostNamespaces, Set(namespaces).count == namespaces.count else {
            throw InputError("options.namespaces", "expected at most \(KubernetesSettings.mostNamespaces) different names")
        }
        for name in labels where !KubernetesName.isLabelKey(name) {
            throw InputError("options.serviceLabels", "'\(name.prefix(40))' is not a label's name")
        }
        guard labels.count <= 5 else { throw InputError("options.serviceLabels", "more than 5 labels") }
        serviceLabels = labels.isEmpty ? KubernetesSettings.defaultServiceLabels : labels
    }

    /// The namespaces to ask; `nil` stands for all at once.
    func places(_ given: String?) -> [String?] {
        if let given { return [given] }
        return namespaces.isEmpty ? [nil] : namespaces
    }

    /// The service of an object, by its labels or the labels of the pods that it makes; else its own name.
    func service(_ object: KubernetesObject, podLabels: JSONObject?) -> String {
        for label in serviceLabels {
            for labels in [object.labels, podLabels ?? [:]] {
                if let name = labels[label]?.string, !name.isEmpty { return name }
            }
        }
        return object.name
    }
}

/// What Kubernetes allows as names (kubernetes.io/docs/concepts/overview/working-with-objects/names).
enum KubernetesName {
    /// A DNS label: at most 63 lower-case letters, digits and hyphens.
    static func isLabel(_ text: String) -> Bool { (1...63).contains(text.utf8.count) && isPart(text[...]) }

    /// A DNS subdomain: labels joined by dots, at most 253 characters.
    static func isSubdomain(_ text: String) -> Bool {
        (1...253).contains(text.utf8.count) && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy(isPart)
    }

    /// `app`, `app.kubernetes.io/name`.
    static func isLabelKey(_ text: String) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, parts.count <= 2, isLabelValue(String(name)), !name.isEmpty else { return false }
        return parts.count == 1 || isSubdomain(String(parts[0]))
    }

    /// At most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends; may be empty.
    static func isLabelValue(_ text: String) -> Bool {
        guard text.utf8.count <= 63 else { return false }
        guard let first = text.utf8.first, let last = text.utf8.last else { return true }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && text.utf8.allSatisfy { isAlphanumeric($0) || [0x2D, 0x5F, 0x2E].contains($0) }
    }

    private static func isPart(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        let lower: (UInt8) -> Bool = { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
        return lower(first) && lower(last) && text.utf8.allSatisfy { lower($0) || $0 == 0x2D }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
