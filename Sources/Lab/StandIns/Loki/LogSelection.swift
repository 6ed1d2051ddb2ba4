/// The lines of one stream that a query selects.
struct LogSelection {
    var stream: Int
    var lines: StreamLines
    /// The window's lines, before filters.
    var range: Range<Int>
    /// Which of them the filters keep; `nil` without filters.
    var kept: ArraySlice<UInt32>?

    var count: Int { kept?.count ?? range.count }

    /// The index of a line by its position in the selection.
    subscript(position: Int) -> Int { kept.map { Int($0[$0.startIndex + position]) } ?? range.lowerBound + position }
}
