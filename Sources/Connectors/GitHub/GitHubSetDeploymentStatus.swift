import Core

/// `POST /repos/{owner}/{repo}/deployments/{id}/statuses`.
///
/// GitHub has no state for a suspicion. The nearest that is no lie:
/// - `suspect` is `error`. `failure` would say that the deployment itself did not work, which is not what is suspected.
/// - `cleared` is `pending`, the state of a deployment of which no one has said anything: the suspicion is withdrawn and
///   nothing takes its place. `success` would say that the deployment works, which nobody tested, and `in_progress` that it still runs.
/// The description begins with the word itself. `auto_inactive` is false, so that other deployments stay what they are.
struct GitHubSetDeploymentStatus: Tool {
    private struct Meaning {
        let word, state, prefix: String
    }

    private static let meanings = [
        Meaning(word: "suspect", state: "error", prefix: "Suspect: "),
        Meaning(word: "cleared", state: "pending", prefix: "Cleared: "),
    ]

    let description = ToolDescription.write(
        "github_set_deployment_status",
        "Marks a deployment as suspect (state error), or withdraws that (state pending, which says nothing of success).",
        [
            ("owner", Schema.string("The repository's owner")), ("repo", Schema.string("The repository's name")),
            ("deployment", Schema.integer("The deployment's id")),
            ("says", Schema.choice(meanings.map(\.word), "What is said of the deployment")),
            ("description", Schema.string("Why, in one line; 131 characters at most")),
            ("logUrl", Schema.string("An https: address where more is said")),
        ], required: ["owner", "repo", "deployment", "says", "description"],
        route: .http(.post, ["repos", "*", "*", "deployments", "*", "statuses"]))
    private let pages: String

    /// - Parameter pages: what stands before a repository's path where people see it; empty for the source's address.
    init(pages: String) { self.pages = pages }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let owner = try Self.name(input, "owner", extra: "-_", most: 100)
        let repository = try Self.name(input, "repo", extra: "-_.", most: 100)
        guard let deployment = try input.optionalInteger("deployment", in: 1...Int.max) else {
            throw InputError("deployment", "is needed, as a whole number")
        }
        let word = try input.choice("says", of: Self.meanings.map(\.word))
        guard let meaning = Self.meanings.first(where: { $0.word == word }) else { throw InputError("says", "is not known") }
        let why = try input.line("description", most: 140 - meaning.prefix.utf16.count)
        let address = try Self.address(try input.optionalString("logUrl"))
        var document: JSONObject = ["state": .string(meaning.state), "description": .string(meaning.prefix + why)]
        document["log_url"] = address.map { .string($0) }
        document["auto_inactive"] = false
        let call = HTTPCall.posting(
            document, to: ["repos", owner, repository, "deployments", String(deployment), "statuses"],
            headers: GitHubConnector.headers, credential: .bearer)
        let said: JSONObject = [
            "repository": .string("\(owner)/\(repository)"), "deployment": .number(deployment), "says": .string(word),
        ]
        let link = "\(pages)/\(owner)/\(repository)/deployments"
        return OneWrite(
            call, "status of deployment \(deployment)", whereToLook: "look at the deployment's statuses",
            reading: .init(
                answer: { answer, key in Self.answer(answer, key, said, state: meaning.state, link: link) },
                reason: Self.reason))
    }

    private static func answer(
        _ answer: JSONValue, _ key: CallKey, _ said: JSONObject, state: String, link: String
    ) -> OneWrite.Answer {
        guard let id = answer["id"]?.int, let made = answer["state"]?.string else {
            return .unknown("answered without a status")
        }
        guard made == state else { return .unknown("answered with another state than '\(state)'") }
        var fields: JSONObject = ["id": .number(JSONNumber(id)), "state": .string(state)]
        for member in said.members { fields[member.name] = member.value }
        return .made(
            Evidence(
                .record(Record(title: "GitHub deployment status created", fields: fields)), from: [key],
                stamp: answer["created_at"]?.string.flatMap(Stamp.init(rfc3339:)), query: "deployment status \(id)", link: link)
        )
    }

    /// `{"message": "Validation Failed", "errors": [{"field": "…", "code": "…"}]}`; an error may also be a text.
    private static func reason(_ document: JSONValue) -> String? {
        guard let message = document["message"]?.string else { return nil }
        let details = (document["errors"]?.array ?? []).prefix(3).compactMap { error in
            error.string ?? error["message"]?.string
                ?? error["field"]?.string.map { "\($0) \(error["code"]?.string ?? "is wrong")" }
        }
        return ([message] + details).joined(separator: "; ")
    }

    /// A name as it may stand in a path. `.` and `..` are no names.
    private static func name(_ input: Input, _ member: String, extra: String, most: Int) throws(InputError) -> String {
        let text = try input.string(member)
        let isName = text.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || extra.utf8.contains($0)
        }
        guard isName, text.utf8.count <= most, text != ".", text != ".." else {
            throw InputError(member, "expected letters, digits and \(extra.map(String.init).joined(separator: " "))")
        }
        return text
    }

    /// An address that people will follow: `https:`, without a user's name in front of the host, in plain characters.
    private static func address(_ text: String?) throws(InputError) -> String? {
        guard let text else { return nil }
        let scheme = "https://"
        let host = text.dropFirst(scheme.count).prefix { !"/?#".contains($0) }
        let isHost = host.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "-.:".utf8.contains($0)
        }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"'<>\\^`{|}".utf8.contains($0) }
        guard text.hasPrefix(scheme), !host.isEmpty, isHost, isPlain, text.utf8.count <= 1000 else {
            throw InputError("logUrl", "expected an address such as https://shop.example/incidents/7, in plain characters")
        }
        return text
    }
}
