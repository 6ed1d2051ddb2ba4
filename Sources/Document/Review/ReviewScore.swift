/// How much of a document the evidence supports.
public struct ReviewScore: Sendable, Hashable {
    public var supported = 0
    public var contradicted = 0
    public var unsupported = 0
    public var notChecked = 0

    init(of entries: [Review.Entry]) {
        for entry in entries {
            switch entry.ruling.verdict {
            case .supported: supported += 1
            case .contradicted: contradicted += 1
            case .unsupported: unsupported += 1
            case .notChecked: notChecked += 1
            }
        }
    }

    /// Statements that evidence can decide.
    public var checkable: Int { supported + contradicted + unsupported }

    /// Of the statements that evidence can decide, the share that it supports, 0 to 1; `nil` when there is none.
    public var share: Double? { checkable == 0 ? nil : Double(supported) / Double(checkable) }
}
