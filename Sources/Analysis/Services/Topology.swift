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
        for evidence in file.evidence {
            switch evidence.observation {
            case .dependency(let dependency): all.append(dependency)
            case .metric(let series): if let call = Topology.call(in: series.labels, of: evidence.service) { all.append(call) }
            default: break
            }
        }
        all += CallGraph(of: file.evidence).dependencies
        self.init(all)
    }

    /// With the services that complaints name: who complains of another, calls it, unless it is known to be the other way round.
    func adding(_ complaints: [String: Complaint]) -> Topology {
        var all = calls.flatMap { caller, callees in callees.map { Dependency(caller: caller, callee: $0) } }
        for complaint in complaints.values {
            for (name, count) in complaint.naming
            where count * 4 >= complaint.count && !callees(of: name).contains(complaint.service) {
                all.append(Dependency(caller: complaint.service, callee: name))
            }
        }
        return Topology(all)
    }

    /// The call that a series is about, by its labels: those of service meshes (Istio's `source_workload` and
    /// `destination_service`), of OpenTelemetry's and Tempo's service graphs (`client` and `server`), and of proxies.
    static func call(in labels: [String: String], of service: String?) -> Dependency? {
        func first(_ names: [String]) -> String? {
            names.lazy.compactMap { labels[$0] }.first { !$0.isEmpty && $0 != "unknown" }.map(shortName)
        }
        let caller = first(["source_service", "source_workload", "source_app", "client", "caller"]) ?? service
        guard let caller, let callee = peer(in: labels) ?? labels["client"].flatMap({ _ in first(["server"]) }),
            callee != caller
        else { return nil }
        return Dependency(caller: caller, callee: callee)
    }

    /// The other service that a series' labels name as the one that is called.
    static func peer(in labels: [String: String]) -> String? {
        let names = [
            "destination_service_name", "destination_service", "destination_workload", "destination_app", "peer_service",
            "upstream", "upstream_service", "upstream_cluster", "callee", "target_service", "remote_service",
        ]
        return names.lazy.compactMap { labels[$0] }.first { !$0.isEmpty && $0 != "unknown" }.map(shortName)
    }

    /// `checkout.shop.svc.cluster.local:8080` is `checkout`; a name of the outside world stays whole.
    private static func shortName(_ name: String) -> String {
        let host = name.prefix(200).prefix { $0 != ":" }
        guard host.hasSuffix(".svc.cluster.local") || host.contains(".svc") && host.hasSuffix(".svc"),
            let label = host.split(separator: ".").first
        else { return String(host) }
        return String(label)
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
