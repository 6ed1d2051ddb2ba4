import Core

// Strings of clusters, checks and dashboards.
extension StringRewriter {
    func clusterEvent(_ event: ClusterEvent) -> ClusterEvent {
        ClusterEvent(
            object: object(event.object), type: code(event.type), reason: code(event.reason), message: code(event.message),
            count: event.count, firstSeen: event.firstSeen, lastSeen: event.lastSeen, reporter: event.reporter.map(code))
    }

    func workload(_ workload: WorkloadState) -> WorkloadState {
        WorkloadState(
            object: object(workload.object), desired: workload.desired, ready: workload.ready, updated: workload.updated,
            revision: workload.revision.map(code), changeCause: workload.changeCause.map(prose),
            images: labels(workload.images), configMaps: workload.configMaps.map(code),
            conditions: workload.conditions.map {
                WorkloadState.Condition(
                    type: code($0.type), status: code($0.status), reason: $0.reason.map(code), message: $0.message.map(code),
                    changedAt: $0.changedAt)
            })
    }

    func pod(_ pod: PodState) -> PodState {
        PodState(
            object: object(pod.object), node: pod.node.map(code), phase: code(pod.phase), startedAt: pod.startedAt,
            containers: pod.containers.map { container in
                PodState.Container(
                    name: code(container.name), isReady: container.isReady, restarts: container.restarts,
                    state: code(container.state), reason: container.reason.map(code),
                    lastEnd: container.lastEnd.map {
                        PodState.End(
                            reason: $0.reason.map(code), exitCode: $0.exitCode, startedAt: $0.startedAt,
                            finishedAt: $0.finishedAt)
                    })
            })
    }

    func check(_ check: CheckConfiguration) -> CheckConfiguration {
        CheckConfiguration(
            id: code(check.id), name: prose(check.name), schedule: code(check.schedule), period: check.period,
            grace: check.grace, status: code(check.status), lastRun: check.lastRun, lastDuration: check.lastDuration,
            tags: check.tags.map(code), channels: check.channels?.map(prose), needsManualResume: check.needsManualResume)
    }

    func flip(_ flip: CheckFlip) -> CheckFlip {
        CheckFlip(check: code(flip.check), name: prose(flip.name), state: flip.state)
    }

    func runs(_ runs: CheckRuns) -> CheckRuns {
        CheckRuns(
            check: code(runs.check), name: prose(runs.name),
            runs: runs.runs.map { .init(time: $0.time, kind: code($0.kind), duration: $0.duration) }, holes: runs.holes)
    }

    func panel(_ panel: DashboardPanel) -> DashboardPanel {
        DashboardPanel(
            dashboard: code(panel.dashboard), dashboardTitle: prose(panel.dashboardTitle), folder: panel.folder.map(prose),
            id: panel.id, title: prose(panel.title), unit: panel.unit.map(code),
            queries: panel.queries.map {
                DashboardPanel.Query(
                    name: code($0.name), system: code($0.system), dataSource: code($0.dataSource),
                    expression: code($0.expression))
            })
    }

    func annotation(_ annotation: Annotation) -> Annotation {
        Annotation(
            id: code(annotation.id), text: prose(annotation.text), tags: annotation.tags.map(code),
            author: annotation.author.map(person), to: annotation.to)
    }

    private func object(_ object: ClusterObject) -> ClusterObject {
        ClusterObject(kind: code(object.kind), namespace: object.namespace.map(code), name: code(object.name))
    }
}
