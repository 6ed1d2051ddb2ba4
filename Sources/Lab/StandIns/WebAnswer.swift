import Core

/// What a stand-in answers.
struct WebAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(
        _ value: JSONValue, status: Int = 200, type: String = "application/json; charset=utf-8",
        headers: [(name: String, value: String)] = []
    ) -> WebAnswer {
        var json = JSONBytes()
        json.write(value)
        return WebAnswer(status: status, headers: [("Content-Type", type)] + headers, body: json.bytes)
    }

    static func text(_ text: String, status: Int = 200, type: String = "text/plain; charset=utf-8") -> WebAnswer {
        WebAnswer(
            status: status, headers: [("Content-Type", type), ("X-Content-Type-Options", "nosniff")], body: Array(text.utf8))
    }
}

/// A system of which the Lab plays the part.
protocol StandIn: Sendable {
    func answer(_ request: WebRequest) -> WebAnswer
}
