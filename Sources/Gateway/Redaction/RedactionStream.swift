/// Redacts text that comes in pieces. All that it gives, put together, is what ``Redactor/redact(_:)-([UInt8])`` gives for the
/// whole, however the pieces were cut.
public struct RedactionStream: Sendable {
    /// Bytes that are held back at most. What is longer than that, such as a key block, is taken out as it goes by.
    public static let maximumHeldBack = RedactionEngine.windowSize

    private var engine: RedactionEngine

    public init(_ redactor: Redactor) { engine = RedactionEngine(redactor.setup, keepsOriginals: false, keepsFindings: false) }

    /// Takes the next piece and gives what is known to be clean.
    public mutating func write(_ chunk: some Collection<UInt8>) -> [UInt8] {
        if let array = chunk as? [UInt8] { engine.write(array[...]) } else { engine.write(Array(chunk)[...]) }
        return engine.takeOutput()
    }

    /// Gives the rest. The stream is then ready for another text.
    public mutating func finish() -> [UInt8] {
        engine.finish()
        return engine.takeOutput()
    }

    /// How much was taken out so far.
    public var counts: [RedactionClass: Int] { engine.counts }
}
