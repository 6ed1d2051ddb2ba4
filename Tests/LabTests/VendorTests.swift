import Core
import Foundation
import Testing

@testable import Lab

@Suite("The stand-ins for PagerDuty, Slack and Argo CD")
struct VendorTests {
    let pagerDuty: PagerDutyStandIn
    let slack: SlackStandIn
    let argo: ArgoCDStandIn

    init() throws {
        let scenario = try paymentTimeout()
        let model = PagerDutyModel(paging: scenario.paging, day: november, address: "http://127.0.0.1:1")
        pagerDuty = PagerDutyStandIn(model: model, token: "t")
        slack = SlackStandIn(scenario: scenario, day: november, token: "t", largestPage: 4)
        argo = ArgoCDStandIn(scenario: scenario, day: november, repositories: GitRepositories(), token: "t")
    }

    private func page(_ target: String) -> WebAnswer {
        pagerDuty.answer(WebRequest(target: target, headers: [("Authorization", "Token token=t")]))
    }

    private func chat(_ target: String) throws -> JSONValue {
        try slack.answer(WebRequest(target: target, headers: [("Authorization", "Bearer t")])).json()
    }

    @Test("PagerDuty pages by limit and offset, says whether there is more, and leaves the total null")
    func pagerDutyPaging() throws {
        var seen: [String] = []
        var offset = 0
        while true {
            let answer = try page("/incidents/Q2CHECKOUT0PGT/log_entries?limit=4&offset=\(offset)").json()
            seen += answer["log_entries"]?.array?.compactMap { $0["id"]?.string } ?? []
            #expect(answer["total"] == .null)
            #expect(answer["offset"]?.int == Int64(offset))
            guard answer["more"] == true else { break }
            offset += 4
        }
        #expect(seen.count == 6)
        #expect(Set(seen).count == 6)
        #expect(try page("/incidents/Q2CHECKOUT0PGT/log_entries?total=true").json()["total"]?.int == 6)
    }

    @Test(
        "PagerDuty refuses with its numbered errors",
        arguments: [("/incidents/NONE", 404, 2100), ("/incidents?limit=101", 400, 2001), ("/incidents?offset=9990", 400, 2001)])
    func pagerDutyErrors(_ target: String, _ status: Int, _ code: Int) throws {
        let answer = page(target)
        #expect(answer.status == status)
        #expect(try answer.json()["error"]?["code"]?.int == Int64(code))
    }

    @Test("PagerDuty wants its own authorisation scheme, and reports the rate limit")
    func pagerDutyAuthorisation() {
        let wrong = pagerDuty.answer(WebRequest(target: "/incidents", headers: [("Authorization", "Token token=x")]))
        #expect(wrong.status == 401)
        #expect(pagerDuty.answer(WebRequest(target: "/incidents")).status == 401)
        #expect(page("/abilities").header("ratelimit-limit") == "960")
    }

    @Test("an incident's range is honoured, and its address is the API's own")
    func pagerDutyIncidents() throws {
        let found = try page("/incidents?since=2026-11-20T00:00:00Z&until=2026-11-21T00:00:00Z").json()["incidents"]?.array
        #expect(found?.count == 1)
        #expect(found?[0]["html_url"] == "http://127.0.0.1:1/incidents/Q2CHECKOUT0PGT")
        #expect(found?[0]["created_at"] == "2026-11-20T14:27:20Z")
        #expect(try page("/incidents?date_range=all").json()["incidents"]?.array?.count == 3)
    }

    @Test("Slack pages by cursor, newest first, until the cursor is empty")
    func slackPaging() throws {
        var times: [String] = []
        var cursor = ""
        repeat {
            let answer = try chat("/api/conversations.history?channel=C0INCCHKT&limit=100&oldest=1795132800&cursor=\(cursor)")
            #expect(answer["ok"] == true)
            times += answer["messages"]?.array?.compactMap { $0["ts"]?.string } ?? []
            cursor = answer["response_metadata"]?["next_cursor"]?.string ?? ""
            #expect(answer["has_more"]?.bool == !cursor.isEmpty)
        } while !cursor.isEmpty
        #expect(times.count == 14)
        #expect(times == times.sorted(by: >))
        #expect(times.contains("1795185123.870500"))
    }

    @Test("bounds of a Slack history are exclusive unless asked otherwise")
    func slackBounds() throws {
        let edge = "/api/conversations.history?channel=C0INCCHKT&oldest=1795185123.870500&latest=1795185123.870500"
        #expect(try chat(edge)["messages"]?.array?.isEmpty == true)
        #expect(try chat(edge + "&inclusive=true")["messages"]?[0]?["text"] == "rolling back now")
    }

    @Test("a Slack thread begins with its parent")
    func slackThread() throws {
        let thread = try chat("/api/conversations.replies?channel=C0INCCHKT&ts=1795185005.220400")
        #expect(thread["messages"]?.array?.count == 4)
        #expect(thread["messages"]?[0]?["reply_count"]?.int == 3)
        #expect(thread["messages"]?[1]?["thread_ts"] == "1795185005.220400")
    }

    @Test("Slack refuses at status 200")
    func slackErrors() throws {
        let answer = slack.answer(WebRequest(target: "/api/auth.test", headers: [("Authorization", "Bearer x")]))
        #expect(answer.status == 200)
        #expect(try answer.json() == ["ok": false, "error": "invalid_auth"])
        #expect(try chat("/api/conversations.history?channel=NONE")["error"] == "channel_not_found")
        #expect(try chat("/api/no.such")["error"] == "unknown_method")
    }

    @Test("Argo CD hides whether an application exists unless its project is named")
    func argoMissing() {
        let ask = { (target: String) in
            argo.answer(WebRequest(target: target, headers: [("Authorization", "Bearer t")])).status
        }
        #expect(ask("/api/v1/applications/none") == 403)
        #expect(ask("/api/v1/applications/none?project=shop") == 404)
        #expect(ask("/api/v1/applications/checkout") == 200)
        #expect(argo.answer(WebRequest(target: "/api/v1/applications")).status == 401)
    }

    @Test("Argo CD's history has the deploy at 14:21 and the rollback at 14:47")
    func argoHistory() throws {
        let answer = argo.answer(
            WebRequest(target: "/api/v1/applications/payment-gateway", headers: [("Authorization", "Bearer t")]))
        let history = try #require(try answer.json()["status"]?["history"]?.array)
        #expect(
            history.suffix(2).map { $0["deployedAt"]?.string } == ["2026-11-20T14:21:00Z", "2026-11-20T14:47:00Z"])
        #expect(history.last?["initiatedBy"]?["username"] == "jon.beck")
        let ids = history.compactMap { $0["id"]?.int }
        #expect(ids == ids.sorted())
    }
}
