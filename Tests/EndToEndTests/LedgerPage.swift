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

    /// The row of one cell: the length of its payload, its number, then types and values of the columns position (empty: it is
    /// the row's number), key, kind, attempt, investigation, recorded_at, content, blob.
    private static func intent(_ page: [UInt8], at start: Int) -> SyncTrace.Attempt? {
        var offset = start
        guard varint(page, &offset) != nil, varint(page, &offset) != nil else { return nil }
        let header = offset
        guard let length = varint(page, &offset) else { return nil }
        var types: [Int] = []
        while offset < header + length {
            guard types.count < 8, let type = varint(page, &offset) else { return nil }
            types.append(type)
        }
        guard types.count == 8, types[0] == 0, let key = text(page, types[1], &offset),
            text(page, types[2], &offset) == "intent"
        else { return nil }
        switch types[3] {
        case 8, 9: return SyncTrace.Attempt(key: key, number: types[3] - 8)
        case 1 where offset < page.count: return SyncTrace.Attempt(key: key, number: Int(page[offset]))
        default: return nil
        }
    }

    private static func text(_ page: [UInt8], _ type: Int, _ offset: inout Int) -> String? {
        guard type >= 13, type % 2 == 1 else { return nil }
        let end = offset + (type - 13) / 2
        guard end <= page.count else { return nil }
        defer { offset = end }
        return String(decoding: page[offset..<end], as: UTF8.self)
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
