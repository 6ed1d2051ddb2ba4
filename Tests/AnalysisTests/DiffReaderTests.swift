import Core
import Testing

@testable import Analysis

@Suite("The effects of a diff")
struct DiffReaderTests {
    private func effects(_ path: String, _ patch: String) -> [DiffEffect] {
        DiffReader.effects(of: [Change.FileChange(path: path, added: 1, removed: 1, patch: patch)])
    }

    @Test(
        "lines that change what a program does are known in several languages",
        arguments: [
            ("a.swift", "-    guard user != nil else { return }\n+    greet(user)", DiffEffect.Kind.absenceCheckRemoved),
            ("a.py", "-    if session is None:\n-        return\n+    run(session.id)", .absenceCheckRemoved),
            ("A.java", "-    if (amount > 10000 || amount < 0) { throw new IllegalArgumentException(); }", .validationRemoved),
            ("a.ts", "-  subscribeToInvalidations(cache);\n   start(cache);", .callRemoved),
            ("a.rb", "-  scope.order(:name).limit(100)\n+  scope.order(:name)", .boundRemoved),
            ("q.sql", "-SELECT id FROM events LIMIT 50\n+SELECT id FROM events", .boundRemoved),
            ("a.py", " for user in users:\n+    profile = client.get_profile(user)", .callPerElement),
            ("dao.py", "+    text(\"SELECT a FROM user_badges\")", .newRelation),
            ("schema.graphql.json", "-  \"user_id\": {\"type\": \"long\"},\n+  \"account\": {\"type\": \"long\"},", .renamed),
            ("a.go", "-\tc.Timeout = 30 * time.Second\n+\tc.Timeout = 3 * time.Second", .timeLimitLowered),
            (
                "A.java", "-    t.setTimeout(Duration.ofSeconds(5));\n+    t.setTimeout(Duration.ofMillis(300));",
                .timeLimitLowered
            ),
            ("b.go", "-\tc.Timeout = 5 * time.Second\n+\tc.Timeout = 5 * time.Millisecond", .timeLimitLowered),
            ("q.py", "+    rows = db.execute(\"select id from badges where owner = %s\")", .newRelation),
            ("app.yaml", "-  requestTimeout: 500ms\n+  requestTimeout: 2s", .timeLimitRaised),
            ("app.yaml", "-  maxConnections: 50\n+  maxConnections: 5", .limitLowered),
            ("deploy.yaml", "-    memory: 1Gi\n+    memory: 512Mi", .limitLowered),
            ("app.toml", "-retries = 2\n+retries = 10", .retriesChanged),
            ("log.yaml", "-level: warn\n+level: debug", .verbosityRaised),
            ("app.properties", "-cache.ttl=600\n+cache.ttl=5", .cachingReduced),
            ("a.rs", "-    let guard = state.lock();\n+    let value = state.value;", .concurrencyChanged),
            ("package.json", "-    \"left-pad\": \"1.2.0\",\n+    \"left-pad\": \"1.3.0\",", .dependencyChanged),
        ])
    func known(path: String, patch: String, kind: DiffEffect.Kind) {
        let found = effects(path, patch)
        #expect(found.contains { $0.kind == kind }, "\(found)")
    }

