import Foundation
import Gateway
import Store
import Testing

struct KeyFileTests {
    private func write(_ text: String, to path: String, mode: Int = 0o600) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func create(_ scratch: Scratch) throws -> MasterKey {
        try LedgerKeyFile.readOrCreate(scratch.file("a/b/master.key"), forLedger: scratch.file())
    }

    @Test("the key of a new ledger is created with its directory, for its owner only, and read again")
    func creation() async throws {
        let scratch = try Scratch()
        let key = try create(scratch)
        #expect(try scratch.permissions(of: "a/b") == 0o700)
        #expect(try scratch.permissions(of: "a/b/master.key") == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("a/b")) == ["master.key"])
        let text = try String(contentsOfFile: scratch.file("a/b/master.key"), encoding: .utf8)
        #expect(text.utf8.count == 65 && text.hasSuffix("\n"))
        let again = try create(scratch)
        #expect(again.redactionSecret() == key.redactionSecret())
        #expect("\(key) \(String(reflecting: key))" == "‹secret› ‹secret›")
        let ledger = try SQLiteLedger(path: scratch.file(), key: key)
        try await ledger.append([entry(1)], tails: [])
        try ledger.close()
        let reread = try LedgerKeyFile.read(scratch.file("a/b/master.key"))
        #expect(try await SQLiteLedger(path: scratch.file(), key: reread).entries(of: "one") == [entry(1)])
    }

    @Test("programs that create the key at once all get the same one")
    func race() async throws {
        let scratch = try Scratch()
        let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<16 { group.addTask { try create(scratch).redactionSecret() } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        #expect(secrets.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.file("a/b")) == ["master.key"])
    }

    @Test("a missing key is not replaced when the ledger has content")
    func missing() async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let error = #expect(throws: LedgerError.self) { try create(scratch) }
        #expect(error?.reason.contains("is not at \(scratch.file("a/b/master.key"))") == true)
        #expect(!FileManager.default.fileExists(atPath: scratch.file("a")))
        let none = #expect(throws: LedgerError.self) { try LedgerKeyFile.read(scratch.file("none")) }
        #expect(none?.reason.contains("cannot be read") == true)
    }

    @Test("a key file that others may read or write is refused; one for its group is not")
    func permissions() throws {
        let scratch = try Scratch()
        let path = scratch.file("key")
        for mode in [0o604, 0o644, 0o602, 0o601, 0o660, 0o620, 0o777] {
            try write(String(repeating: "0b", count: 32) + "\n", to: path, mode: mode)
            let error = #expect(throws: LedgerError.self) { try LedgerKeyFile.read(path) }
            #expect(error?.reason.contains("chmod 600") == true, "\(String(describing: error))")
        }
        for mode in [0o600, 0o400, 0o640, 0o440] {
            try write(String(repeating: "0b", count: 32) + "\n", to: scratch.file("key\(mode)"), mode: mode)
            #expect(throws: Never.self) { try LedgerKeyFile.read(scratch.file("key\(mode)")) }
        }
    }

    @Test(
        "what is not a key is refused, and its text is not in the error",
        arguments: [
            "", "\n", "hunter2", String(repeating: "0b", count: 31), String(repeating: "0b", count: 33),
            String(repeating: "0B", count: 32), String(repeating: "0b", count: 32) + "\n\n",
            String(repeating: "x", count: 9000),
            String(repeating: "0b", count: 32) + "\r\n", "\u{FEFF}" + String(repeating: "0b", count: 32),
        ])
    func garbage(text: String) throws {
        let scratch = try Scratch()
        try write(text, to: scratch.file("key"))
        let error = #expect(throws: LedgerError.self) { try LedgerKeyFile.read(scratch.file("key")) }
        #expect(error?.reason.contains("holds no master key") == true)
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(secret.isEmpty || error?.reason.contains(secret) == false)
    }

    @Test("a directory, a fifo and a device are not key files")
    func notRegular() throws {
        let scratch = try Scratch()
        #expect(try run("/usr/bin/env", ["mkfifo", scratch.file("fifo")]).status == 0)
        for path in [scratch.path, scratch.file("fifo"), "/dev/zero"] {
            let error = #expect(throws: LedgerError.self) { try LedgerKeyFile.read(path) }
            #expect(error?.reason.contains("is not a regular file") == true, "\(path): \(String(describing: error))")
        }
    }

    @Test("a ledger is refused under another master key or name, and still sound under its own")
    func otherKey() async throws {
        let scratch = try Scratch()
        try await SampleLedger.small(at: scratch.file())
        let before = try await verify(scratch.file()).root
        let error = #expect(throws: LedgerError.self) { try SQLiteLedger(path: scratch.file(), key: masterKey(8)) }
        #expect(error?.reason.contains("the master key does not belong to this ledger") == true)
        let name = #expect(throws: LedgerError.self) {
            try SQLiteLedger(path: scratch.file(), key: masterKey(), origin: "example.com/other")
        }
        #expect(name?.reason.contains("and not example.com/other") == true)
        let after = try await verify(scratch.file())
        #expect(after.isSound && after.root == before)
        let result = try await LedgerVerifier(path: scratch.file(), key: masterKey(8)).verify()
        #expect(result.problems.contains { $0.subject == .log && $0.reason.contains("public key") })
    }
}
