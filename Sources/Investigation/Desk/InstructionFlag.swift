public import Core

/// Text in evidence that reads like an instruction to a machine: for people, who learn that someone tried. It is not part of
/// what the model is shown.
public struct InstructionFlag: Sendable, Hashable, Codable {
    public var source: SourceName
    public var tool: String
    /// Where the desk's answer stands in the ledger.
    public var path: String
    /// One line of at most 120 characters, as it stands in the evidence.
    public var quotation: String

    public init(source: SourceName, tool: String, path: String, quotation: String) {
        self.source = source
        self.tool = tool
        self.path = path
        self.quotation = quotation
    }
}
