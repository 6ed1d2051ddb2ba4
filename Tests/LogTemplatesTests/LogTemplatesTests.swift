import LogTemplates
import Testing

@Suite struct LogTemplatesTests {
    private func mine(_ lines: [String]) -> LogTemplateReport {
        var stream = LogTemplateStream(assigning: true)
        stream.read(Array(lines.map { $0 + "\n" }.joined().utf8))
        return stream.finish()
    }

    @Test(
        "what varies by its form is a variable",
        arguments: [
            ("user 4711 paid 12.50", "user <*> paid <*>"), ("dial tcp 10.0.0.7:5432: timeout", "dial tcp <*>:<*>: timeout"),
            ("request 123e4567-e89b-12d3-a456-426614174000 failed", "request <*> failed"),
            ("Deleting block blk_-1608999687919862906 now", "Deleting block <*> now"),
            ("open /etc/httpd/conf.d failed", "open <*> failed"), ("lease of 00:1b:21:3a:4c:5d ended", "lease of <*> ended"),
            ("at Sun Jul 17 09:44:07 2005 it rained", "at <*> it rained"), ("free 1.2 KB of memory", "free <*> of memory"),
            ("from https://example.com/a/b it came", "from https://<*> it came"), ("node-246 is up", "node-<*> is up"),
            ("GET /a/b?x=1&y=2 done", "GET <*> done"), ("enabled: true", "enabled: <*>"),
            ("build v2.40.1 ran", "build <*> ran"),
        ])
    func masks(line: String, expected: String) {
        #expect(mine([line]).templates.map(\.text) == [expected])
    }

    @Test(
        "what is said is kept",
        arguments: [
            "don't panic", "jk2_init() ok", "loop... done!", "Input/output error", "org.example.App started",
            "Added filter 'safety'",
            "tty=NODEVssh ruser= rhost", "",
        ])
    func keeps(line: String) {
        #expect(mine([line]).templates.map(\.text) == [line])
    }

    @Test("patterns that differ in a word which takes many values become one, and each line is told its template")
    func merges() {
        let names = ["amber", "basil", "cedar", "daisy", "elder", "fern"]
        let report = mine(names.map { "login of \($0) was refused by policy" } + ["disk is full"])
        #expect(report.templates.map(\.text) == ["login of <*> was refused by policy", "disk is full"])
        #expect(report.templates.map(\.count) == [6, 1])
        #expect(report.assignment == [1, 1, 1, 1, 1, 1, 2])
        #expect(report.templates.first?.variables.first?.values == names)
    }

    @Test("states, methods and what was done stay apart")
    func apart() {
        let report = mine(
            (0..<5).flatMap { index in
                [
                    "VM \(index) Started by the host now", "VM \(index) Stopped by the host now",
                    "VM \(index) Paused by the host now",
                ]
                    + ["GET", "POST", "PUT"].map { "10.0.0.\(index) \"\($0) /items/\(index) HTTP/1.1\" status: 200" }
            })
        #expect(report.templates.count == 6)
    }

    @Test("lists of any length are one template")
    func lists() {
        let report = mine(
            (2..<9).map { count in
                "asked 10.0.0.1 to delete " + (0..<count).map { "blk_\($0 + 1_000_000)" }.joined(separator: " ")
            })
        #expect(report.templates.count == 1)
    }

    @Test("a name with a digit is constant until lines differ in it")
    func names() {
        #expect(mine(["link eth0 is up", "link eth0 is up"]).templates.map(\.text) == ["link eth0 is up"])
        #expect(mine(["link eth0 is up", "link eth1 is up"]).templates.map(\.text) == ["link <*> is up"])
    }

    @Test("numbers have a range, and other values are listed up to eight")
    func ranges() throws {
        let report = mine((1...20).map { "took \($0 * 3) ms for key=k\($0)" })
        let variables = try #require(report.templates.first).variables
        #expect(variables.map(\.range) == [3...60, nil])
        #expect(variables.map(\.values.count) == [8, 8])
        #expect(variables.map(\.hasMore) == [true, true])
    }

    @Test("the message of a JSON or logfmt line is its template; other members are fields")
    func bodies() throws {
        let report = mine([
            #"{"time":"2026-11-20T14:23:05Z","level":"error","msg":"charge \"7\" failed","service":"pay","n":{"a":[1,2]}}"#,
            #"{"time":"2026-11-20T14:23:09Z","level":"warn","msg":"charge \"8\" failed","service":"pay","n":{"a":[]}}"#,
            #"time=2026-11-20T14:23:07Z level=error msg="charge \"9\" failed" service=cart"#,
        ])
        let template = try #require(report.templates.first)
        #expect(report.templates.count == 1)
        #expect(template.text == "charge \"<*>\" failed")
        #expect(template.services == ["pay", "cart"])
        #expect(template.first == 1_795_184_585)
        #expect(template.last == 1_795_184_589)
        #expect(template.fields.map(\.name) == ["level", "n"])
        #expect(template.fields.first?.values.values == ["error", "warn"])
    }

    @Test("a message and its error are one text")
    func errors() throws {
        let report = mine([
            #"{"msg":"charge failed","err":"no answer after 5s","id":7}"#,
            #"level=error msg="charge failed" err="no answer after 6s""#,
            #"{"error":"boom"}"#,
        ])
        #expect(report.templates.map(\.text) == ["charge failed: no answer after <*>", "boom"])
        #expect(report.templates.first?.fields.map(\.name) == ["id", "level"])
    }

