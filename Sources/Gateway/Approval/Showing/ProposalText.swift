import Core
import Crypto

/// What a person reads before signing a proposal, derived from the bytes that will be sent and not from what anyone says of
/// them.
///
/// Lines that begin with `│ ` or `┆ ` hold data (`┆ ` continues a line that was too long); all other lines are this program's
/// own words, and no data can begin one. See ``Visible`` for characters that cannot be seen.
public enum ProposalText {
    /// Lines of the body that are shown unless the caller asks for more.
    public static let bodyLines = 400

    /// - Parameters:
    ///   - width: columns of the terminal; at least 40 are used.
    ///   - bodyLines: lines of the body to show at most. What is cut is counted in a line of its own.
    public static func render(_ proposal: Proposal, width: Int = 80, bodyLines: Int = bodyLines) -> String {
        var page = DataPage(width: width)
        let request = proposal.request
        let body = BodyText(request)
        page.label("PROPOSAL: a request that is sent only if enough people sign it")
        page.data(proposal.id)
        warn(of: proposal, body, &page)
        page.label("To the source, at")
        page.data(proposal.source.name.text)
        page.data(proposal.source.origin.description)
        page.label("By the tool")
        page.data(proposal.tool)
        page.blank()

        page.label("WHAT WILL BE SENT, as it will stand in the request: method and URL")
        page.data(request.method.rawValue + " " + request.url)
        let target = RequestTarget(request.url, below: proposal.source.origin)
        page.label("The path, decoded, below the source's origin, one part a line")
        for part in target.path { page.data(part) }
        if !target.query.isEmpty {
            page.label("The query, decoded, one item a line")
            for item in target.query { page.data(item) }
        }
        page.label("Headers (\(request.headers.count))")
        for header in request.headers { page.data(header.name + ": " + header.value) }
        page.label(request.credential.isEmpty ? "No credential" : "Where the source's credential goes; it is not shown")
        if !request.credential.isEmpty { page.data(request.credential) }
        show(body, of: request, lines: bodyLines, &page)
        page.blank()

        page.label("WHO ASKS")
        page.data(proposal.asker.description)
        page.label(proposal.onBehalfOf == nil ? "On nobody's behalf" : "On behalf of")
        if let person = proposal.onBehalfOf { page.data(person) }
        page.label("Why, in the asker's words")
        page.block(proposal.reason)
        page.label(proposal.evidence.isEmpty ? "No evidence is named" : "Evidence that the asker names")
        for id in proposal.evidence { page.data(id) }
        page.label("Investigation")
        page.data(proposal.investigation)
        page.blank()
        showTerms(of: proposal, &page)
        return page.text
    }

    private static func showTerms(of proposal: Proposal, _ page: inout DataPage) {
        let seconds = Int(proposal.expires.seconds(since: proposal.notBefore))
        page.label("TERMS: for one use, from the first moment on and before the second (\(seconds) seconds)")
        page.data(proposal.notBefore.rfc3339Exact)
        page.data(proposal.expires.rfc3339Exact)
        let count = proposal.approvers.count
        page.label("\(count) \(count == 1 ? "person has" : "people have") to sign, other than whoever asks, of the group")
        page.data(proposal.approvers.group)
        page.label("The rule that asks for it, and the policy's digest")
        page.data(proposal.policy.rule)
        page.data(proposal.policy.digest)
        page.label("The ledger's checkpoint")
        page.block(proposal.checkpoint)
        page.label("The nonce")
        page.data(Hex.encode(proposal.nonce))
        page.label("SHA-256 of the proposal, and of the file that is signed")
        page.data(proposal.digest)
        page.data(Hex.encode(SHA256.hash(data: proposal.signedBytes)))
    }

    private static func warn(of proposal: Proposal, _ body: BodyText, _ page: inout DataPage) {
        let warnings = Suspicion.all(in: proposal, body)
        guard !warnings.isEmpty else { return }
        page.label("LOOK CLOSELY:")
        for warning in warnings {
            page.label("! " + warning.what)
            for detail in warning.details { page.data(detail) }
        }
    }

    private static func show(
        _ body: BodyText, of request: Proposal.Request, lines limit: Int, _ page: inout DataPage
    ) {
        guard !request.body.isEmpty else {
            page.label("No body")
            return
        }
        let digest = Hex.encode(SHA256.hash(data: request.body))
        page.label("The body, \(request.body.count) bytes, \(body.form.rawValue)")
        let cut = page.lines(body.lines, atMost: max(0, limit))
        if cut.lines > 0 {
            page.label(
                "CUT HERE: \(cut.lines) more lines of the body with \(cut.characters) characters are not shown. They will be sent."
            )
        }
        page.label("SHA-256 of the body")
        page.data(digest)
    }
}
