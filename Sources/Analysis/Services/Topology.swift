public import Core

/// Who calls whom, from configuration and from what was observed.
public struct Topology: Sendable, Hashable {
    private var calls: [String: [String]] = [:]
    private var calledBy: [String: [String]] = [:]
    /// Every service that is named as a caller or a callee, sorted.
    public private(set) var services: [String] = []

    public init(_ dependencies: [Dependency]) {
        var forward: [String: Set<String>] = [:]
        var backward: [String: Set<String>] = [:]
        for dependency in dependencies where dependency.caller != dependency.callee {
            forward[dependency.caller, default: []].insert(dependency.callee)
            backward[dependency.callee, default: []].insert(dependency.caller)
        }
        calls = forward.mapValues { $0.sorted() }
        calledBy = backward.mapValues { $0.sorted() }
        services = Set(forward.keys).union(backward.keys).sorted()
    }

    /// All dependencies that a case file holds.
    public init(of file: CaseFile) {
        var all = file.dependencies
        for service in file.services { all += service.dependsOn.map { Dependency(caller: service.name, callee: $0) } }
        for evidence in file.evidence { if case .dependency(let dependency) = evidence.observation { all.append(dependency) } }
        all += CallGraph(of: file.evidence).dependencies
        self.init(all)
    }

    /// Services that `service` calls, by name.
    public func callees(of service: String) -> [String] { calls[service] ?? [] }

    /// Services that call `service`, by name.
    public func callers(of service: String) -> [String] { calledBy[service] ?? [] }

    /// Everything that `service` calls, directly or through others, nearest first; `service` itself is not in it.
    public func allCallees(of service: String) -> [String] { closure(from: service, along: calls) }

    /// Everything that calls `service`, directly or through others, nearest first.
    public func allCallers(of service: String) -> [String] { closure(from: service, along: calledBy) }

    private func closure(from service: String, along edges: [String: [String]]) -> [String] {
        var seen: Set<String> = [service]
        var result: [String] = []
        var front = [service]
        while !front.isEmpty {
            var next: [String] = []
            for current in front {
                for neighbour in edges[current] ?? [] where seen.insert(neighbour).inserted {
                    result.append(neighbour)
                    next.append(neighbour)
                }
            }
            front = next
        }
        return result
    }
}
