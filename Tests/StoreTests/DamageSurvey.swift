import Gateway
import Store

/// What a number of damages came to.
struct DamageSurvey: Sendable {
    var found = 0
    /// Changes that SQLite's own constraints refuse.
    var refused = 0
    /// Damages of which nothing was said, or not what had to be named.
    var missed: [String] = []

    /// Makes each damage by itself on a fresh copy and verifies.
    init(_ damages: [Damage], of image: LedgerImage, in scratch: Scratch, lanes: Int = 2) async throws {
        let parts = try await withThrowingTaskGroup(of: (Int, Int, [String]).self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    let path = scratch.file("lane\(lane).db")
                    var (found, refused, missed) = (0, 0, [String]())
                    for index in stride(from: lane, to: damages.count, by: lanes) {
                        let damage = damages[index]
                        guard try image.write(to: path, changedBy: damage.apply) else {
                            refused += 1
                            continue
                        }
                        let result = try await verify(path)
                        if damage.isNamed(by: result) {
                            found += 1
                        } else {
                            missed.append("\(damage.what): \(result.problems)")
                        }
                    }
                    return (found, refused, missed)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for part in parts {
            found += part.0
            refused += part.1
            missed += part.2
        }
    }
}
