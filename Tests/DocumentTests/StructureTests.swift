import Core
import Document
import Foundation
import Testing

@Suite struct StructureTests {
    private let documents: Documents

    init() throws { documents = Documents(try Fixture.record()) }

    @Test("the JSON has the members of the contract, in order")
    func contract() throws {
        let json = try JSONValue(parsing: Array(documents.json.utf8))
        let names = try #require(json.object).members.map(\.name)
        let wanted = [
            "schema", "id", "incident", "window", "onset", "firstFailingService", "blastRadius", "suspects", "hypotheses",
            "remediation",
            "impact", "timeline", "detection", "gaps", "evidence", "findings", "claims",
        ]
        #expect(names.filter(wanted.contains) == wanted)
        #expect(json["onset"]?["time"]?.string == "2026-11-20T14:23:00Z")
        #expect(json["onset"]?["service"]?.string == "payment-gateway")
        #expect(json["hypotheses"]?[0]?["change"]?["id"]?.string == Example.culprit)
        #expect(json["impact"]?["users"]?.isNull == true)
        #expect(json["impact"]?["requests"]?["facts"]?.object != nil)
        let asked = json["evidence"]?[0]?["asked"]?.string ?? ""
        #expect(asked.hasPrefix("asked 2026-"))
    }

    @Test("every citation in Markdown and HTML leads to an entry")
    func citationsResolve() {
        let headings = Set(documents.postmortem.matches(of: /(?m)^#### ([EF]\d+)$/).map { String($0.1).lowercased() })
        let cited = documents.postmortem.matches(of: /\]\(#([ef]\d+)\)/).map { String($0.1) }
        #expect(!cited.isEmpty)
        #expect(cited.allSatisfy(headings.contains))
        let ids = documents.html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let targets = documents.html.matches(of: /href="#([^"]+)"/).map { String($0.1) }
        #expect(targets.allSatisfy(Set(ids).contains))
    }

    @Test("the HTML is one file that runs nothing and fetches nothing")
    func selfContained() {
        let html = documents.html
        #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"))
        for part in ["<script", "<link", "<iframe", "@import", "url(", "src="] { #expect(!html.contains(part), "\(part)") }
        #expect(html.contains("prefers-color-scheme: dark"))
        #expect(html.contains("@media print"))
    }

    @Test("every chart has a title, a description and two forms; there are at most six of metrics")
    func charts() {
        let svgs = documents.html.components(separatedBy: "<svg ").dropFirst()
        #expect(svgs.count > 4)
        #expect(svgs.count <= 14)
        #expect(svgs.count.isMultiple(of: 2))
        for svg in svgs.map({ $0.components(separatedBy: "</svg>")[0] }) {
            #expect(svg.contains("<title id="))
            #expect(svg.contains("<desc id="))
            #expect(!svg.contains("nan\""))
            #expect(!svg.contains("inf\""))
        }
    }

    @Test("labels of marks in one chart do not overlap")
    func labels() throws {
        for svg in documents.html.components(separatedBy: "<svg ").dropFirst() {
            let labels = svg.matches(
                of: /<text class="t-[a-z]+" x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"([^>]*)>([^<]*)</
            ).map { match in
                let width = Double(match.5.count) * (Double(match.3) ?? 0) * 0.56
                let x = Double(match.1) ?? 0
                let start = match.4.contains("end") ? x - width : x
                return (y: Double(match.2) ?? 0, range: start...(start + width))
            }
            for (place, first) in labels.enumerated() {
                for second in labels[(place + 1)...] where abs(first.y - second.y) < 10 {
                    #expect(!first.range.overlaps(second.range))
                }
            }
        }
    }

    @Test("the two sources that disagree are both shown")
    func conflict() {
        let text = documents.postmortem
        #expect(text.contains("Where the sources disagree"))
        #expect(text.contains("`chat` has 14:32"))
        #expect(text.contains("`deploys` has 14:47"))
    }

    @Test("action items come from findings and leave owner and date to people")
    func actions() throws {
        let start = try #require(documents.postmortem.range(of: "## Action items"))
        let section = documents.postmortem[start.upperBound...].prefix(6000)
        for part in [
            "Expire the silence", "Lower the threshold", "Add an alert",
            "the chat's account where it is quoted. The deploy history has 14:47", "Owner: \\_\\_\\_",
            "it is 10 s",
        ] {
            #expect(section.contains(part), "\(part)")
        }
    }
}
