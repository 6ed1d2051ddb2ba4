import Core
import Testing

@testable import Lab

@Suite("The model of the cluster")
struct ClusterTests {
    let cluster: KubernetesStandIn
    let recorded: [RecordedExchange]

    init() throws {
        recorded = try Recordings.load("kubernetes")
        cluster = KubernetesStandIn(
            recorded, rule: RecordedAccess.Rule(header: "authorization", prefix: "Bearer ", full: "token-kubernetes"))
    }

    private func ask(_ target: String, token: String? = "token-kubernetes") -> WebAnswer {
        cluster.answer(WebRequest(target: target, headers: token.map { [("Authorization", "Bearer \($0)")] } ?? []))
    }

    private func items(_ target: String) throws -> JSONArray { try #require(try ask(target).json()["items"]?.array) }

    /// The model itself, without the recordings in front of it.
    @Test(
        "the model gives the recorded bytes where they hold no moment of their own",
        arguments: [
            "05-deployment", "19-events-k8s-io-involvedobject-400", "20-events-time-field-selector-400", "22-configmap",
            "23-not-found-404", "25-unknown-path-404", "26-forbidden-403", "27-anonymous-403", "28-bad-token-401",
            "29-write-forbidden-403", "36-deployments-limit-1",
        ])
    func bytes(_ name: String) throws {
        let exchange = try #require(recorded.first { $0.name == name })
        let answer = cluster.answer(RecordedSystemsTests.request(exchange))
        #expect(answer.status == exchange.answer.status)
        #expect(answer.text == String(decoding: exchange.answer.body, as: UTF8.self))
    }

    @Test(
        "lists have the recorded items",
        arguments: [
            "04-deployments", "06-replicasets-of-payment-gateway", "07-replicasets", "08-statefulsets",
            "09-controllerrevisions", "10-pods-empty", "11-events-core-by-object", "12-events-core-warnings",
            "13-events-core-backoff", "14-events-core-killing-all-namespaces", "15-events-core-new-style-event",
            "17-events-k8s-io-field-selector-reason", "18-events-k8s-io-regarding-name", "24-namespace-unknown-empty-list",
        ])
    func lists(_ name: String) throws {
        let exchange = try #require(recorded.first { $0.name == name })
        let own = try cluster.answer(RecordedSystemsTests.request(exchange)).json()
        let real = try JSONValue(parsing: exchange.answer.body)
        #expect(own["items"] == real["items"])
        #expect(own["kind"] == real["kind"])
    }

    @Test("pages of any size give each of the 61 events once, in both APIs", arguments: [7, 25, 60, 500])
    func paging(_ limit: Int) throws {
        for path in ["/api/v1/namespaces/shop/events", "/apis/events.k8s.io/v1/events"] {
            var names: [String] = []
            var token = ""
            repeat {
                let page = try ask("\(path)?limit=\(limit)&continue=\(token)").json()
                names += page["items"]?.array?.compactMap { $0["metadata"]?["name"]?.string } ?? []
                token = page["metadata"]?["continue"]?.string ?? ""
                #expect((page["metadata"]?["remainingItemCount"] != nil) == !token.isEmpty)
            } while !token.isEmpty && names.count < 200
            #expect(names.count == 61)
            #expect(Set(names).count == 61)
        }
    }

    @Test("an event that only the new API was asked for is in the core API with the core's names")
    func converted() throws {
        let events = try items("/api/v1/namespaces/shop/events?fieldSelector=reason%3DSuccessfulRescale")
        #expect(events.count == 1)
        #expect(events.first?["message"]?.string?.hasPrefix("New size: 3") == true)
        #expect(events.first?["firstTimestamp"] == .null)
        #expect(events.first?["eventTime"]?.string == "2026-11-20T14:27:16.005120Z")
    }

    @Test(
        "label selectors compare, list and ask for presence",
        arguments: [
            ("app=checkout", 1), ("app%20in%20(checkout,frontend)", 3), ("app!=payment-gateway", 4), ("app", 7), ("!app", 0),
            ("app%20notin%20(payment-gateway,inventory),pod-template-hash", 3),
        ])
    func labels(_ selector: String, _ count: Int) throws {
        #expect(try items("/apis/apps/v1/namespaces/shop/replicasets?labelSelector=\(selector)").count == count)
    }

    @Test("the rollback reuses a ReplicaSet that is four days old")
    func rollback() throws {
        let sets = try items("/apis/apps/v1/replicasets?labelSelector=app%3Dpayment-gateway")
        let current = try #require(
            sets.first { $0["metadata"]?["annotations"]?["deployment.kubernetes.io/revision"] == "9" })
        #expect(current["metadata"]?["creationTimestamp"] == "2026-11-16T10:03:00Z")
        #expect(current["metadata"]?["annotations"]?["deployment.kubernetes.io/revision-history"] == "7")
    }

    @Test("a namespace exists or does not")
    func namespaces() {
        #expect(ask("/api/v1/namespaces/shop").status == 200)
        #expect(ask("/api/v1/namespaces/billing").status == 404)
    }

    @Test("what the user may do is answered as recorded, and secrets are refused")
    func review() throws {
        let exchange = try #require(recorded.first { $0.name == "38-self-subject-access-review" })
        let answer = cluster.answer(RecordedSystemsTests.request(exchange))
        let real = try JSONValue(parsing: exchange.answer.body)
        #expect(answer.status == 201)
        #expect(try answer.json()["status"] == real["status"])
        var secrets = RecordedSystemsTests.request(exchange)
        secrets.body = Array(String(decoding: secrets.body, as: UTF8.self).replacing("replicasets", with: "secrets").utf8)
        #expect(try cluster.answer(secrets).json()["status"]?["allowed"] == false)
    }
}
