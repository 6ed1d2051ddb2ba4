import Core
import Foundation
import Testing

@testable import Lab

@Suite("Fictions")
struct FictionTests {
    static let incidents = Result { try ["payment-timeout", "acquirer-timeout"].map(incident) }

    /// Both incidents as `lab.json` gives them, with commits made up.
    static func incident(_ name: String) throws -> FictionIncident {
        let scenario = try Scenario.load(name, day: november)
        let truth = try JSONValue(
            parsing: Array(
                Scenario.substitute(scenario.truth.value.compact) { _, key in
                    String(repeating: String(Noise.hash(key), radix: 16), count: 3)
                }.utf8))
        return try FictionIncident(stage: ["scenario": .string(name), "day": .string(november.text), "truth": truth])
    }

    private func library(_ seed: UInt64 = 1, _ count: Int = 30) throws -> FictionLibrary {
        FictionLibrary(try Self.incidents.get(), seed: seed, documents: count)
    }

    private func claims(_ library: FictionLibrary) -> [Fiction.Answer] { library.answers.filter { $0.frame != nil } }

    @Test("the same seed gives the same bytes, and another seed others")
    func sameSeed() throws {
        let (one, again, other) = (try library(3, 4), try library(3, 4), try library(4, 4))
        #expect(one.documents.map(\.text) == again.documents.map(\.text))
        #expect(one.json.compact == again.json.compact)
        #expect(one.documents.map(\.text) != other.documents.map(\.text))
    }

    @Test("there are a thousand claims, half of them true, with forty false ones of each of the twelve kinds")
    func counts() throws {
        for seed in [1, 2, 3] as [UInt64] {
            let claims = claims(try library(seed))
            #expect(claims.count >= 1000)
            #expect(claims.count { $0.isTrue } * 2 == claims.count)
            for fault in Fiction.Fault.allCases {
                #expect(claims.count { $0.kind == fault.rawValue && !$0.isTrue } >= 40, "\(fault)")
            }
            let heldOut = claims.count { $0.heldOut }
            #expect(heldOut * 3 > claims.count && heldOut * 3 < claims.count * 2)
        }
    }

    @Test("no false claim says what is true, and none states the truth besides")
    func falseIsFalse() throws {
        let truths = Set(claims(try library()).filter(\.isTrue).map { "\($0.document.prefix(8)) \($0.text)" })
        for claim in claims(try library()) where !claim.isTrue {
            #expect(!truths.contains("\(claim.document.prefix(8)) \(claim.text)"), "\(claim.text)")
            let said = try #require(claim.said ?? (claim.kind == "invented-event" ? "" : nil), "\(claim.text)")
            #expect(!claim.right.contains(said), "\(claim.text)")
            for right in claim.right { #expect(!claim.text.contains(right), "\(claim.text)") }
        }
    }

    @Test("a shifted time is two to sixty minutes off and not true of the same thing at another time")
    func shifts() throws {
        var seen = 0
        for claim in claims(try library()) where claim.kind == "time-shifted" {
            let said = try #require(FictionCorrection.minutes(in: claim.said ?? "").first)
            let offs = claim.right.flatMap { FictionCorrection.minutes(in: $0) }.map { abs($0 - said) }
            #expect(offs.allSatisfy { (2...62).contains($0) }, "\(claim.text)")
            seen += 1
        }
        #expect(seen >= 40)
        let check = try #require(
            try Self.incident("acquirer-timeout").moments.first { $0.wordings[0].noun.contains("synthetic") })
        #expect(check.isTrue(at: check.at) && check.isTrue(at: 52_563) && !check.isTrue(at: check.at + 30 * 60))
    }

    @Test("there are eighty sentence frames, of each topic half set aside, and each is used")
    func frames() throws {
        #expect(FictionFrame.all.count >= 80)
        #expect(Set(FictionFrame.all.map(\.id)).count == FictionFrame.all.count)
        for topic in Fiction.Topic.allCases {
            let own = FictionFrame.all.filter { $0.topic == topic }
            #expect(own.count { $0.heldOut } * 2 == own.count, "\(topic)")
        }
        let used = Set(try [1, 2].flatMap { try library($0).answers.compactMap(\.frame) })
        #expect(used.count == FictionFrame.all.count)
    }

    @Test("each claim stands on the line that the answers give, apart from markup")
    func lines() throws {
        let library = try library(5, 10)
        let texts = Dictionary(uniqueKeysWithValues: library.documents.map { ($0.name, $0.text) })
        for answer in library.answers {
            let lines = try #require(texts[answer.document]).split(separator: "\n", omittingEmptySubsequences: false)
            let words = FictionCheck.words(String(lines[answer.line - 1])).joined(separator: " ")
            #expect(words.contains(FictionCheck.words(answer.text).joined(separator: " ")), "\(answer.text)")
        }
    }

    @Test("open frames alone hold nothing of what is set aside")
    func openAlone() throws {
        let library = FictionLibrary(try Self.incidents.get(), seed: 1, documents: 10, frames: FictionFrame.selected(.open))
        #expect(library.answers.contains { $0.frame != nil })
        #expect(!library.answers.contains { $0.heldOut })
    }

    @Test("frames of one's own are read line by line, and what is none is said with its line")
    func ownFrames() throws {
        let text = "# mine\n\ntime\tsentence\tWe saw {noun} at {t}.\nduration\tfield\tTook\t{d}\n"
        let frames = try FictionFrame.read(text, from: "mine.txt")
        #expect(frames.map(\.topic) == [.time, .duration])
        #expect(frames.map(\.template) == ["We saw {noun} at {t}.", "Took\t{d}"])
        for wrong in ["time\tsentence", "when\tsentence\tAt {t}.", "time\tsentence\tAt\t{t}.", "time\tfield\tAt {t}."] {
            let error = #expect(throws: ScenarioError.self) { try FictionFrame.read(text + wrong, from: "mine.txt") }
            #expect("\(error as Any)".contains("line 5 of 'mine.txt'"))
        }
    }

    @Test("figures are what the staged series show, and rounded as people round")
    func figures() throws {
        let payment = try Self.incident("payment-timeout")
        let peaks = payment.peaks.map { "\($0.service) \($0.signal) \(Fiction.text($0.usual)) \(Fiction.text($0.peak))" }
        #expect(peaks.first == "payment-gateway p99 latency 120 ms 4.4 s")
        #expect(peaks.contains("checkout error rate 0.042 % 13 %"))
        let acquirer = try Self.incident("acquirer-timeout")
        #expect(acquirer.falls.map { Fiction.text($0.usual) } == ["14 s", "14 s", "13 s"])
        #expect(Fiction.text(.init(value: 1800, unit: "")) == "1,800")
        #expect(Fiction.duration(260, long: true) == "4 minutes" && Fiction.duration(45, long: false) == "45 s")
    }
}
