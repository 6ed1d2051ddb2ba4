import Core

/// Forty silences: half of them wrong, half of them only looking so.
extension EstateBuilder {
    mutating func makePeople() {
        let names = dice.shuffled(Wording.last)
        people = dice.shuffled(Wording.first).prefix(22).enumerated().map { index, first in
            (name: Wording.camel(first) + " " + Wording.camel(names[index]), mail: "\(first).\(names[index])@shop.example")
        }
        people.append((name: "Deploy robot", mail: "deploy-robot@shop.example"))
    }

    mutating func plantSilences() {
        for variant in turns(4, of: 4) { plant("silence-outlived", silence(outlived(variant))) }
        for variant in turns(4, of: 3) { plant("silence-without-end", silence(endless(variant))) }
        for variant in turns(4, of: 4) { plant("silence-matches-nothing", silence(pointless(variant))) }
        for variant in turns(4, of: 4) { plant("silence-broader-than-comment", silence(broad(variant))) }
        for variant in turns(4, of: 2) { plant("silence-author-gone", silence(orphaned(variant))) }
        for variant in turns(4, of: 4) { resemble("silence-outlived", silence(stillNeeded(variant))) }
        for variant in turns(4, of: 4) { resemble("silence-without-end", silence(longButEnding(variant))) }
        for variant in turns(4, of: 4) { resemble("silence-matches-nothing", silence(matching(variant))) }
        for variant in turns(4, of: 4) { resemble("silence-broader-than-comment", silence(asBroadAsSaid(variant))) }
        for variant in turns(4, of: 3) { resemble("silence-author-gone", silence(authored(variant))) }
    }

    private struct Plot {
        var matchers: [(String, String, String)]
        /// Days before the present; negative for what is to come.
        var start: Double
        var end: Double
        var comment: String
        var author: String?
    }

    private mutating func silence(_ plot: Plot) -> String {
        let id = uuid()
        let author = plot.author ?? dice.pick(people).mail
        let (grid, midnight) = (grid, day.midnight)
        let offset = { (days: Double) in When(offset: grid.ago(days: days).nanoseconds - midnight.nanoseconds) }
        silences.append(
            Scenario.Silence(
                id: id, matchers: plot.matchers.map { .init(name: $0.0, op: $0.1, value: $0.2) }, startsAt: offset(plot.start),
                endsAt: offset(plot.end), updatedAt: offset(max(0.1, plot.start)), createdBy: author, comment: plot.comment))
        return "silence/" + id
    }

