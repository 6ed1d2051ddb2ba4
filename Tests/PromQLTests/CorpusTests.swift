import Foundation
import PromQL
import Testing

/// The lines of a file of ``Corpus``, each once.
private func corpus(_ name: String) throws -> [String] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus/\(name).txt")
    var seen: Set<String> = []
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        .filter { !$0.hasPrefix("# ") && seen.insert($0).inserted }
}

@Suite struct CorpusTests {
    @Test("what Prometheus' parser takes is read, passes the check, and is written so that it reads the same")
    func accepted() throws {
        let lines = try corpus("accepted")
        #expect(lines.count > 250)
        for line in lines {
            let parts = line.components(separatedBy: " ⇒ ")
            guard let tree = try? PromQLParser.parse(parts[0]), (try? tree.check()) != nil else {
                Issue.record("refused: \(line)")
                continue
            }
            let again = try? PromQLParser.parse(tree.text)
            #expect(again == tree, "\(line)")
            if parts.count > 1 { #expect(tree.text == parts[1]) }
        }
    }

    @Test("what Prometheus' parser refuses is not read, or does not pass the check")
    func refused() throws {
        let lines = try corpus("refused")
        #expect(lines.count > 150)
        for line in lines {
            let isTaken = (try? PromQLParser.parse(line)).map { (try? $0.check()) != nil } ?? false
            #expect(!isTaken, "\(line)")
        }
    }

    @Test("the type of an expression is known, but for functions that are not")
    func types() throws {
        let expected: [(String, ValueType?)] = [
            ("1 + time()", .scalar), ("scalar(x) * 2", .scalar), ("x > 1", .vector), ("1 > bool 2", .scalar),
            ("x[5m]", .matrix),
            ("x[5m:1m]", .matrix), ("\"a\"", .string), ("sum(x)", .vector), ("-time()", .scalar), ("vector(1)", .vector),
            ("nosuch(x)", nil), ("nosuch(x) + 1", nil), ("nosuch(x) + y", .vector),
        ]
        for (text, type) in expected { #expect(try PromQLParser.parse(text).valueType == type, "\(text)") }
    }

    @Test("one threshold is changed, and the rest of the expression stays")
    func setting() throws {
        for (text, place, changed) in [
            ("x > 10", 0, "x > 7"), ("10 < x", 0, "7 < x"), ("x > 5 * 60 and y < 3", 0, "x > 7 and y < 3"),
            ("x > 10 and y < 3", 1, "x > 10 and y < 7"), ("1 < x < 5", 0, "7 < x < 5"), ("1 < x < 5", 1, "1 < x < 7"),
            ("(x > bool 10) == 1", 0, "x > bool 7 == 1"), ("x > 1 unless y > 2", 1, "x > 1 unless y > 7"),
        ] {
            let tree = try PromQLParser.parse(text)
            #expect(tree.setting(tree.thresholds[place], to: 7)?.text == changed)
        }
        let other = Threshold(.selector(VectorSelector(metric: "z")), .greater, 10)
        #expect(try PromQLParser.parse("x > 10").setting(other, to: 7) == nil)
    }

    @Test("the ends of a query's range become the moment itself, where a range question can say that")
    func overRange() throws {
        #expect(try PromQLParser.parse("x @ end() > sum(y[5m:1m] @ start())").overRange?.text == "x > sum(y[5m:1m])")
        #expect(try PromQLParser.parse("x @ 10").overRange?.text == "x @ 10")
        #expect(try PromQLParser.parse("max_over_time((x @ end())[5m:1m])").overRange == nil)
    }
}
