/// One way in which an operation does otherwise than before.
struct BehaviourChange: Sendable {
    enum Kind: Sendable, Hashable {
        /// Happens, and did not, or rarely.
        case appeared(Int)
        /// Does not happen any more.
        case vanished(Int)
        /// Is at work longer than a limit, where all but one in twenty used to take at most `usual`, in seconds.
        case slower(limit: Double, usual: Double)
    }
    var kind: Kind
    /// How much one span of this kind says for a change: the logarithm of how many times likelier it has become.
    var weight: Double

    /// Twice the logarithm of the likelihood ratio between one share for both sides and one for each (Wilks' G), with the sign
    /// of the change: above zero where the share rose.
    static func significance(_ before: Int, of all: Int, _ since: Int, of now: Int) -> Double {
        guard all > 0, now > 0 else { return 0 }
        let (before, all, since, now) = (Double(before), Double(all), Double(since), Double(now))
        let share = (before + since) / (all + now)
        func part(_ observed: Double, _ expected: Double) -> Double {
            observed > 0 && expected > 0 ? 2 * observed * Exponential.log(observed / expected) : 0
        }
        let sum =
            part(before, all * share) + part(all - before, all * (1 - share)) + part(since, now * share)
            + part(now - since, now * (1 - share))
        return since / now > before / all ? sum : -sum
    }
}
