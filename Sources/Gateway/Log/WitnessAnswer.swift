/// What a witness answers to `add-checkpoint` (C2SP `tlog-witness`), by HTTP status and body.
public enum WitnessAnswer: Sendable, Hashable {
    /// 200: signature lines, not yet checked; see ``cosignatures(over:by:)``.
    case cosigned([NoteSignature])
    /// 409: the witness's latest checkpoint is of this size, and the request must start there. Without a size, or with the size
    /// that was sent, the witness has signed another tree of that size: the log has forked.
    case conflict(size: Int64?)
    /// 404: the witness does not know the log's origin.
    case unknownLog
    /// 403: no signature on the checkpoint is by a key that the witness has for the log.
    case untrustedSignature
    /// 422: the tree does not begin with the one that the witness has seen: the log has forked or was rolled back.
    case inconsistent
    /// 400: the witness could not read the request.
    case badRequest
    /// Any other status: the witness is out of order or absent, and may be asked again.
    case unavailable(status: Int)

    public static let maximumBytes = SignedNote.maximumBytes

    /// Throws when a 200 has a body that is not signature lines.
    public init(status: Int, body: [UInt8]) throws(NoteError) {
        switch status {
        case 200:
            guard body.count <= Self.maximumBytes else {
                throw .malformed("a witness answers with at most \(Self.maximumBytes) bytes")
            }
            let signatures = try SignedNote.signatures(parsing: body)
            guard signatures.count <= SignedNote.maximumSignatures else {
                throw .malformed("a witness answers with at most \(SignedNote.maximumSignatures) signatures")
            }
            self = .cosigned(signatures)
        case 400: self = .badRequest
        case 403: self = .untrustedSignature
        case 404: self = .unknownLog
        case 409: self = .conflict(size: body.last == 0x0A ? CanonicalDecimal.value(body.dropLast()) : nil)
        case 422: self = .inconsistent
        default: self = .unavailable(status: status)
        }
    }

    /// The cosignatures by known witnesses over the note that was sent, one a witness. Throws when one is wrong, when there is
    /// none, and when the witness did not sign.
    public func cosignatures(over note: SignedNote, by witnesses: [NoteVerifier]) throws(NoteError) -> [NoteSignature] {
        guard case .cosigned(let signatures) = self else { throw .noKnownSignature }
        let answered = try SignedNote(text: note.text, signatures: signatures)
        return try answered.verified(by: witnesses.filter { $0.algorithm == .cosignature }).map(\.signature)
    }
}
