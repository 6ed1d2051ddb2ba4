public import Core

/// Why a signature does not count. The description is a sentence for the person who signed.
public enum ApprovalRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// The envelope holds another proposal's bytes.
    case otherProposal
    case notYetValid(from: Instant)
    case expired(at: Instant)
    case alreadyUsed
    case wrongNamespace(String)
    /// The signature was made over other bytes, or is damaged.
    case otherBytes(fingerprint: String)
    case nobodyTouched(fingerprint: String)
    case revoked(fingerprint: String)
    case unknownKey(fingerprint: String)
    case keyNotForApprovals(fingerprint: String)
    case keyNotYetValid(fingerprint: String, from: Instant)
    case keyNoLongerValid(fingerprint: String, until: Instant)
    case unknownPerson(listedAs: String)
    case severalPeople([String])
    case notInGroup(person: String, group: String)
    case unknownAsker(String)
    case ownProposal(person: String)
    case signedAlready(person: String)
    case tooFew(have: Int, need: Int)

    public var description: String {
        switch self {
        case .otherProposal: "The envelope holds other bytes than this proposal's."
        case .notYetValid(let from): "The proposal becomes valid at \(from)."
        case .expired(let at): "The proposal expired at \(at). Propose it again if it is still wanted."
        case .alreadyUsed: "The proposal was used already: one approval sends one request, once."
        case .wrongNamespace(let name):
            "The signature was made for \(Visible.quoted(name)) and not for \(Proposal.namespace): "
                + "sign with ssh-keygen -Y sign -n \(Proposal.namespace)."
        case .otherBytes(let fingerprint):
            "The signature with the key \(fingerprint) is not over the bytes of this proposal, or it is damaged."
        case .nobodyTouched(let fingerprint):
            "The security key \(fingerprint) signed without being touched: a person's presence is required."
        case .revoked(let fingerprint): "The key \(fingerprint) was revoked."
        case .unknownKey(let fingerprint): "The key \(fingerprint) is not among the allowed signers."
        case .keyNotForApprovals(let fingerprint):
            "The allowed signers file does not let the key \(fingerprint) sign for \(Proposal.namespace)."
        case .keyNotYetValid(let fingerprint, let from): "The key \(fingerprint) becomes valid at \(from)."
        case .keyNoLongerValid(let fingerprint, let until): "The key \(fingerprint) was valid until \(until)."
        case .unknownPerson(let names):
            "The key stands for \(Visible.quoted(names)) in the allowed signers file, and the policy knows no such person."
        case .severalPeople(let names):
            "The key may be that of any of \(names.map { Visible.quoted($0) }.joined(separator: ", ")): an approval must be one "
                + "person's. Give each person a key of their own."
        case .notInGroup(let person, let group):
            "\(Visible.text(person)) is not in the group \(Visible.quoted(group)), which has to approve this."
        case .unknownAsker(let name):
            "The proposal was made for \(Visible.quoted(name)), whom the policy does not know: whether the signer is the same "
                + "person cannot be told."
        case .ownProposal(let person):
            "\(Visible.text(person)) asked for this, or it was asked on their behalf: somebody else has to approve it."
        case .signedAlready(let person):
            "\(Visible.text(person)) has signed this proposal already: people are counted, not keys."
        case .tooFew(let have, let need): "\(have) of \(need) people who have to approve this have signed."
        }
    }
}
