/// Who must approve a call, and how many of them.
public struct Approvers: Sendable, Hashable, CustomStringConvertible {
    /// Only people in this group count; `nil`: anyone whose key the allowed-signers file has.
    public var group: String?
    /// Different people, 1 to 16. Whoever asked is never one of them.
    public var count: Int

    public static let counts = 1...16

    public init(group: String? = nil, count: Int = 1) {
        self.group = group
        self.count = count
    }

    /// `2 people of the group sre`
    public var description: String {
        (count == 1 ? "1 person" : "\(count) people") + (group.map { " of the group \($0)" } ?? "")
    }
}
