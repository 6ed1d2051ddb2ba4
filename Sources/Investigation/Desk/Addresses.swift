/// Finds addresses in text: places that something could be sent to or fetched from.
enum Addresses {
    /// What kind of address the text holds; `nil` when it holds none.
    ///
    /// A name such as `db.internal:5432` is none: labels have such values, and a source is asked about them without going there.
    static func problem(in text: String) -> String? {
        let lower = text.lowercased()
        if schemes.contains(where: { lower.contains($0) }) { return "a URL" }
        if lower.hasPrefix("//") || lower.contains("\\\\") && lower.hasPrefix("\\\\") { return "a host" }
        if metadata.contains(where: { lower.contains($0) }) { return "a cloud's metadata service" }
        if lower.split(whereSeparator: { $0 == "/" || $0 == "\\" }).contains("..") { return "a path that climbs up" }
        if lookups.contains(where: { lower.contains($0) }) { return "a lookup that servers may evaluate" }
        return nil
    }

    private static let schemes = [
        "://", ":\\/\\/", "http:/", "https:/", "mailto:", "javascript:", "data:text", "data:image", "data:application",
        "file:/",
        "ftp:/", "gopher:", "ldap:/", "ldaps:/", "jndi:", "ws:/", "wss:/",
    ]

    /// 169.254.169.254 as clouds write it and as attackers do (decimal, hexadecimal, octal, mapped), and its names.
    private static let metadata = [
        "169.254.169.254", "169.254.170.2", "2852039166", "0xa9fea9fe", "0xa9.0xfe", "0251.0376", "fd00:ec2::254",
        "::ffff:a9fe:a9fe", "metadata.google.internal", "metadata.azure", "100.100.100.200", "169.254.169.123",
        "instance-data.",
        "/latest/meta-data", "computemetadata",
    ]

    private static let lookups = ["${jndi", "${env:", "${sys:", "${lower:", "${upper:", "${::-"]
}
