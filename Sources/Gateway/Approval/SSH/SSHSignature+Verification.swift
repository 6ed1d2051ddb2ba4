import Crypto

extension SSHSignature {
    /// Whether the key in the signature signed this message in this namespace. Whose key it is, and whether it may, is not
    /// asked here.
    public func isValid(over message: [UInt8]) -> Bool {
        var signed = signedData(over: message)
        if let presence {
            // PROTOCOL.u2f: the hardware signs digests of the application and the data, with its flags and counter between.
            let counter = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: presence.counter >> $0) }
            signed =
                Array(SHA256.hash(data: Array(key.application.utf8))) + [presence.flags] + counter
                + Array(SHA256.hash(data: signed))
        }
        switch key.kind {
        case .ed25519, .securityKeyEd25519:
            let ed25519 = try? Curve25519.Signing.PublicKey(rawRepresentation: key.point)
            return ed25519?.isValidSignature(value, for: signed) ?? false
        case .ecdsaP256, .securityKeyECDSA:
            guard let p256 = try? P256.Signing.PublicKey(x963Representation: key.point),
                let signature = try? P256.Signing.ECDSASignature(rawRepresentation: value)
            else { return false }
            return p256.isValidSignature(signature, for: signed)
        case .ecdsaP384:
            guard let p384 = try? P384.Signing.PublicKey(x963Representation: key.point),
                let signature = try? P384.Signing.ECDSASignature(rawRepresentation: value)
            else { return false }
            return p384.isValidSignature(signature, for: signed)
        case .ecdsaP521:
            guard let p521 = try? P521.Signing.PublicKey(x963Representation: key.point),
                let signature = try? P521.Signing.ECDSASignature(rawRepresentation: value)
            else { return false }
            return p521.isValidSignature(signature, for: signed)
        }
    }

    /// PROTOCOL.sshsig: the first word, the namespace, the reserved field, the digest's name and the message's digest.
    private func signedData(over message: [UInt8]) -> [UInt8] {
        let digest =
            switch hash {
            case .sha256: Array(SHA256.hash(data: message))
            case .sha512: Array(SHA512.hash(data: message))
            }
        return SSHSignature.magic + SSHReader.encode(Array(namespace.utf8)) + SSHReader.encode([])
            + SSHReader.encode(Array(hash.rawValue.utf8)) + SSHReader.encode(digest)
    }
}
