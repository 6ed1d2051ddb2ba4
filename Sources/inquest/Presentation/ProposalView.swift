import Core
import Gateway

/// A proposal in a list.
struct ProposalView {
    let record: ProposalRecord
    let state: ProposalRecord.State

    init(record: ProposalRecord, now: Instant) {
        self.record = record
        state = record.state(at: now)
    }

    var stateText: String {
        switch state {
        case .waiting(let have, let need): "waits, \(have) of \(need) signatures, until \(record.proposal.expires.rfc3339())"
        case .denied(let by, let reason): "denied by \(by): \(reason)"
        case .expired: "expired \(record.proposal.expires.rfc3339())"
        case .sent(let status): "sent, answered \(status)"
        case .failed(let detail): "not sent: \(detail)"
        case .outcomeUnknown(let detail): "outcome unknown: \(detail)"
        }
    }

    var line: String {
        let proposal = record.proposal
        let head =
            "\(Terminal.pad(proposal.id, to: 13)) \(proposal.tool) on \(proposal.source.name), asked by"
            + " \(Terminal.printable(proposal.asker.description))"
        return Terminal.wrap(head, indent: "  ") + "\n"
            + Terminal.wrap("  why: " + Terminal.printable(proposal.reason), indent: "  ") + "\n"
            + Terminal.wrap("  " + Terminal.printable(stateText), indent: "  ")
    }

    var json: JSONValue {
        let proposal = record.proposal
        return [
            "id": .string(proposal.id), "tool": .string(proposal.tool), "source": .string(proposal.source.name.text),
            "asker": .string(proposal.asker.description), "reason": .string(proposal.reason),
            "state": .string(stateText), "open": .bool(state.isOpen), "digest": .string(proposal.digest),
            "method": .string(proposal.request.method.rawValue), "url": .string(proposal.request.url),
            "body": .string(String(decoding: proposal.request.body, as: UTF8.self)),
            "expires": .string(proposal.expires.rfc3339Exact), "investigation": .string(proposal.investigation),
        ]
    }
}
