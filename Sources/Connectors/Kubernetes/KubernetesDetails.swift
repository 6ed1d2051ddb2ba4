import Core

/// What belongs to workloads: replica sets or controller revisions by their owner, and a deployment's events by its name. Each
/// list is read once, however many workloads there are.
struct KubernetesDetails: Sendable {
    private struct Part: Sendable {
        var listing: KubernetesListing
        var objects: [String: [KubernetesObject]] = [:]
        var events: [String: [KubernetesEvent]] = [:]
    }

    private let parts: [Part]

    init(_ listings: [KubernetesListing]) {
        parts = listings.map { listing in
            var part = Part(listing: listing)
            if listing.resource == .events || listing.resource == .coreEvents {
                for event in KubernetesEvent.read(listing.items).events where event.event.object.kind == "Deployment" {
                    part.events[event.event.object.name, default: []].append(event)
                }
            } else {
                for object in listing.items.lazy.compactMap(KubernetesObject.init) {
                    part.objects[object.owner?.uid ?? "", default: []].append(object)
                }
            }
            return part
        }
    }

    func history(of workload: KubernetesWorkload) -> KubernetesHistory {
        guard workload.kind == .deployment else {
            let revisions = parts(of: workload, [.controllerrevisions])
            return KubernetesHistory(
                workload, revisions: objects(of: workload, in: revisions), from: revisions.flatMap(\.listing.exchanges))
        }
        let sets = parts(of: workload, [.replicasets])
        let events = parts(of: workload, [.events, .coreEvents])
        return KubernetesHistory(
            workload, sets: objects(of: workload, in: sets), scalings: scalings(of: workload, in: events),
            from: (sets + events).flatMap(\.listing.exchanges))
    }

    private func parts(of workload: KubernetesWorkload, _ resources: [KubernetesResource]) -> [Part] {
        parts.filter {
            resources.contains($0.listing.resource)
                && ($0.listing.namespace == nil || $0.listing.namespace == workload.object.namespace)
        }
    }

    private func objects(of workload: KubernetesWorkload, in parts: [Part]) -> [KubernetesObject] {
        var seen: Set<String> = []
        return parts.flatMap { $0.objects[workload.object.uid] ?? [] }.filter {
            $0.owner != nil && seen.insert($0.uid.isEmpty ? $0.name : $0.uid).inserted
        }
    }

    private func scalings(of workload: KubernetesWorkload, in parts: [Part]) -> [KubernetesScaling] {
        var seen: Set<String> = []
        return parts.flatMap { $0.events[workload.object.name] ?? [] }.filter {
            $0.event.object.namespace == workload.object.namespace && seen.insert($0.uid).inserted
        }.compactMap(KubernetesScaling.init)
    }
}
