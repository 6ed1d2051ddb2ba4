import Core

/// `DELETE /api/v2/silence/{id}`: ends a silence now. The answer has no body.
struct AlertmanagerExpireSilence: Tool {
    let description = ToolDescription.write(
        "alertmanager_expire_silence", "Ends a silence at once, so that its alerts notify again.",
        [("id", Schema.string("The silence's id, such as 0f7b9d52-6a0c-4c55-9f0e-3a5a1f7c1d01"))], required: ["id"],
        route: .http(.delete, ["api", "v2", "silence", "*"]))

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let id = try Input(input, of: description).string("id")
        guard AlertmanagerWrites.isID(id) else {
            throw InputError("id", "expected a silence's id, such as 0f7b9d52-6a0c-4c55-9f0e-3a5a1f7c1d01")
        }
        let call = HTTPCall(
            .delete, path: ["api", "v2", "silence", id], headers: [HTTPCall.Field("Accept", "application/json")])
        return OneWrite(
            call, "end of silence \(id)", whereToLook: AlertmanagerWrites.whereToLook,
            reading: .init(
                answer: { _, key in AlertmanagerWrites.made("Silence expired", id: id, fields: [], key) },
                // Up to 0.27 an unknown silence is answered with 500.
                reason: AlertmanagerWrites.reason, harmless: ["silence not found", "not found"]))
    }
}