    private mutating func uuid() -> String {
        let digits = (0..<2).map { _ in
            let text = String(dice.bits(), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        var result = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { result += "-" }
            result.append(index == 12 ? "4" : index == 16 ? "a" : digit)
        }
        return result
    }

    // MARK: Wrong

    private mutating func outlived(_ variant: Int) -> Plot {
        let service = plainService()
        let start = dice.real(6...16)
        let over = start - dice.real(1...3)
        let day = date(daysAgo: over)
        let comment = [
            "\(service.name): \(work()) on \(day)", "\(work()) of \(service.name) until \(day)",
            "Silenced for the \(work()), \(day)", "\(work()) \(day), will be over by the evening (\(service.name))",
        ][variant]
        return Plot(matchers: narrow(service), start: start, end: -dice.real(3...9), comment: comment)
    }

    private mutating func endless(_ variant: Int) -> Plot {
        let service = plainService()
        return Plot(
            matchers: narrow(service), start: dice.real(1...20), end: -Double([75, 365, 3650][variant]) - dice.real(0...20),
            comment: "\(service.name): \(reason())")
    }

    private mutating func pointless(_ variant: Int) -> Plot {
        let service = plainService()
        let key = teams[service.team].serviceLabel
        let matchers: [(String, String, String)] =
            switch variant {
            case 0: [(key, "=", service.name + dice.pick(["-old", "-legacy", "-eu2"]))]
            case 1: [("alertname", "=", Wording.camel(service.name) + dice.pick(["HasGone", "Heartbeat7", "OldCheck"]))]
            case 2: [(dice.pick(["hostname", "datacenter", "customer"]), "=", dice.pick(["web-77", "fra9", "acme"]))]
            default: [(key, "=~", service.name + "\\.(blue|green)")]
            }
        return Plot(matchers: matchers, start: dice.real(1...9), end: -dice.real(2...10), comment: reason())
    }

    private mutating func broad(_ variant: Int) -> Plot {
        let service = plainService()
        let team = teams[service.team]
        let others = services.filter { $0.team == service.team && $0.name != service.name }.map(\.name)
        let matchers: [(String, String, String)] =
            switch variant {
            case 0: [(team.ownerLabel, "=", team.name)]
            case 1: [(team.serviceLabel, "=~", ([service.name] + dice.shuffled(others).prefix(3)).joined(separator: "|"))]
            case 2: [("severity", "=", team.warning)]
            default: [(team.serviceLabel, "=~", ".+")]
            }
        return Plot(
            matchers: matchers, start: dice.real(1...7), end: -dice.real(2...8),
            comment: dice.pick([
                "\(service.name): \(reason())", "\(reason()), \(service.name) only", "Quiet for \(service.name), \(reason())",
            ]))
    }

    private mutating func orphaned(_ variant: Int) -> Plot {
        let service = plainService()
        let author = [
            "\(dice.pick(["gus", "ida", "paul", "rita", "tom"])).\(dice.pick(["marsh", "keane", "fox", "bell"]))",
            "contractor\(dice.int(3...9))",
        ]
        return Plot(
            matchers: narrow(service), start: dice.real(1...9), end: -dice.real(2...10),
            comment: "\(service.name): \(reason())",
            author: author[variant] + "@shop.example")
    }

    // MARK: Right

    private mutating func stillNeeded(_ variant: Int) -> Plot {
        let service = plainService()
        switch variant {
        case 0:
            return Plot(
                matchers: narrow(service), start: dice.real(8...14), end: -dice.real(9...12),
                comment: "\(service.name): \(work()) until \(date(daysAgo: -dice.real(6...8)))")
        case 1:
            // It has ended with its reason.
            let start = dice.real(4...6)
            return Plot(
                matchers: narrow(service), start: start, end: dice.real(0.5...2),
                comment: "\(service.name): \(work()) on \(date(daysAgo: start - 0.5))")
        case 2:
            return Plot(
                matchers: narrow(service), start: -dice.real(3...5), end: -dice.real(6...7),
                comment: "\(work()) of \(service.name) on \(date(daysAgo: -dice.real(5...5.5)))")
        default:
            // The day is that of the beginning, and a later one is when it ends.
            return Plot(
                matchers: narrow(service), start: 6, end: -dice.real(6...9),
                comment: "\(service.name) is noisy since \(date(daysAgo: 6)); the fix comes on \(date(daysAgo: -5))")
        }
    }

    private mutating func longButEnding(_ variant: Int) -> Plot {
        let service = plainService()
        switch variant {
        case 0: return Plot(matchers: narrow(service), start: 12, end: -17, comment: "\(service.name): \(reason())")
        case 1: return Plot(matchers: narrow(service), start: 24, end: -4.5, comment: "\(service.name), \(reason())")
        case 2:
            return Plot(matchers: narrow(service), start: 70, end: dice.real(1...3), comment: "\(service.name): \(reason())")
        default: return Plot(matchers: narrow(service), start: -4, end: -6, comment: "\(reason()) (\(service.name))")
        }
    }

    private mutating func matching(_ variant: Int) -> Plot {
        let service = plainService()
        let team = teams[service.team]
        let quiet = rules.filter { $0.stretches.isEmpty && $0.team == service.team }.first?.name ?? "Watchdog"
        let matchers: [(String, String, String)] =
            switch variant {
            case 0: [("alertname", "=", quiet)]
            case 1: [("instance", "=", service.labels["instance"] ?? "")]
            case 2: [(team.serviceLabel, "=~", "\(service.name)(-old)?"), ("severity", "!=", "none")]
            default: [(team.ownerLabel, "=", team.name), ("alertname", "=~", "\(Wording.camel(service.name)).*")]
            }
        return Plot(matchers: matchers, start: dice.real(1...9), end: -dice.real(2...10), comment: reason())
    }

    private mutating func asBroadAsSaid(_ variant: Int) -> Plot {
        let service = plainService()
        let team = teams[service.team]
        let other = dice.pick(services.filter { $0.team == service.team && $0.name != service.name }).name
        let comment: String
        let matchers: [(String, String, String)]
        switch variant {
        case 0:
            comment = "All of \(team.name): \(reason())"
            matchers = [(team.ownerLabel, "=", team.name)]
        case 1:
            comment = "\(service.name) and \(other): \(reason())"
            matchers = [(team.serviceLabel, "=~", "\(other)|\(service.name)")]
        case 2:
            comment = "\(service.name): \(reason())"
            matchers = [("instance", "=~", "\(service.name)-[0-9]+:.*")]
        default:
            comment = "\(service.name), \(reason())"
            matchers = [(team.serviceLabel, "=~", "(\(service.name))"), (team.ownerLabel, "=", team.name)]
        }
        return Plot(matchers: matchers, start: dice.real(1...7), end: -dice.real(2...8), comment: comment)
    }

    private mutating func authored(_ variant: Int) -> Plot {
        let service = plainService()
        let mail = dice.pick(Array(people.dropLast())).mail
        let login = mail.prefix { $0 != "@" }
        let author = [mail.prefix(1).uppercased() + mail.dropFirst(), String(login), "deploy-robot@shop.example"][variant]
        return Plot(
            matchers: narrow(service), start: dice.real(1...9), end: -dice.real(2...10),
            comment: "\(service.name): \(reason())",
            author: author)
    }
}
