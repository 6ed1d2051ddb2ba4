import Gateway

/// Evidence bundles: nothing that a fuzzer makes verifies.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    _ = BundleVerifier.verify(bytes)
    return 0
}
