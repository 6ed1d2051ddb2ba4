import Core
import Document
import Foundation
import Testing

@Suite struct HostileTextTests {
    static let nasty = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "' onmouseover='alert(1)",
        "</style><script>x</script>", "]]><!-- -->", "&lt;b&gt; &#60;script&#62;", "[click](javascript:alert(1))",
        "![x](https://evil.example/p.png)", "https://evil.example/path", "www.evil.example", "mail me@evil.example",
        "@everyone @octocat",
        "#1 org/repo#2 GH-3", "```\n# heading\n```", "`` ` ```` `", "a|b|c\n-|-|-\n1|2|3", "\n\n# heading\n\n- item\n\n1. item",
        "1) item", "+ item", "> quote", "---", "===", "***bold*** __b__ ~~s~~", "<https://evil.example>",
        "[ref]: https://evil.example",
        "\u{202E}drowssap\u{202C}", "a\u{0}b\u{7}c\u{1B}[31mred", "zero\u{200B}width\u{FEFF}", "\u{E0041}\u{E0042}tags",
        "x\r\ny\u{2028}z",
        "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}", String(repeating: "long ", count: 900),
        String(repeating: "`", count: 300),
        "{{ liquid }} {% raw %}", "$\\alpha$", "\\", "trailing backslash\\", "", " ", "\u{FFFE}\u{10FFFF}",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>", "/\"><script>alert(1)</script>",
    ]

    /// What traces, clusters, checks and dashboards tell, with the text in every field.
    private static func systems(_ text: String, _ person: Person) -> [Observation] {
        let object = ClusterObject(kind: text, namespace: text, name: text)
        let span = Span(
            id: text, parent: text, service: text, name: text, kind: .client, start: .at("14:30"), duration: .max,
            status: .error, statusMessage: text, attributes: [text: text], resource: [text: text],
            events: [.init(time: .at("14:30"), name: text, attributes: [text: text])])
        return [
            .logPatterns(LogPatterns(patterns: [.init(text: text, count: .max, severity: text, example: text)])),
            .trace(Trace(id: text, spans: [span, span])),
            .traces(
                TraceSearch(traces: [
                    .init(
                        id: text, rootService: text, rootName: text, start: .at("14:30"), duration: .min,
                        services: [.init(service: text, spans: 1, errors: 1)], matched: [span])
                ])),
            .clusterEvent(
                ClusterEvent(
                    object: object, type: text, reason: text, message: text, count: .max, firstSeen: .at("14:00"),
                    lastSeen: .at("14:30"), reporter: text)),
            .workload(
                WorkloadState(
                    object: object, desired: .max, ready: .min, updated: 0, revision: text, changeCause: text,
                    images: [text: text], configMaps: [text],
                    conditions: [.init(type: text, status: text, reason: text, message: text, changedAt: .at("14:30"))])),
            .pod(
                PodState(
                    object: object, node: text, phase: text, startedAt: .at("14:00"),
                    containers: [
                        .init(
                            name: text, isReady: false, restarts: .max, state: text, reason: text,
                            lastEnd: .init(reason: text, exitCode: .min, finishedAt: .at("14:30")))
                    ])),
            .check(
                CheckConfiguration(
                    id: text, name: text, schedule: text, grace: .infinity, status: text, tags: [text], channels: [text])),
            .checkFlip(CheckFlip(check: text, name: text, state: .notUp)),
            .checkRuns(CheckRuns(check: text, name: text, runs: [.init(time: .at("14:30"), kind: text)])),
            .panel(
                DashboardPanel(
                    dashboard: text, dashboardTitle: text, folder: text, id: 1, title: text, unit: text,
                    queries: [.init(name: text, system: text, dataSource: text, expression: text)])),
            .annotation(Annotation(id: text, text: text, tags: [text], author: person)),
        ]
    }

    /// The example with the text in every field that takes one.
    private static func record(_ text: String) -> InvestigationRecord {
        var example = Example(isEmpty: true)
        let person = Person(id: text, name: text, role: text)
        let matcher = Silence.Matcher(name: text, value: text)
        let observations: [Observation] = [
            .metric(
                MetricSeries(
                    title: text, signal: .latency, unit: .seconds, metric: text, labels: [text: text], step: 30,
                    samples: [.init(.at("14:30"), .infinity), .init(.at("14:31"), 1e300), .init(.at("14:32"), .nan)])),
            .logs(LogLines(lines: [.init(time: .at("14:30"), text: text, severity: text, labels: [text: text])])),
            .rule(
                AlertRule(
                    name: text, group: text, expression: text, labels: [text: text], annotations: [text: text], state: text,
                    lastError: text)),
            .alert(
                AlertEpisode(name: text, state: .firing, labels: [text: text], from: Stamp(.at("14:30")), silencedBy: [text])),
            .silence(
                Silence(
                    id: text, matchers: [matcher], startsAt: .at("01:00"), endsAt: .at("23:00"), createdBy: person,
                    comment: text, state: text)),
            .routing(
                AlertRouting(
                    routes: [.init(depth: 0, receiver: text, matchers: [matcher])], inhibitions: [], emptyReceivers: [text])),
            .maintenance(
                MaintenanceWindow(
                    id: text, title: text, services: [text], from: .at("14:00"), to: .at("15:00"), createdBy: person)),
            .incident(
                IncidentRecord(
                    id: text, title: text, service: text, status: text, urgency: text, createdAt: Stamp(.at("14:30")))),
            .incidentEvent(IncidentEvent(kind: .other, incident: text, actor: person, summary: text)),
            .change(
                Change(
                    kind: .flag, id: text, title: text, service: text, author: person, revision: text,
                    files: [.init(path: text, added: 1, removed: 1, patch: text)])),
            .message(ChatMessage(id: text, channel: text, author: person, text: text)), .person(person),
        ]
        let systems = Self.systems(text, person)
        let rest: [Observation] = [
            .inventory(Inventory(of: text, entries: [.init(name: text, detail: text)])),
            .dependency(Dependency(caller: text, callee: text)),
            .record(Record(title: text, fields: JSONObject([(text, .string(text))]))), .nothing(text),
        ]
        for observation in observations + systems + rest {
            example.add(observation, source: SourceName(text), tool: text, service: text, at: "14:30", query: text, link: text)
            example.add(
                observation, source: "metrics", tool: "t", service: text, at: "14:31", query: text,
                link: "https://ok.example/" + text)
        }
        var record = example.record(
            Conclusions(
                onset: FindingID(1), firstFailingService: text, blastRadius: [text], suspects: [], hypotheses: [],
                remediation: .rollback,
                gaps: [Gap(.failed, source: SourceName(text), what: text, reason: text)], findings: []))
        record.findings = Finding.Kind.allCases.enumerated().map { place, kind in
            var finding = Finding(
                kind, service: text, time: .at("14:30"), statement: text + " at 14:30.",
                facts: [
                    "title": .text(text), text: .text(text), "threshold": .number(.nan, .seconds),
                    "x": .number(.infinity, .count),
                ],
                evidence: record.evidence.map(\.id))
            finding.id = FindingID(place + 1)
            return finding
        }
        var hypothesis = Hypothesis(
            family: .change, service: text, change: .init(kind: .flag, id: text), statement: text,
            terms: [.init(name: text, value: .nan, says: text)],
            supports: [FindingID(1)], refutes: [FindingID(2)], untested: [text], evidence: [EvidenceID(1)])
        hypothesis.rank = 1
        record.hypotheses = [hypothesis]
        record.incident.title = text
        record.incident.origin = text
        record.program = text
        record.id = text
        record.sources.append(SourceDescription(name: SourceName(text), kind: SourceKind(text), url: text))
        return record
    }

    private struct Made: Sendable {
        var named: Documents
        var unnamed: Documents
    }

    /// The documents of each text, made once for all tests.
    private static let made: [String: Made] = nasty.reduce(into: [:]) { made, text in
        var record = record(text)
        record.namesPeople = true
        let named = Documents(record)
        record.namesPeople = false
        made[text] = Made(named: named, unnamed: Documents(record))
    }

    private func documents(_ text: String, namesPeople: Bool) throws -> Documents {
        let made = try #require(Self.made[text])
        return namesPeople ? made.named : made.unnamed
    }

    private static let ourTags: Set<String> = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "main", "nav", "ol", "ul", "li", "a", "p", "h1", "h2",
        "h3", "section",
        "span", "code", "strong", "pre", "ins", "del", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure",
        "figcaption", "div",
        "svg", "desc", "line", "path", "circle", "text", "article", "dl", "dt", "dd",
    ]

    @Test("no text becomes an element, an attribute, or an address in HTML", arguments: nasty)
    func html(text: String) throws {
        for namesPeople in [true, false] {
            let html = try documents(text, namesPeople: namesPeople).html
            // All data is escaped, so that every `<` is ours, and nothing of ours has a `>` inside a tag.
            for part in html.split(separator: "<").dropFirst() {
                let tag = part.prefix { $0 != ">" }
                let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }.lowercased()
                #expect(Self.ourTags.contains(name), "\(tag.prefix(80))")
                let values = tag.split(separator: "\"", omittingEmptySubsequences: false)
                for (place, value) in values.enumerated() where place.isMultiple(of: 2) {
                    #expect(!value.lowercased().contains(" on"), "\(tag.prefix(80))")
                }
                for (place, value) in values.enumerated() where place > 0 && values[place - 1].hasSuffix("href=") {
                    #expect(
                        value.hasPrefix("#") || value.hasPrefix("http://") || value.hasPrefix("https://"), "\(value.prefix(80))"
                    )
                }
            }
            #expect(!html.contains("<script"))
            #expect(html.unicodeScalars.allSatisfy { $0 == "\n" || $0 == "\u{202F}" || !$0.isUnprintable })
        }
    }

    @Test("no text becomes markup in Markdown", arguments: nasty)
    func markdown(text: String) throws {
        let documents = try documents(text, namesPeople: true)
        // A literal in the loop would be parsed again for each line.
        let links = /\]\(https?:\/\/[^()\s]*\)/
        let escapes = /\\[<>\[\]!*_&|~$^{}`\\]/
        let blockStart = /^(=+|-{2,}|\*{3,}|\d+[.)] )/
        for markdown in [documents.postmortem, documents.briefing] {
            #expect(markdown.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnprintable })
            var fence: Substring?
            for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("```") {
                    let run = line.prefix { $0 == "`" }
                    if fence == nil {
                        fence = run
                    } else if let open = fence, run.count >= open.count, run.count == line.count {
                        fence = nil
                    }
                    continue
                }
                guard fence == nil else { continue }
                let prose = Self.withoutCode(line)
                let rest = prose.replacing(links, with: "]").replacing(escapes, with: "").lowercased()
                for mark in ["<", "](javascript", "![", "@", "://", "www."] {
                    #expect(!rest.contains(mark), "\(mark) in \(line.prefix(120))")
                }
                #expect(line.firstMatch(of: blockStart) == nil, "\(line.prefix(80))")
                #expect(line.utf8.count < 9000)
            }
            #expect(fence == nil)
        }
    }

    /// A line with code spans taken out as CommonMark reads them.
    private static func withoutCode(_ line: Substring) -> String {
        var result = ""
        var rest = line
        while let start = rest.firstIndex(of: "`") {
            result += rest[..<start]
            if result.hasSuffix("\\"), !result.hasSuffix("\\\\") {
                result += "`"
                rest = rest[rest.index(after: start)...]
                continue
            }
            let run = rest[start...].prefix { $0 == "`" }
            var search = rest[run.endIndex...]
            var close: Substring?
            while let next = search.firstIndex(of: "`") {
                let other = search[next...].prefix { $0 == "`" }
                if other.count == run.count {
                    close = other
                    break
                }
                search = search[other.endIndex...]
            }
            if let close {
                rest = rest[close.endIndex...]
            } else {
                result += run
                rest = rest[run.endIndex...]
            }
        }
        return result + rest
    }

    @Test("the JSON stays a document that keeps hostile text as text", arguments: nasty)
    func json(text: String) throws {
        let json = try documents(text, namesPeople: false).json
        let value = try JSONValue(parsing: Array(json.utf8))
        #expect(value["schema"]?.string == "inquest.investigation/1")
        #expect(!json.contains("<"))
        #expect(json.unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnprintable })
    }

    @Test("an empty record makes documents that say so")
    func empty() {
        let record = InvestigationRecord(
            id: "x", program: "inquest", investigatedAt: .at("15:00"), incident: Incident(title: "", services: [], origin: ""),
            scope: Scope(
                window: TimeWindow(from: .at("14:00"), to: .at("14:00")),
                baseline: TimeWindow(from: .at("14:00"), to: .at("14:00"))),
            services: [], dependencies: [], sources: [], onset: nil, firstFailingService: nil, blastRadius: [], suspects: [],
            hypotheses: [],
            remediation: .none, gaps: [], evidence: [], findings: [])
        let documents = Documents(record)
        #expect(documents.claims.isEmpty)
        #expect(documents.postmortem.contains("Not audited: no alert rules could be read"))
        for text in [documents.postmortem, documents.briefing] {
            #expect(text.contains("No signal could be read: see what could not be seen"))
            #expect(!text.contains("nothing that was looked at explains the symptom"))
            #expect(!text.contains("left its baseline"))
        }
    }
}
