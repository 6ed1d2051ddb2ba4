/// Network addresses, only looked for when the options say so.
extension RedactionRule {
    static let addresses: [RedactionRule] = [
        RedactionRule(
            "ipv4", .ip, #"\b[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\b"#, .ipv4,
            finds: ["from 192.0.2.7:443", "ip=10.0.0.1"],
            passes: ["1.2.3", "256.1.1.1"]),
        RedactionRule(
            "ipv6", .ip, #"\b[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40}"#, .ipv6,
            finds: ["2001:db8::1", "[fe80::1ff:fe23:4567:890a]", "at ::1 "],
            passes: ["12:34:56", "00:1b:44:11:3a:b7", "std::vector"]),
    ]
}
