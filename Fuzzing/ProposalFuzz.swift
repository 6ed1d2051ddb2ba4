import Gateway

/// Proposals and envelopes, and the text that is shown of them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let proposal = try? Proposal(payload: bytes) {
        precondition(proposal.payload == bytes, "a proposal has two spellings")
        for scalar in ProposalText.render(proposal).unicodeScalars {
            precondition(scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x7F, "a control character is shown")
        }
    }
    if let envelope = try? ApprovalEnvelope(bytes: bytes) { precondition(envelope.bytes == bytes) }
    return 0
}
