import Core

/// `POST /api/v3/checks/{uuid}/pause` and `…/resume`. Both need the read-write key, and both leave a flip that reads like an
/// outage. A read-only key is refused in the words for a key that is not known.
struct HealthchecksWrite: Tool {
    enum Act: String, Sendable {
        case pause, resume
    }

    let act: Act
    let settings: HealthchecksSettings

    init(_ act: Act, settings: HealthchecksSettings) {
        self.act = act
        self.settings = settings
    }

    var description: ToolDescription {
        .write(
            "healthchecks_\(act.rawValue)",
            act == .pause
                ? "Pauses a check: missed runs tell no one until a ping comes or it is resumed."
                : "Resumes a paused check; it waits for its next ping.",
            [("id", Schema.string("The check's uuid, such as 17fc695a-07a0-4a6e-8822-e8f36c031199"))], required: ["id"],
            route: settings.route(.post, ["checks", "*", act.rawValue]))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let id = try Input(input, of: description).string("id")
        guard HealthchecksAPI.isUUID(id) else {
            throw InputError("id", "expected a check's uuid, such as 17fc695a-07a0-4a6e-8822-e8f36c031199")
        }
        let expected = act == .pause ? "paused" : "new"
        let name = act.rawValue
        return OneWrite(
            settings.call(["checks", id, name], method: .post), "\(name) of check \(id)",
            whereToLook: "look at the check's status and its events",
            reading: .init(
                answer: { [settings] answer, key in
                    guard let check = HealthchecksCheck(answer), check.id == id else {
                        return .unknown("answered without the check")
                    }
                    // A ping may have come in between.
                    let now = check.configuration.status
                    guard now == expected || act == .resume && now != "paused" else {
                        return .unknown("answered with a check that is \(OutgoingText.line(String(now.prefix(20))))")
                    }
                    return .made(check.evidence(from: [key], service: settings.service(of: check)))
                },
                reason: { document in
                    document["error"]?.string.map { $0 == "wrong api key" ? $0 + ", or a read-only one" : $0 }
                }))
    }
}
