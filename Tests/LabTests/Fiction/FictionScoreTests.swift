import Core
import Testing

@testable import Lab

@Suite("Scores of fictions")
struct FictionScoreTests {
    private func answer(_ line: Int, _ text: String, _ isTrue: Bool, _ kind: String, heldOut: Bool = true) -> JSONValue {
        Fiction.Answer(
            document: "a.md", line: line, text: text, isTrue: isTrue, kind: kind, said: isTrue ? nil : "14:32",
            right: isTrue ? [] : ["14:47"], frame: "F1", heldOut: heldOut, expect: isTrue ? .supported : .flagged
        ).json
    }

    private func statement(_ line: Int, _ text: String, _ verdict: String, holds: String? = nil) -> JSONValue {
        [
            "id": "S1", "line": .number(line), "endLine": .number(line), "text": .string(text), "verdict": .string(verdict),
            "corrections": holds.map { [["said": "14:32", "holds": .string($0), "citations": []]] } ?? [],
        ]
    }

    private func score(_ truth: [JSONValue], _ statements: [JSONValue]) throws -> FictionScore {
        try FictionScore(
            truth: .array(truth), checks: [["document": "documents/a.md", "statements": .array(statements)]])
    }

    @Test("verdicts are counted by kind, and a right correction is one that gives the time")
    func matrix() throws {
        let score = try score(
            [
                answer(3, "The rollback came at 14:32.", false, "time-shifted"),
                answer(3, "The page went out at 14:27.", true, "time"),
                answer(9, "Nobody ruled on this sentence at 14:32.", false, "time-shifted"),
            ],
            [
                statement(3, "The rollback came at 14:32.", "contradicted", holds: "14:47:00"),
                statement(3, "The page went out at 14:27.", "supported"),
            ])
        #expect(score.heldOut.lies["time-shifted"]?.flagged == 1)
        #expect(score.heldOut.lies["time-shifted"]?.missed == 1)
        #expect(score.heldOut.corrected["time-shifted"] == 1)
        #expect(score.heldOut.changed["time-shifted"] == 2)
        #expect(score.heldOut.truths["time"]?.number(.supported) == 1)
        #expect(score.misses.map(\.answer.line) == [9])
        #expect(score.text(verbose: true).contains("False claims flagged: 50.0 %"))
    }

    @Test("a claim is found inside a longer statement, in the parts of which it consists, and in a row with headers")
    func matching() throws {
        let check = try FictionCheck([
            "document": "a.md",
            "statements": .array([
                statement(1, "First the page came, then the rollback came at 14:47, and all was well.", "supported"),
                statement(5, "Checkout failed at 14:24", "contradicted"),
                statement(5, "and frontend failed at 14:26.", "supported"),
                statement(8, "Item: Time to detect; Value: 4 minutes", "unsupported"),
            ]),
        ])
        #expect(check.verdict(on: "the rollback came at 14:47", line: 1)?.verdict == .supported)
        #expect(check.verdict(on: "Checkout failed at 14:24 and frontend failed at 14:26.", line: 5)?.verdict == .contradicted)
        #expect(check.verdict(on: "Time to detect 4 minutes", line: 8)?.verdict == .unsupported)
        #expect(check.verdict(on: "the rollback came at 14:47", line: 20) == nil)
        #expect(check.verdict(on: "Something else entirely happened here", line: 1) == nil)
    }

    @Test("a counterfactual is right when it is not supported, and filler when it is not flagged")
    func apart() throws {
        let score = try score(
            [
                answer(1, "Had we known, it would have ended sooner.", false, "counterfactual", heldOut: false),
                answer(2, "We are sorry for all of this.", true, "filler", heldOut: false),
                answer(3, "We are sorry for that as well.", true, "filler", heldOut: false),
            ],
            [
                statement(1, "Had we known, it would have ended sooner.", "notChecked"),
                statement(2, "We are sorry for all of this.", "unsupported"),
                statement(3, "We are sorry for that as well.", "notChecked"),
            ])
        #expect(score.open.counterfactuals.count == 1)
        #expect(score.open.filler.flagged == 1)
        #expect(score.open.lie.count == 0 && score.open.truth.count == 0)
        #expect(score.misses.map(\.answer.line) == [2])
    }

    @Test("corrections of numbers have to have the unit and may be rounded")
    func corrections() {
        #expect(FictionCorrection.isRight("4.4 s", right: ["4.4 s"]))
        #expect(FictionCorrection.isRight("4400 ms", right: ["4.4 s"]))
        #expect(FictionCorrection.isRight("12.9 %", right: ["13 %"]))
        #expect(FictionCorrection.isRight("14:22:57", right: ["14:21", "14:22"]))
        #expect(!FictionCorrection.isRight("4.4 ms", right: ["4.4 s"]))
        #expect(!FictionCorrection.isRight("14:50", right: ["14:47"]))
    }

    @Test("Wilson's interval has the values of the textbook")
    func interval() {
        let interval = FictionRate(hits: 9, of: 10).interval
        #expect(abs(interval.low - 0.5958) < 0.001 && abs(interval.high - 0.9821) < 0.001)
        #expect(FictionRate(hits: 0, of: 0).interval == (0, 1))
    }

    @Test("what is no truth and no check is told so")
    func errors() {
        #expect(throws: ScenarioError.self) { try FictionScore(truth: [:], checks: []) }
        #expect(throws: ScenarioError.self) { try FictionScore(truth: [], checks: [["statements": []]]) }
        #expect(throws: ScenarioError.self) { try FictionScore(truth: [["line": 1]], checks: []) }
    }
}
