import Foundation
import Testing

@Suite("The arrows between the rooms")
struct ImportTests {
    @Test("every room in Sources stands in the table, and every room of the table exists")
    func roomsAreKnown() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Rooms.root.appendingPathComponent("Sources").path)
        #expect(Set(folders) == Set(Rooms.all.keys).union(["CZlib"]))
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

    @Test("pure rooms use nothing that reaches out of the program", arguments: Rooms.pure.sorted())
    func pureRoomsArePure(room: String) throws {
        for file in Rooms.swiftFiles(in: room) {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                let code = line.split(separator: "//", maxSplits: 1, omittingEmptySubsequences: false).first ?? line
                for word in Rooms.banned {
                    #expect(!code.contains(word), "\(room)/\(file.lastPathComponent) uses \(word)")
                }
            }
        }
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
