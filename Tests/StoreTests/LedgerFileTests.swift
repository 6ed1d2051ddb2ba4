import Core
import Foundation
import Gateway
import Store
import Testing

struct LedgerFileTests {
    @Test("directory, file and log can be read by their owner only")
    func permissions() async throws {
        let scratch = try Scratch()
        let ledger = try open(scratch.file("a/b/ledger.db"))
        try await ledger.append([entry(1)], tails: [])
        #expect(try scratch.permissions(of: "a") == 0o700)
        #expect(try scratch.permissions(of: "a/b") == 0o700)
        for suffix in ["", "-wal", "-shm"] { #expect(try scratch.permissions(of: "a/b/ledger.db" + suffix) == 0o600) }
    }

    @Test("a file that is not SQLite is refused and left as it is")
    func notSQLite() throws {
        let scratch = try Scratch()
        let text = String(repeating: "not a database, only text\n", count: 100)
        try text.write(toFile: scratch.file(), atomically: false, encoding: .utf8)
        let error = #expect(throws: LedgerError.self) { try open(scratch.file()) }
        #expect(error?.reason.contains("is not an SQLite file") == true)
        #expect(try String(contentsOfFile: scratch.file(), encoding: .utf8) == text)
    }

    @Test("another program's database and a newer ledger are refused with their own sentences, and not changed")
    func foreign() async throws {
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3") else { return }
        let scratch = try Scratch()
        for (sql, words) in [
            ("CREATE TABLE notes (text)", "database of another program"),
            ("PRAGMA application_id=1; PRAGMA user_version=1; CREATE TABLE t (a)", "database of another program"),
            ("PRAGMA application_id=\(0x494E_5154); PRAGMA user_version=7; CREATE TABLE t (a)", "must be updated"),
            ("PRAGMA application_id=\(0x494E_5154); PRAGMA user_version=1; CREATE TABLE t (a)", "keep it with the version"),
        ] {
            try? FileManager.default.removeItem(atPath: scratch.file())
            #expect(try run("/usr/bin/sqlite3", [scratch.file(), sql]).status == 0)
            let before = FileManager.default.contents(atPath: scratch.file())
            let error = #expect(throws: LedgerError.self) { try open(scratch.file()) }
            #expect(error?.reason.contains(words) == true, "\(String(describing: error))")
            #expect(FileManager.default.contents(atPath: scratch.file()) == before)
        }
    }

    @Test("a path that cannot be a ledger's file gives a reason")
    func paths() throws {
        let scratch = try Scratch()
        try "".write(toFile: scratch.file("plain"), atomically: false, encoding: .utf8)
        for (path, words) in [
            (scratch.path, "cannot be written"), (scratch.path + "/", "not a file's path"), ("", "not a file's path"),
            (scratch.file("plain") + "/ledger.db", "is not a directory"), ("/proc/none/ledger.db", "cannot be created"),
        ] {
            let error = #expect(throws: LedgerError.self) { try open(path) }
            #expect(error?.reason.contains(words) == true, "\(path): \(String(describing: error))")
        }
    }

    @Test("two writers of one file wait for each other, and nothing is lost")
    func twoWriters() async throws {
        let scratch = try Scratch()
        let ledgers = [try open(scratch.file()), try open(scratch.file())]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (which, ledger) in ledgers.enumerated() {
                group.addTask {
                    for number in 0..<30 { try await ledger.append([entry(number, in: "w\(which)")], tails: []) }
                }
            }
            try await group.waitForAll()
        }
        for which in 0..<2 {
            #expect(try await ledgers[1 - which].entries(of: "w\(which)") == (0..<30).map { entry($0, in: "w\(which)") })
        }
    }

    @Test("many programs can create the same new file at once")
    func creation() async throws {
        let scratch = try Scratch()
        let path = scratch.file("new/ledger.db")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<6 {
                group.addTask { try await open(path).append([entry(number, in: "p\(number)")], tails: []) }
            }
            try await group.waitForAll()
        }
        #expect(try await open(path).investigations().count == 6)
    }

    @Test("a closed ledger is one file, also after reads, once the last program has closed it")
    func closed() async throws {
        let scratch = try Scratch()
        let ledgers = [try open(scratch.file()), try open(scratch.file())]
        for ledger in ledgers {
            try await ledger.append([entry(1, kind: .outcome)], tails: [])
            #expect(try await !ledger.entries(of: "one").isEmpty)
        }
        try ledgers[0].close()
        #expect(try await ledgers[1].entries(of: "one").count == 2)
        try ledgers[1].close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["ledger.db"])
        #expect(try await open(scratch.file()).entries(of: "one").count == 2)
    }
}
