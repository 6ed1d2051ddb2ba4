import Core

/// A decoder of files whose records are lines.
protocol LineDecoder: DirectoryDecoder {
    var tally: RecordTally? { get set }
    var splitter: LineSplitter { get set }

    /// - Parameter text: `nil` for a line that is too long.
    mutating func take(_ line: Int, _ text: ArraySlice<UInt8>?)
}

extension LineDecoder {
    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        tally?.took(bytes.count, from: exchange)
        withSplitter { splitter, decoder in splitter.take(bytes) { line, text in decoder.take(line, text) } }
    }

    /// The last line, which may have no end; none where the file was not read whole.
    mutating func finishLines(trouble: String?) {
        withSplitter { splitter, decoder in
            if trouble == nil { splitter.finish { line, text in decoder.take(line, text) } }
        }
    }

    /// The splitter calls the decoder, which therefore must not hold it meanwhile.
    private mutating func withSplitter(_ body: (inout LineSplitter, inout Self) -> Void) {
        var own = LineSplitter()
        swap(&own, &splitter)
        body(&own, &self)
        splitter = own
    }
}
