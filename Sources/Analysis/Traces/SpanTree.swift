import Core

/// The spans of one trace as a forest: which was made in which. Parents that were not given, and circles, make roots.
struct SpanTree: Sendable {
    let spans: [Span]
    /// Places in ``spans``, in the same order.
    let parents: [Int?]
    /// By start.
    let children: [[Int]]
    /// By start.
    let roots: [Int]
    /// Every place, parents before their children.
    let order: [Int]
    /// Spans whose parent is named and not there.
    let missingParents: Int

    init(_ spans: [Span]) {
        self.spans = spans
        var places: [String: Int] = [:]
        for (place, span) in spans.enumerated() where places[span.id] == nil { places[span.id] = place }
        var missing = 0
        var parents = spans.indices.map { place -> Int? in
            guard let parent = spans[place].parent, !parent.isEmpty else { return nil }
            guard let found = places[parent] else {
                missing += 1
                return nil
            }
            return found == place ? nil : found
        }
        SpanTree.cutCircles(&parents)
        var children = [[Int]](repeating: [], count: spans.count)
        var roots: [Int] = []
        for place in spans.indices {
            if let parent = parents[place] { children[parent].append(place) } else { roots.append(place) }
        }
        var order = roots
        var next = 0
        while next < order.count {
            order += children[order[next]]
            next += 1
        }
        self.parents = parents
        self.children = children
        self.roots = roots
        self.order = order
        missingParents = missing
    }

    private static func cutCircles(_ parents: inout [Int?]) {
        // 0: not seen; otherwise the walk that met it.
        var walk = [Int](repeating: 0, count: parents.count)
        for start in parents.indices where walk[start] == 0 {
            var place = start
            walk[place] = start + 1
            while let parent = parents[place] {
                if walk[parent] == start + 1 {
                    parents[place] = nil
                    break
                }
                if walk[parent] != 0 { break }
                walk[parent] = start + 1
                place = parent
            }
        }
    }

    /// The service's side of a call, below a span of another service; through spans of the same service between.
    func foreignChild(of place: Int) -> Int? {
        children[place].first { !spans[$0].service.isEmpty && spans[$0].service != spans[place].service }
    }

    /// For each span: does a span of another service stand below it, with only its own service's between?
    var reachesOthers: [Bool] {
        var result = [Bool](repeating: false, count: spans.count)
        for place in order.reversed() {
            if foreignChild(of: place) != nil { result[place] = true }
            if result[place], let parent = parents[place], spans[parent].service == spans[place].service {
                result[parent] = true
            }
        }
        return result
    }
}

extension Span {
    /// In nanoseconds since the epoch; never before the start.
    var endNanoseconds: Int64 {
        let (end, overflow) = start.nanoseconds.addingReportingOverflow(max(0, duration))
        return overflow ? .max : end
    }
    var end: Instant { Instant(nanoseconds: endNanoseconds) }
    var seconds: Double { Double(max(0, duration)) / 1e9 }

    /// Did it say so, or did it answer with a server's error?
    var isFailed: Bool {
        switch status {
        case .error: return true
        case .ok: return false
        case .unset:
            let code = attributes["http.response.status_code"] ?? attributes["http.status_code"]
            return code.flatMap { Int($0) }.map { $0 >= 500 && $0 < 600 } ?? false
        }
    }

    var isCall: Bool { kind == .client || kind == .producer }

    /// What a calling span says that it calls.
    var peer: String? {
        for name in ["peer.service", "server.address", "net.peer.name"] {
            if let value = attributes[name], !value.isEmpty { return String(value.prefix(100)).lowercased() }
        }
        for name in ["url.full", "http.url"] {
            // Scheme, nothing, host.
            let parts = (attributes[name] ?? "").prefix(300).split(
                separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count > 2, parts[0].hasSuffix(":"), parts[1].isEmpty else { continue }
            let host = parts[2].prefix { $0 != ":" }
            if !host.isEmpty, !parts[2].contains("@") { return String(host.prefix(100)).lowercased() }
        }
        return nil
    }

    /// Words of its failure: its status and its exceptions.
    var complaint: String {
        var parts = [statusMessage ?? "", attributes["error.type"] ?? ""]
        for event in events.prefix(20) {
            parts += ["exception.type", "exception.message"].compactMap { event.attributes[$0] }
        }
        return parts.map { String($0.prefix(300)) }.joined(separator: " ")
    }

    /// Does it say that time ran out?
    var isTimeout: Bool {
        let words = Set(Words.plain(in: complaint, limit: 2000))
        if !words.isDisjoint(with: ["timeout", "deadline", "timedout", "deadlineexceedederror", "etimedout"]) { return true }
        return words.isSuperset(of: ["timed", "out"]) || attributes["rpc.grpc.status_code"] == "4"
    }

    /// Seconds that it was allowed, where an attribute says: `acquirer.timeout_ms: 5000`.
    var timeout: Double? {
        attributes.sorted { $0.key < $1.key }.lazy.compactMap { name, value in
            DurationText.isTimeoutName(name) ? DurationText.seconds(value, named: name) : nil
        }.first
    }
}
