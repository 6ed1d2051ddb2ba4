public import Core

/// Decides whether signatures approve a proposal. Pure: what is true at the moment (the time, what was used, the files' text)
/// is given by the caller.
public enum ApprovalJudge {
    /// In place of a group: any person whom the policy knows.
    public static let anyone = "*"

    /// What the judge goes by beside the proposal and its signatures.
    public struct Grounds: Sendable {
        public var signers: AllowedSigners
        public var revoked: RevokedKeys?
        /// The people whom the policy knows, with the groups that each is in. Names that differ in case alone are one person.
        public var people: [String: Set<String>]

        public init(signers: AllowedSigners, revoked: RevokedKeys? = nil, people: [String: Set<String>]) {
            self.signers = signers
            self.revoked = revoked
            self.people = people
        }
    }

    /// The person whose approval one signature is.
    ///
    /// - Parameters:
    ///   - previous: those who signed this proposal before.
    ///   - isUsed: whether the proposal's nonce was consumed.
    public static func judge(
        signature: SSHSignature, over proposal: Proposal, on grounds: Grounds, previous: [Approver] = [], isUsed: Bool,
        at now: Instant
    ) throws(ApprovalRefusal) -> Approver {
        try checkTerms(of: proposal, isUsed: isUsed, at: now)
        let fingerprint = signature.key.fingerprint
        guard signature.namespace == Proposal.namespace else { throw .wrongNamespace(signature.namespace) }
        guard signature.isValid(over: proposal.signedBytes) else { throw .otherBytes(fingerprint: fingerprint) }
        guard signature.userWasPresent else { throw .nobodyTouched(fingerprint: fingerprint) }
        if let revoked = grounds.revoked, revoked.contains(signature.key) { throw .revoked(fingerprint: fingerprint) }
        let entries = try usableEntries(for: signature.key, in: grounds.signers, at: now)
        let person = try person(behind: entries, among: grounds.people)
        try checkIsNotAsker(person, key: signature.key, of: proposal, on: grounds)
        let group = proposal.approvers.group
        guard group == anyone || groups(of: person, in: grounds.people).contains(group) else {
            throw .notInGroup(person: person, group: proposal.approvers.group)
        }
        let signedAlready = previous.contains { isSame($0.principal, person) || $0.fingerprint == fingerprint }
        guard !signedAlready else { throw .signedAlready(person: person) }
        return Approver(principal: person, fingerprint: fingerprint, keyType: signature.key.kind)
    }

    /// The people who approve a proposal with an envelope; refuses unless they are as many as the proposal asks for. Every
    /// signature must count: what is in question is judged before it is put into the envelope.
    ///
    /// Signatures that counted when they were made are judged again here, right before sending: a key may have been revoked
    /// since.
    public static func judge(
        envelope: ApprovalEnvelope, over proposal: Proposal, on grounds: Grounds, isUsed: Bool, at now: Instant
    ) throws(ApprovalRefusal) -> [Approver] {
        guard envelope.payload == proposal.payload else { throw .otherProposal }
        var approvers: [Approver] = []
        for signature in envelope.signatures {
            approvers.append(
                try judge(
                    signature: signature, over: proposal, on: grounds, previous: approvers, isUsed: isUsed, at: now))
        }
        guard approvers.count >= proposal.approvers.count else {
            throw .tooFew(have: approvers.count, need: proposal.approvers.count)
        }
        return approvers
    }

    private static func checkTerms(of proposal: Proposal, isUsed: Bool, at now: Instant) throws(ApprovalRefusal) {
        guard !isUsed else { throw .alreadyUsed }
        guard now >= proposal.notBefore else { throw .notYetValid(from: proposal.notBefore) }
        guard now < proposal.expires else { throw .expired(at: proposal.expires) }
    }

    /// The lines of the allowed signers file that list the key, are for approvals, and count now. Times count in whole
    /// seconds, as they do for ssh-keygen.
    private static func usableEntries(
        for key: SSHPublicKey, in signers: AllowedSigners, at now: Instant
    ) throws(ApprovalRefusal) -> [AllowedSigners.Entry] {
        let listed = signers.entries(for: key)
        guard !listed.isEmpty else { throw .unknownKey(fingerprint: key.fingerprint) }
        let meant = listed.filter { $0.namespaces?.matches(Proposal.namespace) ?? true }
        guard !meant.isEmpty else { throw .keyNotForApprovals(fingerprint: key.fingerprint) }
        let second = Instant(seconds: now.wholeSeconds)
        let begun = meant.filter { $0.validAfter.map { $0 <= second } ?? true }
        guard !begun.isEmpty else {
            throw .keyNotYetValid(fingerprint: key.fingerprint, from: meant.compactMap(\.validAfter).min() ?? now)
        }
        let usable = begun.filter { $0.validBefore.map { second <= $0 } ?? true }
        guard !usable.isEmpty else {
            throw .keyNoLongerValid(fingerprint: key.fingerprint, until: begun.compactMap(\.validBefore).max() ?? now)
        }
        return usable
    }

    /// The one person whom the lines can mean. A signature does not say who made it, so a key that may be two people's is
    /// nobody's.
    private static func person(
        behind entries: [AllowedSigners.Entry], among people: [String: Set<String>]
    ) throws(ApprovalRefusal) -> String {
        let names = people.keys.sorted().filter { name in entries.contains { $0.principals.matches(name) } }
        guard let first = names.first else {
            throw .unknownPerson(listedAs: entries.map(\.principals.description).joined(separator: ","))
        }
        guard names.allSatisfy({ isSame($0, first) }) else { throw .severalPeople(names) }
        return first
    }

    /// The signer must not be the person who asks or for whom is asked; nor may the key be one that the file gives to that
    /// person too.
    private static func checkIsNotAsker(
        _ signer: String, key: SSHPublicKey, of proposal: Proposal, on grounds: Grounds
    ) throws(ApprovalRefusal) {
        var askers: [String] = []
        if case .person(let name) = proposal.asker { askers.append(name) }
        if let name = proposal.onBehalfOf { askers.append(name) }
        let entries = grounds.signers.entries(for: key).map(\.principals.lowercased)
        for asker in askers {
            guard grounds.people.keys.contains(where: { isSame($0, asker) }) else { throw .unknownAsker(asker) }
            guard !isSame(asker, signer), !entries.contains(where: { $0.matches(asker.lowercased()) }) else {
                throw .ownProposal(person: asker)
            }
        }
    }

    private static func groups(of person: String, in people: [String: Set<String>]) -> Set<String> {
        people.filter { isSame($0.key, person) }.values.reduce(into: []) { $0.formUnion($1) }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }
}
