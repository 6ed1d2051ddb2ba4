import Core
import Gateway

private let redactor = Redactor(
    RedactionOptions(
        names: ["Globex"], ipAddresses: true, key: RedactionKey(master: Array(repeating: 1, count: 32), incident: "f")))

/// Redaction: the same output for every chunking, and nothing left to find in it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let input = Array(bytes.dropFirst())
    let whole = redactor.redact(input)
    var stream = RedactionStream(redactor)
    var output: [UInt8] = []
    var place = 0
    let size = Int(first % 17) + 1
    while place < input.count {
        let end = min(input.count, place + size)
        output += stream.write(Array(input[place..<end]))
        place = end
    }
    output += stream.finish()
    // The whole is text, in which what is not UTF-8 was replaced.
    precondition(String(decoding: output, as: UTF8.self) == whole.text, "chunks of \(size) give another output")
    return 0
}
