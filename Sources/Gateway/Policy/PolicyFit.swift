/// How much of a call a condition fits, where the call has several values for it: elements of a list, classes of data.
///
/// A `deny` needs a part, an `allow` the whole. An `approval` that fits in part becomes a deny: its approvers would decide on
/// something that the rule does not give them.
enum PolicyFit: Int, Comparable {
    case none, part, whole

    init(satisfied: Int, of count: Int) { self = satisfied == 0 ? .none : (satisfied == count ? .whole : .part) }

    static func < (left: PolicyFit, right: PolicyFit) -> Bool { left.rawValue < right.rawValue }
}
