import Core

/// States trouble of workloads, in order against the first onset.
enum ClusterFindings {
    private static let most = 12

    static func add(for troubles: inout [ClusterTrouble], order: FailureOrder, topology: Topology, to book: inout FindingBook) {
        for index in troubles.indices.prefix(most) {
            troubles[index].finding = book.add(finding(of: troubles[index], order, topology))
        }
    }

    static func facts(of trouble: ClusterTrouble) -> [String: Fact] {
        [
            "from": .time(trouble.from), "to": .time(trouble.to), "count": .number(Double(trouble.count), .count),
            "objects": .number(Double(trouble.objects.count), .count), "trouble": .text(trouble.kind.words),
            "workload": .text(ValueText.quotation(trouble.workload, limit: 80)),
        ]
    }

    /// `readiness probe failures of checkout`
    static func name(_ trouble: ClusterTrouble) -> String {
        "\(trouble.kind.words) of \(ValueText.quotation(trouble.workload, limit: 80))"
    }

    private static func finding(of trouble: ClusterTrouble, _ order: FailureOrder, _ topology: Topology) -> Finding {
        var facts = facts(of: trouble)
        let often = trouble.count == 1 ? "once" : "\(trouble.count) times"
        var statement = "The cluster reported \(name(trouble)) \(often)"
        if trouble.objects.count > 1 { statement += " on \(trouble.objects.count) pods" }
        statement +=
            trouble.to == trouble.from ? " at \(trouble.from.clock)" : " from \(trouble.from.clock) to \(trouble.to.clock)"
        if !trouble.example.isEmpty {
            let message = ValueText.quotation(trouble.example, limit: 100)
            facts["message"] = .text(message)
            statement += " (\"\(message)\")"
        }
        if let first = order.first {
            let lead = first.time.seconds(since: trouble.from)
            facts["onset"] = .time(first.time)
            facts["onsetService"] = .text(first.service)
            facts[lead >= 0 ? "beforeOnset" : "afterOnset"] = .duration(abs(lead))
            let relation = lead == 0 ? "at" : "\(ValueText.duration(lead)) \(lead > 0 ? "before" : "after")"
            statement += ", beginning \(relation) the onset of \(first.service) at \(first.time.clock)"
            if lead < 0, let service = trouble.service, topology.allCallees(of: service).contains(first.service) {
                statement += "; \(service) depends on \(first.service)"
            }
        }
        return Finding(
            .clusterTrouble, service: trouble.service, time: trouble.from, statement: statement + ".", facts: facts,
            evidence: trouble.evidence)
    }
}
