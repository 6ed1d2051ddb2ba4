/// Private keys and JSON Web Tokens.
extension RedactionRule {
    static let keys: [RedactionRule] = [
        RedactionRule(
            "private-key-block", .secret,
            #"-----BEGIN (RSA |DSA |EC |ECDSA |OPENSSH |ENCRYPTED |PGP |ANY |SM2 |X25519 |ED25519 )?PRIVATE KEY( BLOCK)?-----"#,
            closing: "-----END",
            finds: [
                "-----BEGIN RSA PRIVATE KEY-----\n‹b64›\n‹b64›\n-----END RSA PRIVATE KEY-----\nafter",
                #"{"private_key": "-----BEGIN PRIVATE KEY-----\nMII‹b64›\n-----END PRIVATE KEY-----\n"}"#,
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk‹b64›\n-----END OPENSSH PRIVATE KEY-----",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\nlQ‹b64›\n=‹b4›\n-----END PGP PRIVATE KEY BLOCK-----",
            ], passes: ["-----BEGIN PUBLIC KEY-----\n‹b8›", "-----BEGIN CERTIFICATE-----"]),
        RedactionRule(
            "ssh2-private-key", .secret, #"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"#, closing: "---- END",
            finds: ["---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n‹b64›\n---- END SSH2 ENCRYPTED PRIVATE KEY ----"],
            passes: ["---- BEGIN SSH2 PUBLIC KEY ----"]),
        RedactionRule(
            "putty-private-key", .secret, #"Private-Lines: [0-9]{1,4}"#, closing: "Private-MAC",
            finds: ["Private-Lines: 1\n‹b64›\nPrivate-MAC: ‹x40›"], passes: ["Public-Lines: 6"]),
        RedactionRule(
            "jwt", .secret, #"\bey[IJ][A-Za-z0-9_-]{10,1000}\.ey[IJ][A-Za-z0-9_-]{8,}"#,
            finds: ["token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.‹a43›", "eyJ‹a40›.eyJ‹a60›.‹a43›"],
            passes: ["eyJhbGciOiJIUzI1NiJ9"]),
        RedactionRule(
            "jwe", .secret, #"\bey[IJ][A-Za-z0-9_-]{10,400}\.[A-Za-z0-9_-]{0,400}\.[A-Za-z0-9_-]{8,64}\.[A-Za-z0-9_-]{8,}"#,
            finds: ["eyJ‹a40›.‹a342›.‹a16›.‹a80›.‹a22›"], passes: ["eyJ‹a40›.x.y"]),
        RedactionRule(
            "jwk-private", .secret, #""d" ?: ?"<[A-Za-z0-9_-]{40,}>"#, finds: [#"{"kty":"EC","crv":"P-256","d":"‹a43›"}"#],
            passes: [#"{"d":"x"}"#]),
        RedactionRule(
            "wireguard-key", .secret, #"(Private|Preshared)Key ?= ?<[A-Za-z0-9+/]{43}=>"#, finds: ["PrivateKey = ‹b43›="],
            passes: ["PublicKey = ‹b43›="]),
        RedactionRule(
            "password-hash", .secret,
            #"\$(2[abxy]\$[0-9]{2}\$[A-Za-z0-9./]{53}|[156y]\$[A-Za-z0-9./=$,]{20,}|argon2(id|i|d)\$[A-Za-z0-9+/=$,]{20,})"#,
            finds: ["$2b$12$‹a53›", "root:$6$‹a8›$‹a86›:19000", "$argon2id$v=19$m=65536,t=3,p=4$‹a22›$‹a43›"],
            passes: ["$2b$12$x", "$1"]),
    ]
}
