import Core

/// What in a proposal may mislead the eye even when every character is visible.
struct Suspicion {
    var what: String
    var details: [String] = []

    static func all(in proposal: Proposal, _ body: BodyText) -> [Suspicion] {
        let request = proposal.request
        let target = RequestTarget(request.url, below: proposal.source.origin)
        let texts =
            [proposal.reason, proposal.tool, proposal.source.name.text, proposal.asker.description]
            + [proposal.onBehalfOf ?? "", proposal.approvers.group, proposal.policy.rule, proposal.investigation]
            + proposal.evidence + target.path + target.query + request.headers.map(\.value) + body.lines
        var found: [Suspicion] = []
        if proposal.source.origin.scheme == .http {
            found.append(Suspicion(what: "The source is reached without encryption (http)."))
        }
        let hosts = ([proposal.source.origin.host] + texts.flatMap(HostName.hosts)).filter(HostName.isInternational)
        if !hosts.isEmpty {
            let names = Set(hosts).sorted()
            var details = names.prefix(20).map(HostName.explained)
            if names.count > 20 { details.append("and \(names.count - 20) more") }
            found.append(
                Suspicion(
                    what: "Host names with letters outside ASCII: they may look like another name than they are.",
                    details: details))
        }
        if texts.contains(where: { $0.unicodeScalars.contains { $0 != "\n" && Visible.isHidden($0) } })
            || body.escapesHidden
        {
            found.append(
                Suspicion(what: "There are characters that cannot be seen or that move text; they are shown as ⟨U+…⟩."))
        }
        if texts.contains(where: { $0.unicodeScalars.contains(where: isRightToLeft) }) {
            found.append(
                Suspicion(what: "There are letters of right-to-left scripts: a terminal may show a line in another order."))
        }
        if body.form == .notJSON { found.append(Suspicion(what: "The body is declared as JSON and is not valid JSON.")) }
        return found
    }

    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
