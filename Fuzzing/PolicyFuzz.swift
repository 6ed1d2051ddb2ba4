import Core
import Gateway

/// Policies in YAML: whatever can be read survives its recorded form and never allows a write.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let policy = try? Policy.read(bytes: bytes, file: "policy.yaml") else { return 0 }
    precondition((try? Policy(json: policy.json))?.digest == policy.digest, "the recorded form is another policy")
    let question = PolicyQuestion(
        principal: .model("m"), source: "s", tool: "t", effect: .write, input: ["a": ["b": "c"]], at: Instant(seconds: 0))
    if case .allow = policy.judge(question).verdict { preconditionFailure("a write was allowed") }
    return 0
}
