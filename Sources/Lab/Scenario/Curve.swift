/// A quantity over time: a base value, and keys between which it is interpolated. Before the first and after the last key it
/// has its base value. Two keys with the same time make a step.
struct Curve: Sendable, Codable, Hashable {
    var base: Double
    /// Relative standard deviation of the seeded noise.
    var noise: Double
    /// Relative height of the daily rhythm, which peaks at 14:30 so that the incident itself lies on the flat.
    var rhythm: Double
    var keys: [Key]
    /// Whether values between the first and the last key have neither noise nor rhythm.
    var exact = false

    struct Key: Sendable, Codable, Hashable {
        var at: When
        var value: Double

        init(at: When, value: Double) {
            self.at = at
            self.value = value
        }

        init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            at = try container.decode(When.self)
            value = try container.decode(Double.self)
        }
    }

    init(base: Double, noise: Double = 0, rhythm: Double = 0, keys: [Key] = []) {
        self.base = base
        self.noise = noise
        self.rhythm = rhythm
        self.keys = keys
    }

    /// A bare number is a constant.
    init(from decoder: any Decoder) throws {
        if let number = try? decoder.singleValueContainer().decode(Double.self) {
            self.init(base: number)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            base: try container.decode(Double.self, forKey: .base),
            noise: try container.decodeIfPresent(Double.self, forKey: .noise) ?? 0,
            rhythm: try container.decodeIfPresent(Double.self, forKey: .rhythm) ?? 0,
            keys: try container.decodeIfPresent([Key].self, forKey: .keys) ?? [])
        exact = try container.decodeIfPresent(Bool.self, forKey: .exact) ?? false
    }
}
