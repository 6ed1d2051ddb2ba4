import Core

/// A conversation in stages: lists are read page by page, all of a stage at the same time; what they hold decides which are
/// read next.
struct KubernetesStages: Conversation {
    indirect enum Following: Sendable {
        case list([KubernetesListing], then: @Sendable ([KubernetesListing]) -> Following)
        case done(Step)
    }

    private var listings: [KubernetesListing]
    private var asked: [Int] = []
    private var then: @Sendable ([KubernetesListing]) -> Following
    private static let mostStages = 8

    init(_ listings: [KubernetesListing], then: @escaping @Sendable ([KubernetesListing]) -> Following) {
        self.listings = listings
        self.then = then
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        for (position, outcome) in zip(asked, outcomes) { listings[position].take(outcome) }
        for _ in 0..<KubernetesStages.mostStages {
            asked = listings.indices.filter { listings[$0].call != nil }
            let calls = asked.compactMap { listings[$0].call }
            if !calls.isEmpty { return .calls(calls) }
            switch then(listings) {
            case .list(let more, let following):
                listings = more
                then = following
            case .done(let step): return step
            }
        }
        return .done()
    }
}

/// What is known of the namespaces that nothing was found in. A list of an unknown namespace is 200 and empty.
struct KubernetesNamespaces: Sendable {
    private var missing: [String: CallKey?] = [:]
    private var unknown: [String: (reason: String, exchange: CallKey?)] = [:]

    /// Asks for each namespace in which every list is whole and empty, then concludes.
    static func checked(
        _ listings: [KubernetesListing],
        conclude: @escaping @Sendable ([KubernetesListing], KubernetesNamespaces) -> Step
    ) -> KubernetesStages.Following {
        var seen: Set<String> = []
        let empty = listings.compactMap(\.namespace).filter { namespace in
            guard seen.insert(namespace).inserted else { return false }
            return listings.allSatisfy { $0.namespace != namespace || ($0.isWhole && $0.items.isEmpty) }
        }
        guard !empty.isEmpty else { return .done(conclude(listings, KubernetesNamespaces())) }
        let checks = empty.map { KubernetesListing(.namespaces, named: $0, in: nil) }
        return .list(checks) { checks in
            var found = KubernetesNamespaces()
            for (namespace, check) in zip(empty, checks) {
                guard let refusal = check.refusal else { continue }
                if refusal.isObjectMissing {
                    found.missing[namespace] = check.exchanges.last
                } else {
                    found.unknown[namespace] = (refusal.reason, check.exchanges.last)
                }
            }
            return .done(conclude(listings, found))
        }
    }

    /// Namespaces of the configuration or the input that do not exist.
    var diagnostics: [Diagnostic] {
        missing.keys.sorted().map { name in
            Diagnostic(
                .failed, "namespace \(name): there is none of this name in the cluster, so nothing can be found in it",
                exchange: missing[name] ?? nil)
        }
    }

    func isMissing(_ namespace: String?) -> Bool { namespace.map { missing.keys.contains($0) } ?? false }

    /// What an absence over these lists is worth, when each was read whole.
    func absence(_ listings: [KubernetesListing], otherwise: Completeness = .noneThere) -> Completeness {
        for listing in listings {
            switch listing.ending {
            case .cut(let reason): return .cutOff(reason: "\(listing.what): \(reason)")
            case .failed(let refusal): return .failed(reason: "\(listing.what): \(refusal.reason)")
            case .whole, nil: continue
            }
        }
        for name in missing.keys.sorted() { return .failed(reason: "there is no namespace \(name) in the cluster") }
        if let name = unknown.keys.min(), let why = unknown[name] {
            return .sampled(reason: "whether there is a namespace \(name) is not known: it \(why.reason)")
        }
        return otherwise
    }
}