    @Test("records that stand apart are counted by kind, and each tells what it has in the places of variables")
    func records() throws {
        var miner = LogRecordMiner(baselineEnd: 100)
        let names = ["amber", "basil", "cedar"]
        let kinds = names.enumerated().map { index, name in
            miner.add("login of \(name) was refused by policy\n\tat a.B.c(B.java:1)", time: 99 + Double(index), service: "s")
        }
        let other = miner.add("Traceback (most recent call last):\n  File \"a.py\", line 1\nValueError: no 7\n")
        let report = miner.finish()
        #expect(report.templates.map(\.text) == ["login of <*> was refused by policy", "ValueError: no <*>"])
        #expect(Set(kinds.map(miner.id)) == [1])
        #expect(miner.id(of: other) == 2)
        #expect(miner.id(of: -1) == 0)
        let template = try #require(report.templates.first)
        #expect((template.count, template.before) == (3, 1))
        #expect(template.services == ["s"])
        #expect(template.values(in: "login of dora was refused by policy")?.map(\.text) == ["dora"])
        #expect(template.values(in: "login of dora was granted by policy") == nil)
    }

    @Test("a value goes by the word before it, and members of a record by their own names")
    func valueNames() throws {
        var miner = LogRecordMiner()
        let line = #"{"msg":"at offset 12 (key=\"k-9\", 3) of [4,5]","partition":3}"#
        _ = miner.add(line)
        let values = try #require(miner.finish().templates.first?.values(in: line))
        #expect(values.map(\.name) == ["offset", "key", nil, "of", nil, "partition"])
        #expect(values.map(\.text) == ["12", "k-9", "3", "4", "5", "3"])
        #expect(values.map(\.isMember) == [false, false, false, false, false, true])
    }

    @Test("a list of any length gives its template's values")
    func listValues() throws {
        var miner = LogRecordMiner()
        let lines = (2..<6).map {
            "asked 10.0.0.1 to delete " + (0..<$0).map { "blk_\($0 + 1_000_000)" }.joined(separator: " ")
        }
        for line in lines { _ = miner.add(line) }
        let template = try #require(miner.finish().templates.first)
        for line in lines { #expect(template.values(in: line)?.map(\.text) == ["10.0.0.1", "blk_1000000"]) }
    }

    @Test("a stack trace counts with the record before it")
    func traces() {
        let java = [
            "request 1 failed", "java.lang.Error: x", "\tat a.B.c(B.java:1)", "\t... 3 more", "Caused by: y",
            "request 2 failed",
        ]
        #expect(mine(java).assignment == [1, 2, 2, 2, 2, 1])
        let python = [
            "2026-11-20 14:23:05,123 ERROR boom", "Traceback (most recent call last):", "  File \"a.py\", line 1, in f",
            "    g()",
            "ValueError: no", "2026-11-20 14:23:06,123 ERROR boom",
        ]
        let report = mine(python)
        #expect(report.assignment == [1, 1, 1, 1, 1, 1])
        #expect(report.records == 2)
        #expect(report.templates.first?.text == "ERROR boom")
    }

    @Test("indented lines of a log without times are records of their own")
    func indented() {
        #expect(mine(["one thing", " another thing", "\tthird"]).records == 3)
    }

    @Test("where every record begins with a time, a line without one continues")
    func untimed() {
        let timed = (10..<30).map { "2026-11-20T14:23:\($0)Z event number \($0)" }
        #expect(mine(timed + ["goroutine 1 [running]:", "main.main()"] + timed).records == 40)
    }

    @Test("chunks may break lines anywhere, and a last line needs no end")
    func chunks() {
        let bytes = Array("alpha 1 beta\r\nalpha 2 beta\n\u{E9}\u{E9} 3\nalpha 4 beta".utf8)
        for size in 1...bytes.count {
            var stream = LogTemplateStream(assigning: true)
            for start in stride(from: 0, to: bytes.count, by: size) {
                stream.read(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            let report = stream.finish()
            #expect(report.lines == 4)
            #expect(report.assignment == [1, 1, 2, 1])
        }
    }

    @Test("records before the baseline's end are counted apart")
    func baseline() {
        var stream = LogTemplateStream(baselineEnd: 1_795_184_586)
        stream.read(Array((3...8).map { "2026-11-20T14:23:0\($0)Z boom\n" }.joined().utf8))
        #expect(stream.finish().templates.map(\.before) == [3])
    }

    @Test("whatever a log says, templates stay bounded, every line has one, and the same log gives the same report")
    func flood() {
        var state: UInt64 = 7
        func random(_ limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        var bytes: [UInt8] = []
        for _ in 0..<12_000 {
            for _ in 0..<random(60) { bytes.append(UInt8(truncatingIfNeeded: random(3) == 0 ? random(256) : 97 + random(26))) }
            bytes.append(0x0A)
        }
        bytes += [UInt8](repeating: 0x7B, count: 200_000) + [0x0A]
        bytes += Array(String(repeating: "{\"a\":", count: 50_000).utf8) + [0x0A] + [UInt8](repeating: 0x3D, count: 100_000)
        var reports: [LogTemplateReport] = []
        for _ in 0..<2 {
            var stream = LogTemplateStream(assigning: true)
            stream.read(bytes)
            reports.append(stream.finish())
        }
        #expect(reports[0].templates.count <= 8_300)
        #expect(reports[0].assignment.count == reports[0].lines)
        #expect(!reports[0].assignment.contains(0))
        #expect(reports[0].templates.reduce(0) { $0 + $1.count } == reports[0].records)
        #expect(reports[0].assignment == reports[1].assignment)
        #expect(reports[0].templates.map(\.text) == reports[1].templates.map(\.text))
    }
}
