/// Intents on a page of the ledger's file, read as SQLite's file format describes a leaf of a table
/// (https://www.sqlite.org/fileformat2.html, "B-tree Pages" and "Record Format"). Other bytes hold none.
struct LedgerPage {
    /// Key and attempt of each row of `entries` whose kind is `intent`.
    let intents: [SyncTrace.Attempt]

    init(_ page: [UInt8]) {
        guard page.count >= 512, page[0] == 13 else {
            intents = []
            return
        }
        let cells = Int(page[3]) << 8 | Int(page[4])
        intents = (0..<cells).compactMap { cell in
            let pointer = 8 + 2 * cell
            guard pointer + 1 < page.count else { return nil }
            return LedgerPage.intent(page, at: Int(page[pointer]) << 8 | Int(page[pointer + 1]))
        }
    }

    /// The row of one cell: the length of its payload, its number, then types and values of the columns, of which the first is
    /// empty (it is the row's number) and the second is the leaf, as text in a BLOB. What does not fit on the page is elsewhere;
    /// a leaf's first lines are always here.
    private static func intent(_ page: [UInt8], at start: Int) -> SyncTrace.Attempt? {
        var offset = start
        guard varint(page, &offset) != nil, varint(page, &offset) != nil else { return nil }
        let header = offset
        guard let length = varint(page, &offset), header + length <= page.count else { return nil }
        guard let first = varint(page, &offset), first == 0, let leaf = varint(page, &offset), leaf >= 12, leaf % 2 == 0
        else { return nil }
        let begin = header + length
        let end = min(page.count, begin + (leaf - 12) / 2)
        guard begin < end else { return nil }
        var values: [Substring: Substring] = [:]
        let lines = String(decoding: page[begin..<end], as: UTF8.self).split(separator: "\n")
        guard lines.first == "inquest-leaf/1" else { return nil }
        for line in lines.dropFirst() {
            guard let space = line.firstIndex(of: " ") else { break }
            values[line[..<space]] = line[line.index(after: space)...]
        }
        guard values["kind"] == "intent", let key = values["key"], let attempt = values["attempt"].flatMap({ Int($0) }) else {
            return nil
        }
        return SyncTrace.Attempt(key: String(key), number: attempt)
    }

    /// Seven bits a byte, the highest first; lengths here need no more than four bytes.
    private static func varint(_ page: [UInt8], _ offset: inout Int) -> Int? {
        var value = 0
        for _ in 0..<4 {
            guard offset < page.count else { return nil }
            let byte = page[offset]
            offset += 1
            value = value << 7 | Int(byte & 0x7F)
            if byte < 0x80 { return value }
        }
        return nil
    }
}
