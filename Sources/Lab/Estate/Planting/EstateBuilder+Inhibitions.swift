/// What holds other alerts back, rightly and wrongly.
extension EstateBuilder {
    /// The name of a team's rule on a golden signal.
    private func golden(_ team: Int, _ stems: [String]) -> String? {
        let names = stems.map { Wording.camel(teams[team].name) + $0 }
        return rules.first { names.contains($0.name) }?.name
    }

    mutating func plantInhibitions() {
        for variant in turns(3, of: 4) {
            let team = dice.below(teams.count)
            let own = teams[team]
            let mine = "\(own.ownerLabel)=\"\(own.name)\""
            plant("inhibits-own-cause", "inhibition/\(routing.inhibitions.count)")
            switch variant {
            case 0:
                let slow = golden(team, ["Slow", "LatencyHigh", "AnswersLate"]) ?? "Slow"
                let full = golden(team, ["NearlyFull", "PoolExhausted", "Saturated"]) ?? "Full"
                routing.inhibitions.append(
                    .init(source: ["alertname=\"\(slow)\""], target: ["alertname=\"\(full)\""], equal: [own.serviceLabel]))
            case 1:
                routing.inhibitions.append(
                    .init(
                        source: [mine, "severity=\"\(own.critical)\""], target: ["severity=~\"warning|ticket|sev3\""],
                        equal: [dice.pick(["datacentre", "rack", "cell"])]))
            case 2:
                routing.inhibitions.append(
                    .init(
                        source: [mine, "severity=~\"\(own.critical)|\(own.warning)\""], target: [mine, "severity=~\".+\""],
                        equal: [own.ownerLabel]))
            default:
                routing.inhibitions.append(
                    .init(
                        source: [mine, "severity=\"\(own.warning)\""], target: [mine, "severity=\"\(own.critical)\""],
                        equal: [own.serviceLabel]))
            }
        }
        for variant in 0..<4 { fineInhibition(variant) }
    }

    private mutating func fineInhibition(_ variant: Int) {
        let team = dice.below(teams.count)
        let own = teams[team]
        let mine = "\(own.ownerLabel)=\"\(own.name)\""
        resemble("inhibits-own-cause", "inhibition/\(routing.inhibitions.count)")
        switch variant {
        case 0:
            routing.inhibitions.append(
                .init(
                    source: [mine, "severity=\"\(own.critical)\""], target: [mine, "severity=\"\(own.warning)\""],
                    equal: [own.serviceLabel, "alertname"]))
        case 1:
            let slow = golden(team, ["Slow", "LatencyHigh", "AnswersLate"]) ?? "Slow"
            let full = golden(team, ["NearlyFull", "PoolExhausted", "Saturated"]) ?? "Full"
            routing.inhibitions.append(
                .init(source: ["alertname=\"\(full)\""], target: ["alertname=\"\(slow)\""], equal: [own.serviceLabel]))
        case 2:
            let down = rules.filter { $0.expression.contains("up{") }.map(\.name).first ?? "Down"
            routing.inhibitions.append(
                .init(
                    source: ["alertname=\"\(down)\""], target: ["alertname!=\"\(down)\"", "severity=\"\(own.warning)\""],
                    equal: ["job", "instance"]))
        default:
            routing.inhibitions.append(
                .init(
                    source: [mine, "severity=\"\(own.critical)\""], target: [mine, "severity=\"info\""],
                    equal: ["namespace", own.serviceLabel]))
        }
    }
}
