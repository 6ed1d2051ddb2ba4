/// Something that a change does to how a program behaves, as far as its lines show it.
struct DiffEffect: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A check for nothing (`nil`, `null`, `None`), or a value in its stead, is gone.
        case absenceCheckRemoved
        /// A check of a value's range or form is gone.
        case validationRemoved
        /// Values are refused that were accepted.
        case validationAdded
        /// A condition asks for something else: another comparison, another bound, inverted.
        case conditionChanged
        /// Something is no longer called.
        case callRemoved
        /// Something is no longer registered, listed, imported or configured.
        case registrationRemoved
        /// What was taken is no longer given back: a connection, a file, a lock, a subscription.
        case releaseRemoved
        /// What stood in when something else failed is gone.
        case fallbackRemoved
        /// Something is kept that nothing lets go of.
        case growthAdded
        /// A bound on how much is read or done at once is gone.
        case boundRemoved
        /// A call to another system is made for each element, where it was made once or not at all.
        case callPerElement
        /// A query reads more rows than it did, or cannot use an index.
        case costlyQuery
        case indexRemoved
        /// A statement locks or rewrites a table.
        case tableLocked
        /// The schema refuses rows that it accepted.
        case constraintAdded
        /// A table or column is dropped or has another name.
        case relationRemoved
        /// A table or collection is read that nothing in the change makes.
        case newRelation
        /// A setting must be there that nothing in the change sets.
        case newRequirement
        /// What others may call by its old name has another.
        case renamed
        /// Another host, port, path, bucket or queue.
        case addressChanged
        case permissionReduced
        /// The check by which a platform decides whether the program lives.
        case probeChanged
        case timeLimitLowered, timeLimitRaised
        /// Pools, quotas, memory, replicas, workers.
        case limitLowered, limitRaised
        /// Batches, buffers, pages, what a cache holds.
        case amountRaised
        case retriesChanged
        /// Something is done more often.
        case frequencyRaised
        /// More is written to logs or traces.
        case verbosityRaised
        /// Less is kept in a cache, or for less long, or under a key that is not found again.
        case cachingReduced
        /// More is kept in a cache, or for longer.
        case cachingRaised
        /// Locks, threads and asynchronous calls.
        case concurrencyChanged
        /// A thread waits where it did not, or one thing after another where all went at once.
        case blockingAdded
        /// A pattern that text is matched with.
        case patternChanged
        /// A loop or a recursion without the step or the condition that ends it.
        case loopUnbounded
        /// Dates, encodings, units, types of numbers, forms of serialisation.
        case formatChanged
        case arithmeticChanged
        /// Something is on that was off, or off that was on.
        case switched
        case dependencyChanged
        /// A version that may break what uses it.
        case dependencyMajor
    }

    var kind: Kind
    /// What the document says that the change does, after its name: "lowers `timeout` from 5s to 300ms".
    var says: String
    /// Names that a log line about the fault may repeat.
    var names: Set<String>
}
