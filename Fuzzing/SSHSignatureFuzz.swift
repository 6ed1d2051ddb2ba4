import Gateway

/// Signature files, armored and not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let signature = try? SSHSignature(bytes: bytes) {
        precondition(signature.blob == bytes, "another signature was read than the one that was given")
        if let key = try? SSHPublicKey(blob: signature.key.blob) { precondition(key == signature.key) }
    }
    if let signature = try? SSHSignature(armored: String(decoding: bytes, as: UTF8.self)) {
        precondition((try? SSHSignature(armored: signature.armored)) == signature, "it does not survive being written")
    }
    return 0
}
