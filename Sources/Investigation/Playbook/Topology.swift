import Core

/// The services and who calls whom, as configured and as discovered so far.
struct Topology: Sendable {
    private(set) var services: [String: Service]
    private(set) var dependencies: [Dependency]

    init(_ services: [Service]) {
        self.services = Dictionary(services.map { ($0.name, $0) }) { first, _ in first }
        dependencies = services.flatMap { service in
            service.dependsOn.map { Dependency(caller: service.name, callee: $0) }
        }
    }

    /// Configured dependencies are kept; discovered ones are added where neither direction is known yet.
    mutating func add(_ discovered: [Dependency]) {
        for dependency in discovered where dependency.caller != dependency.callee {
            let known = dependencies.contains { $0.caller == dependency.caller && $0.callee == dependency.callee }
            if !known { dependencies.append(dependency) }
        }
    }

    /// Services that sources name by their labels, where the configuration names none of them.
    mutating func add(services names: [String]) {
        for name in names where services[name] == nil { services[name] = Service(name: name) }
    }

    var isEmpty: Bool { dependencies.isEmpty }

    /// The configured service of that name, letters' case aside; or one made up from the name alone.
    func service(named name: String) -> Service {
        if let exact = services[name] { return exact }
        let folded = Topology.fold(name)
        let match = services.values.filter { Topology.fold($0.name) == folded }.min { $0.name < $1.name }
        return match ?? Service(name: name)
    }

    func isKnown(_ name: String) -> Bool { services[service(named: name).name] != nil }

    /// Callers and callees, by name.
    func neighbours(of name: String) -> [String] {
        var names: Set<String> = []
        for dependency in dependencies {
            if dependency.caller == name { names.insert(dependency.callee) }
            if dependency.callee == name { names.insert(dependency.caller) }
        }
        return names.sorted()
    }

    /// Services that nothing else calls, of those that lead to `name`: where requests come in.
    func entries(leadingTo name: String) -> [String] {
        var seen: Set<String> = [name]
        var open = [name]
        while let next = open.popLast() {
            for dependency in dependencies where dependency.callee == next && seen.insert(dependency.caller).inserted {
                open.append(dependency.caller)
            }
        }
        return seen.filter { service in !dependencies.contains { $0.callee == service } }.sorted()
    }

    func callees(of name: String) -> [String] {
        Set(dependencies.filter { $0.caller == name }.map(\.callee)).sorted()
    }

    private static func fold(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}
