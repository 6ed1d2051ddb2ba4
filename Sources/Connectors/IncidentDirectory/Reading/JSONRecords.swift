import Core

/// Reads a file of JSON records, a list or one a line, piece by piece.
struct JSONRecords: Sendable {
    private(set) var tally: RecordTally
    private var splitter: ElementSplitter

    init(_ file: DirectoryFile, longest: Int = 8 << 20) {
        tally = RecordTally(file)
        splitter = ElementSplitter(longest: longest)
    }

    /// Hands each record that the bytes complete to `body`, which throws what is wrong with it.
    mutating func take(_ bytes: [UInt8], from exchange: CallKey, _ body: (JSONValue) throws(RecordFault) -> Void) {
        tally.took(bytes.count, from: exchange)
        var tally = self.tally
        splitter.take(bytes) { line, element in JSONRecords.read(element, line, &tally, body) }
        self.tally = tally
    }

    /// The file has ended.
    ///
    /// - Parameter trouble: why not all of it was read.
    mutating func end(trouble: String?, _ body: (JSONValue) throws(RecordFault) -> Void) {
        tally.trouble = trouble
        guard trouble == nil else { return }
        var tally = self.tally
        var last = 0
        splitter.finish { line, element in
            last = line
            JSONRecords.read(element, line, &tally, body)
        }
        if !splitter.isStarted { tally.skip(line: 1, "the file is empty") }
        if splitter.isBroken, tally.skipped == 0 { tally.skip(line: max(last, 1), "its brackets do not match") }
        self.tally = tally
    }

    private static func read(
        _ element: [UInt8]?, _ line: Int, _ tally: inout RecordTally, _ body: (JSONValue) throws(RecordFault) -> Void
    ) {
        guard let element else { return tally.skip(line: line, "is too long") }
        do {
            let value = try JSONValue(parsing: element)
            do throws(RecordFault) {
                try body(value)
                tally.accept()
            } catch { tally.skip(line: line, error.reason) }
        } catch {
            tally.skip(line: line, "is \(error)")
        }
    }
}
