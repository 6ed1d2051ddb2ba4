import Core
import Foundation
import Gateway
import Store

/// A directory that is removed when the test ends.
final class Scratch: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "inquest-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String = "ledger.db") -> String { path + "/" + name }

    func permissions(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }
}

/// The ledger in a file, under the key that all tests use.
func open(_ path: String) throws(LedgerError) -> SQLiteLedger {
    let key: MasterKey
    do throws(SealingError) { key = try masterKey() } catch { throw LedgerError("\(error)") }
    return try SQLiteLedger(path: path, key: key)
}

func masterKey(_ byte: UInt8 = 7) throws(SealingError) -> MasterKey { try MasterKey(Array(repeating: byte, count: 32)) }

func entry(
    _ number: Int, in investigation: String = "one", kind: LedgerEntry.Kind = .intent, content: JSONValue = ["n": 1],
    blob: BlobReference? = nil
) -> LedgerEntry {
    LedgerEntry(
        investigation: investigation, kind: kind,
        key: CallKey(investigation: investigation, round: 0, path: "metrics/\(number)", step: 0, index: number),
        attempt: number % 3, recordedAt: Instant(nanoseconds: Int64(number) * 1_000_000_007), content: content, blob: blob)
}

/// Bytes that differ from place to place, so that a read at the wrong place shows.
func pattern(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) } }

/// Runs a program and returns its exit code and what it printed.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
}
