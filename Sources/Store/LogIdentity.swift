import Crypto
import Foundation
import GRDB
import Gateway

/// Whose log it is: its name and the public key of its checkpoints.
struct LogIdentity {
    let origin: String
    let publicKey: [UInt8]

    /// The log of this key. Without a name it is named after the key.
    init(key: MasterKey, origin: String?) throws(LedgerError) {
        publicKey = Array(key.signingKey.publicKey.rawRepresentation)
        self.origin = origin ?? "inquest/" + Hex.encode(SHA256.hash(data: publicKey).prefix(8))
        guard NoteVerifier.isValid(name: self.origin) else {
            throw LedgerError(
                "a log cannot be named \(self.origin.debugDescription): a name has 1 to \(NoteVerifier.maximumNameBytes) bytes and "
                    + "neither spaces, '+' nor control characters")
        }
    }

    private init(origin: String, publicKey: [UInt8]) {
        self.origin = origin
        self.publicKey = publicKey
    }

    static func stored(in database: Database) throws -> LogIdentity {
        guard let row = try Row.fetchOne(database, sql: "SELECT CAST(origin AS BLOB), public_key FROM log WHERE id = 1"),
            let name = row.bytes(0), let origin = String(validating: name, as: UTF8.self), let publicKey = row.bytes(1)
        else { throw LedgerError("the file is damaged: it does not say which log it holds") }
        return LogIdentity(origin: origin, publicKey: publicKey)
    }

    /// The public key is derived from the master key, so it also tells a wrong master key.
    func check(against wanted: LogIdentity, isNamed: Bool) throws(LedgerError) {
        guard publicKey == wanted.publicKey else {
            throw LedgerError(
                "the master key does not belong to this ledger: its log has the public key \(Hex.encode(publicKey)), and the "
                    + "master key gives \(Hex.encode(wanted.publicKey)); use the key file that the ledger was created with")
        }
        guard !isNamed || origin == wanted.origin else {
            throw LedgerError("the ledger's log is named \(origin), and not \(wanted.origin)")
        }
    }
}
