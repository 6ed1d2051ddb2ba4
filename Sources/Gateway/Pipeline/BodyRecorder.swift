import Core
import Crypto

/// Takes a reply's body as it comes, stores it in chunks, counts and digests it, and stops it at the limit.
actor BodyRecorder: BodySink {
    private let store: any LedgerStore
    private let limit: Int
    private var blob: Int64?
    private var position = 0
    private var buffer: [UInt8] = []
    private var digest = SHA256()
    /// All bytes, where they are to be searched for a credential.
    private(set) var copy: [UInt8] = []
    private let keepsCopy: Bool
    private(set) var count = 0
    private(set) var problem: LedgerError?

    init(store: any LedgerStore, limit: Int, keepsCopy: Bool) {
        self.store = store
        self.limit = limit
        self.keepsCopy = keepsCopy
    }

    func write(_ bytes: [UInt8]) async throws(BodySinkFull) {
        guard problem == nil else { throw BodySinkFull() }
        let accepted = bytes.prefix(max(0, limit - count))
        count += accepted.count
        digest.update(data: accepted)
        buffer.append(contentsOf: accepted)
        if keepsCopy { copy.append(contentsOf: accepted) }
        while buffer.count >= BlobReference.chunkBytes { try await flushChunk() }
        if accepted.count < bytes.count { throw BodySinkFull() }
    }

    private func flushChunk() async throws(BodySinkFull) {
        let chunk = Array(buffer.prefix(BlobReference.chunkBytes))
        buffer.removeFirst(chunk.count)
        let place = position
        position += 1
        do throws(LedgerError) {
            try await store.appendChunk(chunk, to: try await blobID(), position: place)
        } catch {
            problem = error
            throw BodySinkFull()
        }
    }

    private func blobID() async throws(LedgerError) -> Int64 {
        if let blob { return blob }
        let new = try await store.newBlob()
        blob = new
        return new
    }

    /// The finished body and its last chunk, to be appended with the outcome. `nil` for an empty body.
    func finish() async throws(LedgerError) -> (reference: BlobReference, tail: BlobTail)? {
        if let problem { throw problem }
        guard count > 0 else { return nil }
        let id = try await blobID()
        return (
            BlobReference(id: id, count: count, sha256: Hex.encode(digest.finalize())),
            BlobTail(blob: id, position: position, bytes: buffer)
        )
    }

    /// Stores bytes that are at hand.
    static func store(
        _ bytes: [UInt8], in store: any LedgerStore
    ) async throws(LedgerError) -> (reference: BlobReference, tail: BlobTail)? {
        let recorder = BodyRecorder(store: store, limit: bytes.count, keepsCopy: false)
        do throws(BodySinkFull) { try await recorder.write(bytes) } catch {
            throw await recorder.problem ?? LedgerError("a body of \(bytes.count) bytes could not be stored")
        }
        return try await recorder.finish()
    }
}
