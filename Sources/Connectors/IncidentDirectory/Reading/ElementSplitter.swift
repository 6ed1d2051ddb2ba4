/// Cuts a JSON text that comes in pieces into the elements of its top-level array, or, where it is no array, into its top-level
/// values: one object, or one on each line. Only brackets and strings are looked at; whoever parses an element judges it.
struct ElementSplitter: Sendable {
    /// Bytes of the longest element that is given.
    let longest: Int

    private var depth = 0
    private var isInArray = false
    private var isInString = false
    private var isEscaped = false
    private var isInElement = false
    private var element: [UInt8] = []
    private var isTooLong = false
    private var line = 1
    private var start = 1
    /// Something was there besides space: an empty file is no JSON.
    private(set) var isStarted = false
    /// Brackets that close nothing, or the end of the file inside an element.
    private(set) var isBroken = false

    init(longest: Int = 8 << 20) { self.longest = longest }

    /// Calls `body` with the line on which each element begins and its bytes; `nil` for one that is too long.
    mutating func take(_ bytes: [UInt8], _ body: (Int, [UInt8]?) -> Void) {
        for byte in bytes { take(byte, body) }
    }

    /// An element that was not closed is given as it is; so is the end of an array that was not.
    mutating func finish(_ body: (Int, [UInt8]?) -> Void) {
        if isInElement { end(body) }
        if depth > 0 || isInString { isBroken = true }
    }

    private var base: Int { isInArray ? 1 : 0 }

    private mutating func take(_ byte: UInt8, _ body: (Int, [UInt8]?) -> Void) {
        if byte == 0x0A { line += 1 }
        if isInString {
            add(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
                if depth == base { end(body) }
            }
            return
        }
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D:
            if isInElement, depth == base { end(body) } else if isInElement { add(byte) }
        case UInt8(ascii: ",") where depth == base:
            if isInElement { end(body) }
        case UInt8(ascii: "["), UInt8(ascii: "{"): open(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"): close(byte, body)
        default:
            begin()
            add(byte)
            if byte == UInt8(ascii: "\"") { isInString = true }
        }
    }

    private mutating func open(_ byte: UInt8) {
        guard isStarted || byte != UInt8(ascii: "[") else {
            isStarted = true
            isInArray = true
            depth = 1
            return
        }
        begin()
        add(byte)
        depth += 1
    }

    private mutating func close(_ byte: UInt8, _ body: (Int, [UInt8]?) -> Void) {
        if depth == base {
            if isInElement { end(body) }
            if isInArray, byte == UInt8(ascii: "]") {
                isInArray = false
                depth = 0
            } else {
                isBroken = true
            }
            return
        }
        add(byte)
        depth -= 1
        if depth == base { end(body) }
    }

    private mutating func begin() {
        isStarted = true
        guard !isInElement else { return }
        isInElement = true
        start = line
    }

    private mutating func add(_ byte: UInt8) {
        guard !isTooLong else { return }
        element.append(byte)
        guard element.count > longest else { return }
        isTooLong = true
        element = []
    }

    private mutating func end(_ body: (Int, [UInt8]?) -> Void) {
        body(start, isTooLong ? nil : element)
        element.removeAll(keepingCapacity: true)
        isTooLong = false
        isInElement = false
    }
}
