import Core

// What clusters, checks and rules hold.
extension FactIndex {
    mutating func add(_ event: ClusterEvent, _ item: Evidence, _ citation: Claim.Citation) {
        addName(event.object.name, citation)
        addName(event.reason, citation)
        let kinds = FactIndex.kinds(of: event)
        var occurrence = Occurrence(kinds, item.service, at: event.firstSeen ?? event.lastSeen, [citation])
        occurrence.further = [event.lastSeen]
        occurrence.lasted = event.lastSeen.seconds(since: event.firstSeen ?? event.lastSeen)
        occurrence.names = [event.object.name.lowercased(), event.reason.lowercased()]
        occurrence.names.formUnion(FactIndex.versions(in: event.message))
        occurrence.words = Stem.all(of: event.reason + " " + event.message)
        add(occurrence)
        for topics in [FactIndex.topics(of: kinds)] where !topics.isEmpty {
            add(
                Measure(
                    value: Double(event.count), dimension: .plain, service: item.service, topics: topics, aspect: .none,
                    words: occurrence.words.union(["time"]), citations: [citation]))
        }
        addIncidental(event.message, service: item.service, citation)
        guard kinds.contains(.scale) else { return }
        for piece in Lexer.pieces(of: event.message).prefix(40) {
            guard let size = NumberReader.lone(piece.text), size.dimension == .plain else { continue }
            add(
                Measure(
                    value: size.value, dimension: .plain, service: item.service, topics: .pods, aspect: .none,
                    words: ["replica", "pod", "scal"], citations: [citation], isIncidental: true))
        }
    }

    static func kinds(of event: ClusterEvent) -> [EventKind] {
        let message = event.message.lowercased()
        switch event.reason {
        case "Unhealthy", "ProbeWarning": return [.probeFailure]
        case "FailedScheduling": return [.scheduling]
        case "BackOff": return message.contains("pull") ? [.imagePull] : [.crashLoop, .restart]
        case "Failed", "ErrImagePull", "ImagePullBackOff", "InspectFailed":
            return message.contains("pull") || message.contains("image") ? [.imagePull] : [.other]
        case "OOMKilling", "OOMKilled": return [.outOfMemory, .restart]
        case "SuccessfulRescale", "ScalingReplicaSet": return [.scale]
        case "Killing": return message.contains("restart") ? [.restart, .podKilled] : [.podKilled]
        case "Started": return event.count > 1 ? [.restart, .podStarted] : [.podStarted]
        default: return [.other]
        }
    }

    static func topics(of kinds: [EventKind]) -> Topics {
        var result: Topics = []
        for kind in kinds {
            switch kind {
            case .probeFailure: result.insert(.probes)
            case .scheduling: result.insert(.scheduling)
            case .crashLoop: result.insert(.crashes)
            case .imagePull: result.insert(.images)
            case .restart, .outOfMemory: result.insert(.restarts)
            default: break
            }
        }
        return result
    }

    mutating func add(_ pod: PodState, _ item: Evidence, _ citation: Claim.Citation) {
        addName(pod.object.name, citation)
        if let node = pod.node { addName(node, citation) }
        for container in pod.containers.prefix(50) {
            add(
                Measure(
                    value: Double(container.restarts), dimension: .plain, service: item.service, topics: .restarts,
                    aspect: .none,
                    words: ["restart", "time"], citations: [citation]))
            guard let end = container.lastEnd, let time = end.finishedAt ?? end.startedAt else { continue }
            let kinds: [EventKind] = end.reason == "OOMKilled" ? [.outOfMemory, .restart] : [.restart]
            var occurrence = Occurrence(kinds, item.service, at: time, [citation])
            occurrence.names = [pod.object.name.lowercased()]
            add(occurrence)
        }
    }

    mutating func add(_ workload: WorkloadState, _ item: Evidence, _ citation: Claim.Citation) {
        addName(workload.object.name, citation)
        for (value, word) in [(workload.desired, "desir"), (workload.ready, "ready"), (workload.updated, "updat")] {
            add(
                Measure(
                    value: Double(value), dimension: .plain, service: item.service, topics: .pods, aspect: .none,
                    words: ["pod", "replica", word], citations: [citation]))
        }
        for image in workload.images.values.sorted() {
            for version in FactIndex.versions(in: image) { addName(version, citation) }
        }
        if let cause = workload.changeCause { addIncidental(cause, service: item.service, citation) }
    }

