/// Personal data that is alike everywhere.
extension RedactionRule {
    private static let phoneWords = [
        "phone", "telephone", "tel:", "tel.", "tel ", "mobile", "mobil", "msisdn", "fax", "call ", "sms", "telefon", "handy",
        "portable",
        "whatsapp", "contact", "celular", "cellphone", "cell:",
    ]

    static let personal: [RedactionRule] = [
        RedactionRule(
            "email", .email, #"[A-Za-z0-9._%+'\x80-\xE1\xE3-\xED-]{1,64}@[A-Za-z0-9.\x80-\xE1\xE3-\xED-]{3,253}"#, .email,
            finds: [
                "ada@example.com", "to=<Ada.Lovelace+x@mail.example.co.uk>", "mailto:ada@example.org.",
                #""email":"o'hara@example.ie""#,
            ],
            passes: ["user@localhost", "a @ b", "Object@1a2b3c", "left-pad@1.3.0", "@example.com"]),
        RedactionRule(
            "phone-international", .phone, #"\b\+[1-9][0-9 ()./-]{7,24}"#, .phone,
            finds: ["call +49 30 901820", "+14155552671", "tel:+44-20-7946-0958", "+1 (415) 555-2671"],
            passes: ["+1", "2026-11-21T10:00:00+01:00", "a+12345678901"]),
        RedactionRule(
            "phone-00", .phone, #"\b00[1-9][0-9 ()./-]{7,24}"#, .phone, context: phoneWords, finds: ["phone 0049 30 901820"],
            passes: ["id 0049 30 901820"]),
        RedactionRule(
            "phone-national", .phone, #"\b[0-9][0-9 ()./-]{6,22}"#, .phone, context: phoneWords,
            finds: ["phone: 030 901820-12", "mobile 0171/1234567", #""phone":"415-555-2671""#, "Tel. 020 7946 0958"],
            passes: ["order 030 90182012", "phone 12"]),
        RedactionRule(
            "phone-parenthesised", .phone, #"\([0-9]{2,5}\) ?[0-9][0-9 ./-]{5,16}"#, .phone,
            finds: ["(415) 555-2671", "(030) 901820"], passes: ["(12) 3", "f(100) 200"]),
        RedactionRule(
            "iban", .iban, #"(?i)\b[A-Z]{2}[0-9]{2}[ -]?[A-Z0-9]{4}[A-Z0-9 -]{7,34}"#, .iban,
            finds: ["DE89370400440532013000", "GB29 NWBK 6016 1331 9268 19", "iban=fr1420041010050500013m02606;"],
            passes: ["DE89370400440532013001", "AB12345678901234567890"]),
        RedactionRule(
            "card", .card, #"[2-6][0-9]{3}[0-9 -]{9,27}"#, .card,
            finds: ["4111111111111111", "card 5500-0000-0000-0004 12/27", "3782 822463 10005", "x4012888888881881"],
            passes: ["4111111111111112", "1732163389123456", "2026-11-21 10:00:00"]),
    ]
}
