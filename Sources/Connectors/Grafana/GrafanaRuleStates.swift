import Core

/// States of alert rules as the Prometheus-compatible API gives them, under `data.groups[].rules[]`: `state`, `health`,
/// `lastError`, and in newer versions `uid`, `folderUid` and `isPaused`. A group's `file` is the folder's title.
struct GrafanaRuleStates {
    struct One {
        var folder: String
        var folderUID: String?
        var group: String
        var title: String
        var state: String?
        var lastError: String?
        var isPaused: Bool?
    }

    private var byUID: [String: One] = [:]
    private var byTitle: [String: [One]] = [:]

    init() {}

    init(_ document: JSONValue) throws(ReadingError) {
        guard let groups = document["data"]?["groups"]?.array else {
            throw ReadingError(.failed, "answered without groups of rules")
        }
        for group in groups {
            for rule in group["rules"]?.array ?? [] where rule["type"]?.string != "recording" {
                guard let title = rule["name"]?.string else { continue }
                let error = rule["lastError"]?.string ?? ""
                let one = One(
                    folder: group["file"]?.string ?? "",
                    folderUID: group["folderUid"]?.string ?? rule["folderUid"]?.string, group: group["name"]?.string ?? "",
                    title: title, state: rule["state"]?.string,
                    lastError: error.isEmpty ? nil : GrafanaAPI.printable(error), isPaused: rule["isPaused"]?.bool)
                if let uid = rule["uid"]?.string { byUID[uid] = one }
                byTitle[title, default: []].append(one)
            }
        }
    }

    /// By uid; else by title and group, and by folder where its uid is known. `nil` when several could be meant.
    func find(uid: String?, folder: String?, group: String, title: String) -> One? {
        if let uid, let one = byUID[uid] { return one }
        let found = (byTitle[title] ?? []).filter { one in
            one.group == group && (one.folderUID == nil || folder == nil || one.folderUID == folder)
        }
        return found.count == 1 ? found.first : nil
    }
}
