/// Keys that count no more, whatever other files say: public keys, one a line, as `ssh-keygen -Y verify -r` takes them.
///
/// Keys of any type may stand here, also those that cannot sign approvals. Binary revocation lists (KRL) are refused.
public struct RevokedKeys: Sendable, Hashable {
    /// Longer files are refused.
    public static let maximumBytes = 1 << 20

    private let blobs: Set<[UInt8]>

    public var count: Int { blobs.count }

    /// Reads the file's text. `file` is the name that errors give.
    public init(text: String, file: String = "revoked_keys") throws(ApprovalFormatError) {
        guard !text.utf8.starts(with: "SSHKRL\n".utf8) else {
            throw ApprovalFormatError(
                file, "it is a binary key revocation list (KRL): list the revoked public keys, one a line")
        }
        var blobs: Set<[UInt8]> = []
        for line in try KeyLine.lines(of: text, file: file, atMost: RevokedKeys.maximumBytes) {
            blobs.insert(try RevokedKeys.blob(of: line))
        }
        self.blobs = blobs
    }

    public func contains(_ key: SSHPublicKey) -> Bool { blobs.contains(key.blob) }

    private static func blob(of line: KeyLine) throws(ApprovalFormatError) -> [UInt8] {
        let words = KeyLine.words(line.text)
        guard words.count >= 2, let blob = Base64.decode(words[1]) else {
            throw line.fail("expected a key's type and its base64")
        }
        do throws(ApprovalFormatError) {
            if SSHPublicKey.Kind(rawValue: String(words[0])) != nil {
                return try SSHPublicKey(type: words[0], base64: words[1]).blob
            }
            var reader = SSHReader(blob, of: "SSH key")
            let name = try reader.text("the name of its type")
            guard name == words[0] else { throw reader.fail("the line says \(words[0]) and the key says \(name)") }
            return blob
        } catch {
            throw line.fail(error.reason)
        }
    }
}
