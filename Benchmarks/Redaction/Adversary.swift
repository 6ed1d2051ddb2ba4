/// Texts that make as much work for each byte as is known.
enum Adversary {
    static let all: [(name: String, unit: String)] = [
        ("@", "@"), ("a@", "a@"), ("digits", "4"), ("digits and spaces", "4 "), ("card prefixes", "4111 "), ("+1 ", "+1 "),
        ("base64 a", "a"), ("base64 mixed", "QWxhZGRpbjpvcGVuIHNlc2FtZQ"),
        ("base64 of text", "bG9yZW0gaXBzdW0gZG9sb3Igc2l0IGFtZXQg"),
        ("hex", "0123456789abcdef"), ("hex of text", "6c6f72656d20697073756d20"), ("%41", "%41"), ("% runs", "%41 "),
        ("\\u0041", "\\u0041"),
        ("\\u runs", "\\u0041 "), ("password=", "password="), ("password: ", "password: "), ("token", "token"),
        ("secret_token_", "secret_token_"),
        ("://a:", "://a:"), ("://", "://"), ("-----BEGIN ", "-----BEGIN "), ("-", "-"), ("eyJ", "eyJ"),
        ("eyJaaaaaaaaaa.", "eyJaaaaaaaaaa."),
        ("AKIA", "AKIA"), ("ghp_", "ghp_"), ("sk-", "sk-"), ("phone 1 ", "phone 1 "), ("AB12 ", "AB12 "),
        ("e-mails", "a@b.co "), ("brackets", "⟦"),
        ("cookie: ", "cookie: "), ("\\", "\\"), ("zero", "\u{0}"),
    ]
}
