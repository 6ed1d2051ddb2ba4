import Core

/// A `ScalingReplicaSet` event: "Scaled up replica set payment-gateway-7c9d5f6b8 to 1"; newer servers add "from 0".
struct KubernetesScaling: Sendable {
    var set: String
    var isUp: Bool
    var to: Int
    var from: Int?
    var at: Stamp

    init?(_ event: KubernetesEvent) {
        guard event.event.reason == "ScalingReplicaSet" else { return nil }
        let words = event.event.message.split(separator: " ")
        guard words.count >= 7, words[0] == "Scaled", words[2] == "replica", words[3] == "set" else { return nil }
        func number(after word: Substring) -> Int? {
            guard let position = words.firstIndex(of: word), words.indices.contains(position + 1) else { return nil }
            return Int(words[position + 1])
        }
        guard let to = number(after: "to") else { return nil }
        set = String(words[4])
        isUp = words[1] == "up"
        self.to = to
        from = number(after: "from")
        at = event.last
    }
}

extension [KubernetesScaling] {
    /// When a replica set was last started from nothing, as the start of a rollout.
    ///
    /// An autoscaler's change of size is the same event; a rollout is told from it by the set having been at nothing, or by
    /// another one being scaled down from then on.
    func start(of set: String) -> Stamp? {
        let own = filter { $0.set == set }
        guard let lastUp = own.last(where: { $0.isUp }) else { return nil }
        let zero = own.last { !$0.isUp && $0.to == 0 && $0.at.time <= lastUp.at.time }
        guard let first = own.first(where: { $0.isUp && $0.at.time >= zero?.at.time ?? $0.at.time }) else { return nil }
        let others = contains { $0.set != set && !$0.isUp && $0.at.time >= first.at.time }
        return zero != nil || first.from == 0 || others ? first.at : nil
    }

    /// When the rollout of a set that began at `start` was over: the others at nothing, and no more of its own to come.
    /// `nil` when the events do not show it.
    func end(of set: String, from start: Instant, before next: Instant?) -> Stamp? {
        let inside = filter { $0.at.time >= start && $0.at.time < next ?? Instant(nanoseconds: .max) }
        guard let emptied = inside.last(where: { $0.set != set && !$0.isUp && $0.to == 0 }) else { return nil }
        let grown = inside.last { $0.set == set && $0.isUp && $0.at.time <= emptied.at.time }
        return grown.map { $0.at.time > emptied.at.time ? $0.at : emptied.at } ?? emptied.at
    }
}
