import Core

extension Proposal {
    /// Refuses what no proposal may be: without limits in size or time, for another place than the source's, with a
    /// credential in it, or open to being misread.
    func check() throws(ApprovalFormatError) {
        try checkNames()
        try checkRequest()
        try checkTerms()
        guard payload.count <= Proposal.maximumBytes else {
            throw fail("it has \(payload.count) bytes and may have \(Proposal.maximumBytes)")
        }
    }

    private func fail(_ reason: String) -> ApprovalFormatError { ApprovalFormatError("proposal", reason) }

    private func checkNames() throws(ApprovalFormatError) {
        let isFileName = id.utf8.allSatisfy { Proposal.isWord($0) || $0 == UInt8(ascii: ".") }
        guard (1...100).contains(id.utf8.count), isFileName, !id.hasPrefix("."), !id.hasPrefix("-") else {
            throw fail("the id must be 1 to 100 letters, digits, '-', '_' and '.', and begin with none of '.' and '-'")
        }
        try check(investigation, "the investigation", 1...200)
        try check(source.name.text, "the source's name", 1...200)
        try check(tool, "the tool", 1...200)
        try check(asker.description, "the asker", 1...200)
        guard try Proposal.principal(asker.description, StrictJSON(place: "proposal")) == asker else {
            throw fail("the asker is not a principal that can be read back")
        }
        if let onBehalfOf { try check(onBehalfOf, "the person whom the asker acts for", 1...200) }
        try check(reason, "the reason", 1...4000)
        guard evidence.count <= 200 else { throw fail("it names \(evidence.count) pieces of evidence and may name 200") }
        for id in evidence { try check(id, "an id of evidence", 1...200) }
        try check(policy.digest, "the policy's digest", 1...200)
        try check(policy.rule, "the policy's rule", 1...1000)
        try check(approvers.group, "the group of approvers", 1...200)
        try check(checkpoint, "the ledger's checkpoint", 0...8192)
    }

    private func check(_ text: String, _ what: String, _ bytes: ClosedRange<Int>) throws(ApprovalFormatError) {
        guard bytes.contains(text.utf8.count) else {
            throw fail("\(what) has \(text.utf8.count) bytes and may have \(bytes.lowerBound) to \(bytes.upperBound)")
        }
    }

    private func checkRequest() throws(ApprovalFormatError) {
        guard request.method != .get else { throw fail("a GET is not a write") }
        try check(request.url, "the URL", 1...8192)
        try checkURL()
        guard request.headers.count <= 64 else { throw fail("it has \(request.headers.count) headers and may have 64") }
        var names: Set<String> = []
        for header in request.headers {
            let isName = header.name.utf8.allSatisfy { Proposal.isWord($0) && !(0x41...0x5A).contains($0) }
            guard (1...100).contains(header.name.utf8.count), isName else {
                throw fail("the header \(Visible.quoted(header.name)) is not a name in lower case")
            }
            guard names.insert(header.name).inserted else { throw fail("the header \(header.name) occurs twice") }
            guard !Proposal.credentialHeaders.contains(header.name) else {
                throw fail("the header \(header.name) carries a credential, and a proposal may not")
            }
            try check(header.value, "the header \(header.name)", 0...8192)
            guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 }) else {
                throw fail("the header \(header.name) has control characters")
            }
        }
        guard request.body.count <= 1 << 20 else {
            throw fail("the body has \(request.body.count) bytes and may have \(1 << 20)")
        }
        try check(request.credential, "the credential's place", 0...500)
    }

    /// The URL must be below the source's origin, as bytes and as servers read it.
    private func checkURL() throws(ApprovalFormatError) {
        let origin = source.origin.description
        // An origin that was put together otherwise than by reading one need not be one.
        guard Origin(origin) == source.origin else { throw fail("\(Visible.quoted(origin)) is not an origin") }
        guard request.url.utf8.starts(with: origin.utf8) else {
            throw fail("the URL is not below the source's origin \(origin)")
        }
        let target = request.url.utf8.dropFirst(origin.utf8.count)
        guard target.first.map({ $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }) ?? true else {
            throw fail("the URL is not below the source's origin \(origin)")
        }
        guard target.allSatisfy({ (0x21..<0x7F).contains($0) && !"\"#<>\\^`{|}".utf8.contains($0) }) else {
            throw fail("the URL has a character that a URL does not have, or a fragment")
        }
        let path = target.prefix { $0 != UInt8(ascii: "?") }
        for segment in path.split(separator: UInt8(ascii: "/")) {
            // Some servers decode before they resolve dots.
            let parts = PercentDecoding.decode(Array(segment)).split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
            if parts.contains(where: { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }) {
                throw fail("the URL's path has the segment \(Visible.quoted(String(decoding: segment, as: UTF8.self)))")
            }
        }
    }

    private func checkTerms() throws(ApprovalFormatError) {
        guard (1...100).contains(approvers.count) else {
            throw fail("it asks for \(approvers.count) approvers and may ask for 1 to 100")
        }
        guard nonce.count == 32 else { throw fail("the nonce has \(nonce.count) bytes and must have 32") }
        let (lifetime, overflow) = expires.nanoseconds.subtractingReportingOverflow(notBefore.nanoseconds)
        guard !overflow, lifetime > 0 else { throw fail("it expires before it becomes valid") }
        guard lifetime <= Int64(Proposal.maximumLifetime) * 1_000_000_000 else {
            throw fail("it is valid for more than \(Int(Proposal.maximumLifetime) / 60) minutes")
        }
    }

    private static let credentialHeaders: Set<String> = ["authorization", "proxy-authorization", "cookie"]

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
