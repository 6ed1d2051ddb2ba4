/// Something that a change does to how a program behaves, as far as its lines show it.
struct DiffEffect: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A check for nothing (`nil`, `null`, `None`) is gone.
        case absenceCheckRemoved
        /// A check of a value's range or form is gone.
        case validationRemoved
        /// Something is no longer called.
        case callRemoved
        /// A bound on how much is read or done at once is gone.
        case boundRemoved
        /// A call to another system is made for each element, where it was made once or not at all.
        case callPerElement
        /// A table or collection is read that nothing in the change makes.
        case newRelation
        /// What others may call by its old name has another.
        case renamed
        case timeLimitLowered, timeLimitRaised
        /// Pools, quotas, memory, replicas, workers, buffers.
        case limitLowered, limitRaised
        case retriesChanged
        /// More is written to logs.
        case verbosityRaised
        /// Less is kept in a cache, or for less long.
        case cachingReduced
        /// Locks, threads and asynchronous calls.
        case concurrencyChanged
        case dependencyChanged
    }

    var kind: Kind
    /// What the document says that the change does, after its name: "lowers `timeout` from 5s to 300ms".
    var says: String
    /// Names that a log line about the fault may repeat.
    var names: Set<String>
}
