extension Pattern {
    private static let mostServices = 8
    private static let mostFields = 16

    mutating func note(service: [UInt8]) {
        if services.count < Pattern.mostServices, !services.contains(service) { services.append(service) }
    }

    mutating func note(_ member: StructuredBody.Member, _ text: Span<UInt8>) {
        let name = text.extracting(member.name)
        let place: Int
        if let known = fields.firstIndex(where: { Pattern.equal($0.name, name) }) {
            place = known
        } else {
            guard fields.count < Pattern.mostFields, name.count <= ValueRange.longestValue else { return }
            place = fields.count
            fields.append(((0..<name.count).map { name[$0] }, ValueRange()))
        }
        let value = member.value
        let token = Token(
            start: Int32(truncatingIfNeeded: value.lowerBound), end: Int32(truncatingIfNeeded: value.upperBound), kind: .value,
            isSpaced: false, hash: Hash.of(text, value.lowerBound, value.upperBound))
        fields[place].range.note(token, text)
    }

    mutating func join(_ field: (name: [UInt8], range: ValueRange)) {
        if let place = fields.firstIndex(where: { $0.name == field.name }) {
            fields[place].range.join(field.range)
        } else if fields.count < Pattern.mostFields {
            fields.append(field)
        }
    }

    /// Gives back what it holds, once it was merged into another.
    mutating func empty() {
        text = []
        tokens = []
        places = []
        ranges = []
        services = []
        fields = []
    }

    private static func equal(_ known: [UInt8], _ name: Span<UInt8>) -> Bool {
        guard known.count == name.count else { return false }
        for (index, byte) in known.enumerated() where name[index] != byte { return false }
        return true
    }
}
