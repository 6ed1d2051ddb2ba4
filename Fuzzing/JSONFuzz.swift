import Core

// A document many times in an array, which then stays text: it is as valid as alone, its elements are the document, and it is
// written as they are.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard !bytes.isEmpty else { return 0 }
    let copies = max(40, 70_000 / bytes.count)
    let many = [UInt8(ascii: "[")] + Array(repeatElement(bytes, count: copies).joined(separator: [UInt8(ascii: ",")]))
    let array = try? JSONValue(parsing: many + [UInt8(ascii: "]")]).array
    guard let one = try? JSONValue(parsing: bytes) else {
        // What is no document may be parts of one, with a comma between them or within a text.
        precondition(array == nil || bytes.contains(UInt8(ascii: ",")) || bytes.contains(UInt8(ascii: "\"")))
        return 0
    }
    guard let elements = array else {
        // One level deeper it may be too deep.
        precondition((try? JSONValue(parsing: [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")])) == nil)
        return 0
    }
    precondition(elements.count == copies)
    precondition(elements[0] == one && elements[copies / 2] == one && elements[copies - 1] == one)
    let text = one.compact
    precondition(JSONValue.array(elements).compact == "[" + Array(repeating: text, count: copies).joined(separator: ",") + "]")
    return 0
}
