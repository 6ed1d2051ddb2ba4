import Core

/// Whether a text is about a service.
enum GrafanaNaming {
    /// Why a dashboard is taken to be a service's: `title`, `tag`, `folder`.
    static func hit(_ title: String, tags: [String], folder: String?, names service: String) -> String? {
        if self.title(title, names: service) { return "title" }
        if tags.contains(where: { self.title($0, names: service) }) { return "tag" }
        if let folder, self.title(folder, names: service) { return "folder" }
        return nil
    }

    /// Prose: `Payment Gateway (overview)` names `payment-gateway`.
    static func title(_ text: String, names service: String) -> Bool {
        let name = words(service)
        guard name != "-" else { return false }
        return words(text).contains(name)
    }

    /// `-payment-gateway-`.
    private static func words(_ text: String) -> String {
        var result = "-"
        for scalar in text.unicodeScalars.prefix(1000) {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                result += scalar.properties.lowercaseMapping
            } else if !result.hasSuffix("-") {
                result += "-"
            }
        }
        return result.hasSuffix("-") ? result : result + "-"
    }

    /// A query: the name stands in it as a whole word, so that `checkout` is not in `checkout-db`.
    static func text(_ text: String, names service: String) -> Bool {
        guard !service.isEmpty else { return false }
        // What one looks for stands early; a query that is longer is no one's.
        let bytes = Array(text.utf8.prefix(20_000))
        let name = Array(service.utf8)
        func isPart(_ position: Int) -> Bool {
            guard bytes.indices.contains(position) else { return false }
            let byte = bytes[position]
            return (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
                || byte == 0x2D || byte >= 0x80
        }
        guard bytes.count >= name.count, name.count <= 200 else { return false }
        for start in 0...(bytes.count - name.count) where bytes[start] == name[0] {
            if bytes[start...].starts(with: name), !isPart(start - 1), !isPart(start + name.count) { return true }
        }
        return false
    }
}
