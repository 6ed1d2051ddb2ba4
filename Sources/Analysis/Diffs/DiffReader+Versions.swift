// Versions of what a program is built from and runs on.
extension DiffReader {
    static func isManifest(_ path: String) -> Bool {
        let name = path.lowercased().split(separator: "/").last.map(String.init) ?? path
        return manifests.contains(name) || name.hasSuffix(".csproj") || name.hasSuffix(".gemspec")
            || name.hasPrefix("requirements") && name.hasSuffix(".txt")
    }

    private static let manifests: Set<String> = [
        "go.mod", "go.sum", "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "cargo.toml", "cargo.lock",
        "pom.xml", "build.gradle", "build.gradle.kts", "libs.versions.toml", "gemfile", "gemfile.lock", "pyproject.toml",
        "poetry.lock", "package.swift", "package.resolved", "composer.json", "composer.lock", "packages.config", "mix.exs",
        "directory.packages.props", "setup.py", "pipfile",
    ]

    mutating func readVersions(_ patch: PatchLines) {
        let removed = patch.lines(.removed).filter { !$0.isMoved }
        let added = patch.lines(.added).filter { !$0.isMoved }
        let names = added.compactMap { Self.package($0.text) }
        if let first = names.first {
            let more = names.count > 1 ? " and \(names.count - 1) more" : ""
            add(
                .dependencyChanged, "changes the version of \(Setting.quoted(first))\(more)",
                names.flatMap { CodeWord.parts(of: $0) })
        }
        var new: [String: String] = [:]
        for line in added {
            if let name = Self.package(line.text) { new[name] = new[name] ?? line.text }
        }
        for line in removed {
            guard let name = Self.package(line.text) else { continue }
            let parts = CodeWord.parts(of: name).filter { $0.utf8.count >= 3 }
            guard let text = new[name] else {
                if !patch.path.lowercased().contains("lock"), !patch.path.hasSuffix("go.sum"), Self.version(line.text) != nil {
                    add(.registrationRemoved, "removes the dependency \(Setting.quoted(name))", parts + [name])
                }
                continue
            }
            if let before = Self.version(line.text), let after = Self.version(text), Self.isBreaking(before, after) {
                add(
                    .dependencyMajor,
                    "takes another major version of \(Setting.quoted(name)), \(after.map(String.init).joined(separator: ".")) for \(before.map(String.init).joined(separator: "."))",
                    parts + [name])
            }
        }
    }

    /// The name that a line of a manifest begins with: `"jsonwebtoken": "^9.0.0"`, `golang.org/x/net v0.23.1`, `gem "rails", "7"`.
    private static func package(_ text: String) -> String? {
        let skipped: Set<String> = [
            "gem", "require", "implementation", "api", "compile", "from", "version", "artifactid", "dependency", "pod", "image",
            "package", "packagereference", "include", "url", "name", "compileonly", "runtimeonly", "testimplementation",
            "classpath",
            "platform",
        ]
        let words = text.split { !($0.isLetter || $0.isNumber || "@/._-:".contains($0)) }.map(String.init)
        let name = words.first { !skipped.contains($0.lowercased()) && $0.first?.isNumber != true }
        guard let name else { return skipped.contains(words.first?.lowercased() ?? "") ? words.first : nil }
        // `group:artifact:1.2.3` and `node:18` hold the version as well.
        let parts = name.split(separator: ":")
        let kept = parts.prefix { $0.first?.isNumber != true }
        return kept.isEmpty ? name : kept.joined(separator: ":")
    }

    /// The first number with points in it, else the last number.
    private static func version(_ text: String) -> [Int]? {
        let words = text.split { !($0.isNumber || $0.isLetter || $0 == ".") }.map { $0.drop { $0 == "v" } }
        let numbers = words.filter { $0.first?.isNumber == true }
        guard let found = numbers.first(where: { $0.contains(".") }) ?? numbers.last else { return nil }
        let parts = found.split(separator: ".").prefix(3).map { Int($0.prefix { $0.isNumber }) }
        return parts.contains { $0 == nil } ? nil : parts.compactMap { $0 }
    }

    /// By the rule of semantic versions: another major version, or another minor one before the first release.
    private static func isBreaking(_ before: [Int], _ after: [Int]) -> Bool {
        guard let old = before.first, let new = after.first, old < 1900 else { return false }
        if old != new { return true }
        return old == 0 && before.dropFirst().first != after.dropFirst().first
    }
}