    mutating func add(_ check: CheckConfiguration, _ item: Evidence, _ citation: Claim.Citation) {
        addName(check.name, citation)
        let words = Stem.all(of: check.name)
        for (value, word) in [(check.period, "every"), (check.grace, "grace"), (check.lastDuration, "took")] {
            guard let value else { continue }
            add(
                Measure(
                    value: value, dimension: .duration, service: item.service, topics: .check, aspect: .none,
                    words: words.union([Stem.of(word)]), citations: [citation]))
        }
    }

    mutating func add(_ rule: AlertRule, _ item: Evidence, _ citation: Claim.Citation) {
        addName(rule.name, citation)
        addRule(rule.name, citation)
        var words = Stem.all(of: rule.name)
        words.insert(rule.name.lowercased())
        let service = services.first { rule.expression.contains("\"\($0)\"") }
        add(
            Measure(
                value: rule.holdFor, dimension: .duration, service: service, topics: [.hold, .alert], aspect: .none,
                words: words,
                citations: [citation]))
        if let interval = rule.interval {
            add(
                Measure(
                    value: interval, dimension: .duration, service: service, topics: [.rules], aspect: .none,
                    words: words.union(["interval", "evaluat"]), citations: [citation]))
        }
        if let (value, dimension) = FactIndex.threshold(of: rule.expression) {
            add(
                Measure(
                    value: value, dimension: dimension, service: service, topics: [.threshold, .alert], aspect: .none,
                    words: words, citations: [citation]))
        }
        addIncidental(rule.expression, service: service, citation)
    }

    /// The number after the last comparison, in the unit that the expression's metrics are in by their names.
    static func threshold(of expression: String) -> (Double, Quantity.Dimension)? {
        let text = Array(expression.utf8.suffix(4_000))
        guard let sign = text.lastIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "<") }) else { return nil }
        let number = text[(sign + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "=") }
            .prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard let value = Double(String(decoding: number, as: UTF8.self)) else { return nil }
        if expression.contains("histogram_quantile") || expression.contains("_seconds") { return (value, .duration) }
        if expression.contains("/"), value <= 1 { return (value * 100, .percent) }
        return (value, .plain)
    }

    /// `-  connectTimeout: 30s`, `+  connectTimeout: 5s`: what a setting was and became.
    mutating func addSettings(_ patch: String, of change: Change, _ citation: Claim.Citation) {
        let isUndoing = change.kind == .rollback || change.title.lowercased().hasPrefix("revert")
        for line in patch.prefix(8_000).split(whereSeparator: \.isNewline).prefix(400) {
            guard let sign = line.first, sign == "+" || sign == "-" || sign == " " else { continue }
            let content = line.dropFirst()
            guard let place = content.firstIndex(where: { $0 == ":" || $0 == "=" }) else { continue }
            let name = content[..<place].trimmingSpaces
            addName(name, citation)
            var words = Stem.all(of: name)
            words.insert(name.lowercased())
            let value = String(content[content.index(after: place)...])
            for piece in Lexer.pieces(of: value).prefix(8) where piece.kind == .word {
                guard let quantity = NumberReader.lone(piece.text) else { continue }
                var topics: Topics = .setting
                if words.contains("timeout") { topics.insert(.timeouts) }
                add(
                    Measure(
                        value: quantity.value, dimension: quantity.dimension, service: change.service, topics: topics,
                        aspect: sign == "-" ? .former : sign == "+" ? .latter : .none, words: words, citations: [citation],
                        // What a rollback puts back may be said and is no news.
                        isIncidental: isUndoing))
            }
        }
    }

    /// Numbers that a text holds in passing.
    mutating func addIncidental(_ text: String, service: String?, _ citation: Claim.Citation) {
        let words = Stem.all(of: text, limit: 600)
        let pieces = Lexer.pieces(of: String(text.prefix(600)))
        let numbers = NumberReader(pieces: pieces)
        for place in pieces.indices
        where pieces[place].kind == .word && pieces[place].text.utf8.first.map({ $0 < 0x3A }) ?? false {
            guard let quantity = numbers.amount(at: place)?.amount.quantity else { continue }
            add(
                Measure(
                    value: quantity.value, dimension: quantity.dimension, service: service, topics: [], aspect: .none,
                    words: words, citations: [citation], isIncidental: true))
        }
    }
}

extension Substring {
    var trimmingSpaces: String {
        var text = self
        while let first = text.first, first.isWhitespace || first == "\"" { text.removeFirst() }
        while let last = text.last, last.isWhitespace || last == "\"" { text.removeLast() }
        return String(text)
    }
}
