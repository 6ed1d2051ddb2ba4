extension Scenario {
    /// The scenario with `count` services: the first of its own, in their order, or all of them and generated healthy ones.
    /// A generated service is called by the frontend or by the service before it, and has the same metrics, logs and deploys.
    func with(services count: Int) throws -> Scenario {
        guard count >= 1 else { throw ScenarioError("--services must be at least 1") }
        guard count != services.count else { return self }
        guard recordings == nil else { throw ScenarioError("'\(name)' has recorded answers: its services cannot be changed") }
        return count < services.count ? reduced(to: count) : try grown(to: count)
    }

    private func reduced(to count: Int) -> Scenario {
        var smaller = self
        let kept = Set(services.prefix(count).map(\.name))
        let first = services[0].name
        smaller.services = services.prefix(count).map { service in
            var service = service
            service.dependsOn = service.dependsOn.filter(kept.contains)
            return service
        }
        smaller.absentServices = services.dropFirst(count).map(\.name)
        smaller.alerting.fired = alerting.fired.filter { $0.labels["service"].map(kept.contains) ?? true }
        smaller.logs.templates = logs.templates.filter { $0.service == "*" || kept.contains($0.service) }
        smaller.logs.lines = logs.lines.filter { kept.contains($0.service) }
        smaller.deployments.applications = deployments.applications.filter { kept.contains($0.service) }
        smaller.repositories = repositories.filter { $0.service.map(kept.contains) ?? true }.map { repository in
            var repository = repository
            repository.services = repository.services?.filter(kept.contains)
            return repository
        }
        smaller.paging.services = paging.services.filter { kept.contains($0.service) }
        smaller.paging.changeEvents = paging.changeEvents.filter { kept.contains($0.service) }
        smaller.paging.maintenanceWindows = paging.maintenanceWindows.filter { kept.contains($0.service) }
        // The page goes to the first service when the one that was paged for is not staged.
        smaller.paging.incidents = paging.incidents.compactMap { incident in
            guard !kept.contains(incident.service) else { return incident }
            guard incident.main == true else { return nil }
            var moved = incident
            moved.title = "\(first): high error rate"
            moved.service = first
            moved.alerts = moved.alerts.map { alert in
                var alert = alert
                alert.summary = moved.title
                alert.details = alert.details.replacing(incident.service, with: first)
                return alert
            }
            return moved
        }
        return smaller
    }

    private func grown(to count: Int) throws -> Scenario {
        guard let model = services.first(where: { $0.name == filler.like }),
            let application = deployments.applications.first(where: { $0.service == filler.like })
        else { throw ScenarioError("filler.like names no service: '\(filler.like)'") }
        var larger = self
        let callers = ["frontend", "checkout"]
        for position in 0..<(count - services.count) {
            let base = filler.names[position % filler.names.count]
            let name = position < filler.names.count ? base : "\(base)-\(position / filler.names.count + 1)"
            var service = model
            service.name = name
            service.dependsOn = []
            service.objective = nil
            service.pods = model.pods.map { $0.replacing(model.name, with: name) }
            // Every third hangs below the one before it, so that the graph has depth as well as breadth.
            let previous = larger.services[larger.services.count - 1].name
            let caller = position % 3 == 2 ? previous : callers[position % 2]
            for index in larger.services.indices where larger.services[index].name == caller {
                larger.services[index].dependsOn.append(name)
            }
            larger.services.append(service)
            var deployed = application
            deployed.service = name
            deployed.path = application.path.replacing(model.name, with: name)
            larger.deployments.applications.append(deployed)
        }
        let added = larger.services.dropFirst(services.count).map(\.name)
        for index in larger.repositories.indices { larger.repositories[index].services?.append(contentsOf: added) }
        return larger
    }
}
