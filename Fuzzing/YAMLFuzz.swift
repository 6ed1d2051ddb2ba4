import Connectors
import Core

// A text behind a long comment, of which sections are parsed one by one: it is what it is alone.

private let comment = String(repeating: "# " + String(repeating: "x", count: 998) + "\n", count: 70)

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    // A mark of the order of bytes may stand at the beginning alone.
    guard text.unicodeScalars.first != "\u{FEFF}" else { return 0 }
    let alone = read(text)
    let behind = read(comment + text)
    // What aliases may unfold to is bounded by the length of the whole text.
    if case .failure(let error) = behind, error.reason.contains("aliases") { return 0 }
    switch (alone, behind) {
    case (.success(let one), .success(let other)): precondition(one == other, "not the same behind a comment")
    case (.failure, .failure): break
    default: preconditionFailure("valid only alone, or only behind a comment")
    }
    return 0
}

private func read(_ text: String) -> Result<JSONValue, YAMLError> {
    do throws(YAMLError) { return .success(try JSONValue(yaml: text)) } catch { return .failure(error) }
}