    @Test(
        "lines that leave it as it was have no effect",
        arguments: [
            // A comment, a message, a check and a call that moved into a helper, a rename of a local, fewer logs, documentation.
            ("a.go", "-// waits for 5s\n+// waits for 10s"),
            ("a.go", "-\treturn errors.New(\"resouce not found\")\n+\treturn errors.New(\"resource not found\")"),
            ("a.go", "-\tif r.Lat < -90 || r.Lat > 90 {\n-\t\treturn bad\n-\t}\n+\treturn checkRange(r.Lat, -90, 90)"),
            (
                "a.go",
                "-\tif err != nil {\n-\t\treturn err\n-\t}\n+\tif err != nil {\n+\t\treturn fmt.Errorf(\"x: %w\", err)\n+\t}"
            ),
            ("a.go", "-\trows.Scan(&a, &b)\n+\treturn scanRows(rows)"),
            ("a.go", "-\tlog.Printf(\"took %s\", took)\n+\tlogger.Info(\"handled\", took)"),
            ("log.yaml", "-level: debug\n+level: warn"),
            ("m.sql.py", "+    text(\"CREATE TABLE user_badges (id int)\")\n+    text(\"INSERT INTO user_badges VALUES (1)\")"),
            ("README.md", "-timeout: 30s\n+timeout: 3s"),
            ("web/style.css", "-.a { max-width: 10px; }\n+.a { max-width: 20px; }"),
            ("client_test.go", "-\tc.Timeout = 30 * time.Second\n+\tc.Timeout = 3 * time.Second"),
        ])
    func unchanged(path: String, patch: String) {
        let found = effects(path, patch)
        #expect(found.isEmpty, "\(found)")
    }

    @Test("an effect says what it found, with names for the log to repeat")
    func words() throws {
        let effect = try #require(
            effects(
                "a.go",
                "-\tctx, cancel := context.WithTimeout(ctx, 5*time.Second)\n+\tc, cancel := context.WithTimeout(ctx, 300*time.Millisecond)"
            )
            .first)
        #expect(effect.kind == .timeLimitLowered)
        #expect(effect.says == #"lowers "context.WithTimeout" from "5*time.Second" to "300*time.Millisecond""#)
        #expect(effects("dao.py", "+    text(\"SELECT a FROM user_badges\")").first?.names == ["user_badges"])
    }

    @Test("hostile patches are read within bounds")
    func hostile() {
        let patches = [
            String(repeating: "-if a == nil {\n+(((\n", count: 50_000), "-" + String(repeating: "(", count: 100_000), "@@",
            "-\n+\n",
            "-/*\n-if x == nil\n", "-\"unclosed\n+'", "+\u{202E}if \u{0}",
            String(repeating: "+x.get(y)\n for z\n", count: 2000),
        ]
        for patch in patches { #expect(effects("a.go", patch).count <= DiffReader.mostEffects) }
        let line = (0..<10).map { "a\($0).max(\($0))" }.joined(separator: " ")
        let patch = String(repeating: "-if x\(line) == nil { f() }\n+if y\(line) > nil { g() }\n", count: 1000)
        let files = (0..<200).map { Change.FileChange(path: "\($0).go", added: 1000, removed: 1000, patch: patch) }
        // Quadratic work over 400,000 lines would not end.
        #expect(DiffReader.effects(of: files).count <= DiffReader.mostEffects)
    }

    @Test("phrases of runtimes, databases and systems name the fault")
    func faults() {
        #expect(FaultSignature.all(in: "rpc error: code = DeadlineExceeded") == [.deadline])
        #expect(FaultSignature.all(in: "TypeError: Cannot read properties of undefined (reading 'id')") == [.absentValue])
        #expect(FaultSignature.all(in: "pq: relation \"user_badges\" does not exist") == [.missingRelation])
        #expect(FaultSignature.all(in: "write /data/x: no space left on device") == [.storageFull])
        #expect(FaultSignature.all(in: "handled request").isEmpty)
        #expect(DiffEffect.Kind.allCases.filter { $0 != .dependencyChanged }.allSatisfy { !$0.faults.isEmpty })
    }

    @Test("what keeps behaviour is known, and what may not is left open")
    func sameness() {
        func keeps(_ patch: String) -> Bool {
            DiffReader.keepsBehaviour([Change.FileChange(path: "a.go", added: 1, removed: 1, patch: patch)])
        }
        #expect(keeps("-// one\n+// two"))
        #expect(keeps("-\tn := f(a)\n-\treturn n\n+\ttotal := f(a)\n+\treturn total"))
        #expect(!keeps("-\treturn a - b\n+\treturn b - a"))
        #expect(!keeps("-\tlock(a)\n \tlock(b)\n+\tlock(a)"))
        #expect(!keeps("-\treturn f(5)\n+\treturn f(6)"))
    }
}
