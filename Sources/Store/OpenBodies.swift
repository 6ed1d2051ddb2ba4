import Gateway
import Synchronization

/// Bodies that are being written, and the last chunks that are queued and not yet committed.
final class OpenBodies: Sendable {
    /// What a read needs of a body whose entry is not committed.
    struct Queued: Sendable {
        let key: RecordKey
        let tail: BlobTail
    }

    private struct State {
        var sealers: [Int64: BodySealer] = [:]
        var queued: [Int64: Queued] = [:]
    }
    private let state = Mutex(State())

    func begin(_ id: Int64) { state.withLock { $0.sealers[id] = BodySealer() } }

    /// Takes a body out, so that nobody else writes to it meanwhile.
    func take(_ id: Int64) throws(LedgerError) -> BodySealer {
        guard let sealer = state.withLock({ $0.sealers.removeValue(forKey: id) }) else {
            throw LedgerError("body \(id) is not being written here: it is finished, failed, or another program's")
        }
        return sealer
    }

    func putBack(_ sealer: BodySealer, as id: Int64) { state.withLock { $0.sealers[id] = sealer } }

    func queue(_ bodies: [Int64: Queued]) { state.withLock { $0.queued.merge(bodies) { _, new in new } } }

    func queued(_ id: Int64) -> Queued? { state.withLock { $0.queued[id] } }

    func committed(_ ids: [Int64]) {
        guard !ids.isEmpty else { return }
        state.withLock { state in for id in ids { state.queued[id] = nil } }
    }
}
