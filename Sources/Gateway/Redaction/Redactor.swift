/// Takes secrets and personal data out of text. `Documentation/redaction.md` says what is found and what is not.
///
/// Making one without names costs next to nothing.
public struct Redactor: Sendable {
    /// What scanning needs.
    struct Setup: Sendable {
        let rules: RuleSet
        let names: NameIndex
        let ipAddresses: Bool
        let key: RedactionKey?
    }

    let setup: Setup

    public init(_ options: RedactionOptions = RedactionOptions()) {
        setup = Setup(
            rules: options.rules, names: NameIndex(options.names, filter: options.rules.trigrams.filter),
            ipAddresses: options.ipAddresses, key: options.key)
    }

    public func redact(_ bytes: [UInt8]) -> Redacted {
        var engine = RedactionEngine(setup, keepsOriginals: true)
        engine.write(bytes[...])
        engine.finish()
        return Redacted(engine, engine.takeOutput())
    }

    public func redact(_ text: String) -> Redacted { redact(Array(text.utf8)) }

    /// The rules that find something in the text, each once, in the order of the text. Characters that only tokens may have are
    /// no finding.
    public func contains(_ text: String) -> [RuleID] {
        var engine = RedactionEngine(setup, keepsOriginals: false)
        engine.write(Array(text.utf8)[...])
        engine.finish()
        var seen: Set<RuleID> = []
        return engine.found.map(\.rule).filter { seen.insert($0).inserted }
    }

    /// For text that comes in pieces.
    public func stream() -> RedactionStream { RedactionStream(self) }
}
