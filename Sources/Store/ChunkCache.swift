import Gateway
import Synchronization

/// The last few chunks that were opened: decoders read a body in small ranges, and a chunk opens as a whole.
final class ChunkCache: Sendable {
    private typealias Chunk = (body: Int64, place: Int, bytes: [UInt8])
    private let chunks = Mutex<[Chunk]>([])
    private static let capacity = 4

    func chunk(_ place: Int, of body: Int64) -> [UInt8]? {
        chunks.withLock { $0.first { $0.body == body && $0.place == place }?.bytes }
    }

    func keep(_ bytes: [UInt8], as place: Int, of body: Int64) {
        chunks.withLock { chunks in
            chunks.removeAll { $0.body == body && $0.place == place }
            if chunks.count >= Self.capacity { chunks.removeFirst() }
            chunks.append((body, place, bytes))
        }
    }

    func removeAll() { chunks.withLock { $0 = [] } }
}
