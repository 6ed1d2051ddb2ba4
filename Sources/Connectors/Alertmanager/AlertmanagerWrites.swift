import Core

/// What the answers to Alertmanager's writes have in common.
enum AlertmanagerWrites {
    static let whereToLook = "look at the list of silences"

    /// An error is a bare JSON string or `{"code": …, "message": "…"}`.
    static func reason(_ document: JSONValue) -> String? { document.string ?? document["message"]?.string }

    /// `0f7b9d52-6a0c-4c55-9f0e-3a5a1f7c1d01`, in lower case as Alertmanager writes it.
    static func isID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.joined().allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static func made(_ title: String, id: String, fields: [(String, JSONValue)], _ key: CallKey) -> OneWrite.Answer {
        .made(
            Evidence(
                .record(Record(title: title, fields: JSONObject([("id", .string(id))] + fields))), from: [key],
                query: "silence \(id)", link: "/#/silences/" + id))
    }
}
