import Gateway

/// `allowed_signers` and lists of revoked keys.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    if let signers = try? AllowedSigners(text: text) {
        for entry in signers.entries { _ = entry.principals.matches("alice@example.org") }
    }
    _ = try? RevokedKeys(text: text)
    return 0
}
