import Core
import Foundation
import Testing
import Transports

struct FileTransportTests {
    private let rig = Rig()

    @Test("a file is read whole, also one of many chunks")
    func read() async throws {
        let scratch = try Scratch()
        let text = String(repeating: "0123456789abcdef", count: 200_000)
        try scratch.write(text, to: "a/b.txt")
        try scratch.write("", to: "empty")
        #expect(await rig.file(.read, ["a", "b.txt"], in: scratch.path).text == text)
        let empty = await rig.file(.read, ["empty"], in: scratch.path)
        #expect(empty.text == "" && empty.reply?.status == 0)
    }

    @Test("a range gives those of its bytes that the file has")
    func range() async throws {
        let scratch = try Scratch()
        let text = String(repeating: "0123456789", count: 30_000)
        try scratch.write(text, to: "long")
        for (offset, count) in [(0, 10), (65_530, 20), (100_000, 150_000), (299_995, 100), (300_000, 5), (1 << 40, 7)] {
            let got = await rig.file(.read, ["long"], in: scratch.path, range: .init(offset: offset, count: count)).text
            #expect(got == String(text.dropFirst(offset).prefix(count)), "\(offset) \(count)")
        }
    }

    @Test("a range that is none is denied, and so is one of a list")
    func badRange() async throws {
        let scratch = try Scratch()
        try scratch.write("x", to: "file")
        for (offset, count) in [(-1, 5), (0, 0), (0, -1), (Int.max, 2)] {
            let result = await rig.file(.read, ["file"], in: scratch.path, range: .init(offset: offset, count: count))
            guard case .denied(let reason) = result else {
                Issue.record("\(offset) \(count): \(result)")
                continue
            }
            #expect(reason.contains("range"))
        }
        let listed = await rig.file(.list, [], in: scratch.path, range: .init(offset: 0, count: 1))
        guard case .denied = listed else {
            Issue.record("\(listed)")
            return
        }
    }

    @Test("a directory is listed in order, with types and sizes")
    func list() async throws {
        let scratch = try Scratch()
        try scratch.write("12345", to: "b")
        try scratch.write("", to: "a b\"c")
        try scratch.shell("mkdir d; ln -s /etc/passwd link; mkfifo pipe")
        #expect(
            await rig.file(.list, [], in: scratch.path).text == """
                {"name":"a b\\"c","size":0,"type":"file"}
                {"name":"b","size":5,"type":"file"}
                {"name":"d","type":"directory"}
                {"name":"link","type":"link"}
                {"name":"pipe","type":"other"}

                """)
        #expect(await rig.file(.list, ["d"], in: scratch.path).text == "")
    }

    @Test("links are not followed, in the middle of a path or at its end")
    func links() async throws {
        let scratch = try Scratch()
        try scratch.write("secret", to: "outside/secret")
        try scratch.shell("mkdir in; ln -s ../outside in/out; ln -s ../outside/secret in/file; ln -s /etc in/etc")
        for path in [["out", "secret"], ["file"], ["out"], ["etc", "passwd"]] {
            for operation in [FileCall.Operation.read, .list] {
                let failure = await rig.file(operation, path, in: scratch.path + "/in").failure
                #expect(
                    failure?.kind == .refused && failure?.detail.contains("symbolic link") == true,
                    "\(path): \(String(describing: failure))")
            }
        }
    }

    @Test("pipes and devices are refused without waiting for them")
    func pipes() async throws {
        let scratch = try Scratch()
        try scratch.shell("mkfifo pipe; mkdir d")
        for (path, directory) in [(["pipe"], scratch.path), (["d"], scratch.path), (["null"], "/dev"), (["zero"], "/dev")] {
            let failure = await rig.file(.read, path, in: directory).failure
            #expect(failure?.kind == .refused && failure?.detail.contains("not a regular file") == true, "\(path)")
        }
        #expect(await rig.file(.list, ["pipe"], in: scratch.path).failure?.kind == .refused)
    }

    @Test("what is not there is said to be not there")
    func missing() async throws {
        let scratch = try Scratch()
        let failure = await rig.file(.read, ["none"], in: scratch.path).failure
        #expect(failure == Failure(.notFound, "none: No such file or directory"))
        #expect(await rig.file(.read, ["none", "x"], in: scratch.path).failure?.kind == .notFound)
        #expect(await rig.file(.list, [], in: scratch.path + "/nowhere").failure?.kind == .notFound)
        try scratch.write("", to: "file")
        #expect(await rig.file(.read, ["file", "x"], in: scratch.path).failure?.kind == .notFound)
    }

    @Test("a file longer than the limit is cut at the limit")
    func cut() async throws {
        let scratch = try Scratch()
        try scratch.write(String(repeating: "x", count: 300_000), to: "long")
        #expect(await rig.file(.read, ["long"], in: scratch.path, bodyBytes: 100_000).cut?.body.count == 100_000)
    }

    @Test("a relative directory is refused")
    func relative() async {
        #expect(await rig.file(.list, [], in: "Sources").failure?.kind == .refused)
    }
}
