import Foundation
import Testing

@Suite("The arrows between the rooms")
struct ImportTests {
    @Test("every room in Sources stands in the table, and every room of the table exists")
    func roomsAreKnown() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Rooms.root.appendingPathComponent("Sources").path)
        #expect(Set(folders) == Set(Rooms.all.keys).union(["CZlib", "CCMarkGFM", "CXML2"]))
        for room in Rooms.all.keys { #expect(!Rooms.swiftFiles(in: room).isEmpty, "\(room) has no source") }
    }

    @Test("no file imports what the table does not allow", arguments: Rooms.all.keys.sorted())
    func importsAreAllowed(room: String) throws {
        let allowed = (Rooms.all[room] ?? []).union(Rooms.outside[room] ?? [])
        for file in Rooms.swiftFiles(in: room) {
            for module in Rooms.imports(of: try String(contentsOf: file, encoding: .utf8)) {
                #expect(allowed.contains(module), "\(room)/\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    @Test("the table allows no outside module that its room does not import", arguments: Rooms.all.keys.sorted())
    func tableIsTight(room: String) throws {
        let imported = try Rooms.swiftFiles(in: room).flatMap { Rooms.imports(of: try String(contentsOf: $0, encoding: .utf8)) }
        #expect((Rooms.outside[room] ?? []).subtracting(imported).isEmpty)
    }

    @Test(
        "pure rooms use nothing that reaches out of the program, and no room but the outward ones starts a program or connects",
        arguments: Rooms.all.keys.sorted())
    func roomsStayInside(room: String) throws {
        let banned = Rooms.banned(in: room)
        #expect(banned.isEmpty == Rooms.outward.contains(room))
        for file in Rooms.swiftFiles(in: room) {
            let text = try String(contentsOf: file, encoding: .utf8)
            // Most words stand nowhere in the file; lines are read only for those that do.
            for word in banned where text.contains(word) {
                for line in text.split(separator: "\n") {
                    #expect(!Rooms.uses(word, in: line), "\(room)/\(file.lastPathComponent) uses \(word)")
                }
            }
        }
    }

    @Test("the reader of code passes over comments and longer names, and is not misled by slashes in strings")
    func readerSeesCode() {
        #expect(Rooms.uses("connect(", in: "let s = connect(1)"))
        #expect(Rooms.uses("connect(", in: "Glibc.connect(1)"))
        #expect(!Rooms.uses("connect(", in: "disconnect(1)"))
        #expect(!Rooms.uses("connect(", in: "let x = 1  // connect(1)"))
        #expect(Rooms.uses("system(", in: "let url = \"https://example.org\"; system(url)"))
        #expect(!Rooms.uses("getenv", in: "let words = [\"getenv(\"]"))
        #expect(Rooms.uses("getenv", in: "let text = \"\\(getenv(name))\""))
        #expect(Rooms.uses(".write(to:", in: "data.write(to: url)"))
    }

    @Test("the reader of imports sees attributes, access levels and submodules")
    func readerSeesImports() {
        let text =
            "public import Core\n@preconcurrency import Foundation.NSURL\nimport struct GRDB.Row\n// import Nothing\nlet import1 = 2"
        #expect(Rooms.imports(of: text) == ["Core", "Foundation", "GRDB"])
    }

    @Test("the table has no circle: whoever imports a room is not imported by it")
    func tableHasNoCircle() {
        func reach(_ room: String) -> Set<String> {
            (Rooms.all[room] ?? []).reduce(into: []) { $0.formUnion(reach($1).union([$1])) }
        }
        for room in Rooms.all.keys { #expect(!reach(room).contains(room)) }
    }
}
