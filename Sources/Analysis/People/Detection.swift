import Core

/// When it was noticed: alerts, pages, and how long after the onset.
enum Detection {
    struct Notice {
        var name: String
        var service: String?
        var time: Instant
        var finding: FindingID
        var evidence: [EvidenceID]
    }

    static func add(
        in file: CaseFile, order: FailureOrder, naming: ServiceNaming, to book: inout FindingBook, parameters: Parameters
    ) {
        let alerts = addAlerts(in: file, naming: naming, to: &book)
        let pages = addPages(in: file, naming: naming, to: &book)
        addAcknowledgements(in: file, naming: naming, to: &book)
        let checks = addFlips(in: file, naming: naming, to: &book)
        let automatic = (alerts + checks).sorted { ($0.time, $0.finding) < ($1.time, $1.finding) }
        guard let first = order.first else { return }
        // A page is what reached someone; where none is recorded, the first alert stands in.
        guard let notice = pages.first(where: { $0.time >= first.time }) ?? automatic.first(where: { $0.time >= first.time })
        else {
            return
        }
        let delay = notice.time.seconds(since: first.time)
        book.add(
            Finding(
                .detectionDelay, service: first.service, time: notice.time,
                statement: "\(notice.name) at \(notice.time.clock), \(ValueText.duration(delay)) after the onset of"
                    + " \(first.service) at \(first.time.clock).",
                facts: [
                    "noticed": .time(notice.time), "onset": .time(first.time), "delay": .duration(delay),
                    "service": .text(first.service),
                ], evidence: notice.evidence + first.evidence))
    }

    private static func addAlerts(in file: CaseFile, naming: ServiceNaming, to book: inout FindingBook) -> [Notice] {
        struct Fired {
            var episode: AlertEpisode
            var service: String?
            var time: Instant
            var evidence: [EvidenceID]
        }
        var fired: [Fired] = []
        for evidence in file.evidence {
            guard case .alert(let episode) = evidence.observation, episode.state == .firing else { continue }
            let time = episode.from.corrected
            guard file.scope.window.contains(time) else { continue }
            let service = naming.service(of: evidence)
            // The rule engine and the router both tell of one alert.
            if let same = fired.firstIndex(where: {
                $0.episode.name == episode.name && $0.service == service && abs($0.time.seconds(since: time)) <= 120
            }) {
                fired[same].evidence.append(evidence.id)
                fired[same].time = min(fired[same].time, time)
            } else if fired.count < 100 {
                fired.append(Fired(episode: episode, service: service, time: time, evidence: [evidence.id]))
            }
        }
        fired.sort { ($0.time, $0.episode.name, $0.evidence[0]) < ($1.time, $1.episode.name, $1.evidence[0]) }
        return fired.map { alert in
            let name = ValueText.quotation(alert.episode.name, limit: 80)
            let title = "The alert \(name)" + (alert.service.map { " on \($0)" } ?? "") + " fired"
            var facts: [String: Fact] = ["alert": .text(alert.episode.name), "fired": .time(alert.time)]
            if let severity = alert.episode.labels["severity"] { facts["severity"] = .text(severity) }
            if let ended = alert.episode.to?.corrected { facts["ended"] = .time(ended) }
            let id = book.add(
                Finding(
                    .alertFired, service: alert.service, time: alert.time, statement: "\(title) at \(alert.time.clock).",
                    facts: facts, evidence: alert.evidence))
            return Notice(name: title, service: alert.service, time: alert.time, finding: id, evidence: alert.evidence)
        }
    }

    private static func addPages(in file: CaseFile, naming: ServiceNaming, to book: inout FindingBook) -> [Notice] {
        var notices: [(kind: IncidentEvent.Kind, incident: String, service: String?, time: Instant, evidence: EvidenceID)] = []
        for evidence in file.evidence {
            let service = naming.service(of: evidence)
            switch evidence.observation {
            case .incidentEvent(let event) where event.kind == .triggered || event.kind == .notified:
                guard let time = evidence.stamp?.corrected else { continue }
                notices.append((event.kind, event.incident, service, time, evidence.id))
            case .incident(let record):
                notices.append((.triggered, record.id, service, record.createdAt.corrected, evidence.id))
            default: continue
            }
        }
        notices = notices.filter { file.scope.window.contains($0.time) }
        notices.sort { ($0.time, $0.evidence) < ($1.time, $1.evidence) }
        var seen: [String: Int] = [:]
        var kept: [(kind: IncidentEvent.Kind, service: String?, time: Instant, evidence: [EvidenceID])] = []
        for notice in notices {
            // Of each incident the moment it was opened and the first notification; repeats are the same news.
            let key = notice.kind.rawValue + notice.incident
            if let known = seen[key] {
                if abs(kept[known].time.seconds(since: notice.time)) <= 60 { kept[known].evidence.append(notice.evidence) }
                continue
            }
            seen[key] = kept.count
            kept.append((notice.kind, notice.service, notice.time, [notice.evidence]))
        }
        return kept.prefix(50).map { notice in
            let whose = notice.service.map { " for \($0)" } ?? ""
            let title =
                notice.kind == .triggered ? "An incident\(whose) was opened" : "Someone on call\(whose) was notified"
            let id = book.add(
                Finding(
                    .page, service: notice.service, time: notice.time, statement: "\(title) at \(notice.time.clock).",
                    facts: ["time": .time(notice.time), "kind": .text(notice.kind.rawValue)], evidence: notice.evidence))
            return Notice(name: title, service: notice.service, time: notice.time, finding: id, evidence: notice.evidence)
        }
    }
}
