/// Claims about versions, numbers, quantities and causes.
extension FictionForge {
    mutating func version(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let saysLive = ["shipped", "went out", "production", "carried"].contains { frame.template.contains($0) }
        let version = dice.pick(incident.versions.filter { $0.wasLive || !saysLive })
        var said = version.right
        if fault != nil {
            // Another version that exists, or a commit that nobody has.
            let isCommit = version.kind == "commit"
            said =
                isCommit && dice.chance(0.6)
                ? String(String(dice.bits() | 1 << 63, radix: 16).suffix(7)) : dice.pick(version.others)
            guard said != version.right else { return nil }
        }
        return claim(
            frame, fault, ["kind": version.kind, "what": version.what, "v": said], said: fault == nil ? nil : said,
            right: fault == nil ? [] : [version.right])
    }

    mutating func peak(_ peak: Fiction.Peak, _ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        var (service, amount) = (peak.service, peak.peak)
        var (said, right): (String?, [String]) = (nil, [])
        switch fault {
        case .numberChanged:
            amount.value *= dice.pick([0.2, 0.35, 0.5, 1.7, 2.2, 3, 5])
            guard amount.unit != "%" || amount.value <= 95, differs(amount.value, from: [peak.peak.value, peak.usual.value])
            else { return nil }
            (said, right) = (Fiction.text(amount), [Fiction.text(peak.peak)])
        case .wrongService:
            let wrong = peak.others.filter { $0.key != service && differs(amount.value, from: [$0.value.value]) }
            guard !wrong.isEmpty else { return nil }
            service = dice.pick(wrong.keys.sorted())
            (said, right) = (service, [peak.service])
        case .wrongUnit:
            guard let changed = otherUnit(amount, amount.unit == "s" ? ["ms", "min"] : []) else { return nil }
            (said, right) = (changed, [Fiction.text(amount)])
        default: break
        }
        let shown = fault == .wrongUnit ? said : nil
        let values = [
            "q": peak.signal, "s": service, "x": shown ?? Fiction.text(amount), "b": Fiction.text(peak.usual),
        ]
        return claim(frame, fault, values, said: said, right: right)
    }

    mutating func number(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let number = dice.pick(incident.numbers)
        let right = Fiction.text(number.amount)
        var said = right
        switch fault {
        case .numberChanged:
            let factors = number.isUpperBound ? [0.3, 0.5] : [0.2, 0.4, 0.6, 1.6, 2, 3, 4]
            var amount = number.amount
            amount.value *= dice.pick(factors)
            if number.amount.value == number.amount.value.rounded() { amount.value = amount.value.rounded() }
            guard amount.unit != "%" || amount.value <= 98, amount.value > 0, differs(amount.value, from: [number.amount.value])
            else { return nil }
            said = Fiction.text(amount)
        case .wrongUnit:
            guard let changed = otherUnit(number.amount, number.wrongUnits) else { return nil }
            said = changed
        default: break
        }
        return claim(
            frame, fault, ["clause": number.clause.replacing("{x}", with: said)], said: fault == nil ? nil : said,
            right: fault == nil ? [] : [right])
    }

    /// More than a quarter off: no way of rounding makes it right.
    private func differs(_ value: Double, from others: [Double]) -> Bool {
        others.allSatisfy { abs(value - $0) > 0.25 * max(abs($0), abs(value)) }
    }

    /// The same digits with another unit.
    private mutating func otherUnit(_ amount: Fiction.Amount, _ units: [String]) -> String? {
        let parts = Fiction.text(amount).split(separator: " ", maxSplits: 1)
        let fitting = units.filter { parts.count == 2 && $0 != parts[1] }
        guard let digits = parts.first, !fitting.isEmpty else { return nil }
        return "\(digits) \(dice.pick(fitting))"
    }

    mutating func quantity(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let quantity = dice.pick(incident.quantities)
        let right = dice.pick(quantity.right)
        let said = fault == nil ? right : dice.pick(quantity.exaggerated)
        return claim(
            frame, fault, ["clause": quantity.clause.replacing("{n}", with: said)], said: fault == nil ? nil : said,
            right: fault == nil ? [] : [right])
    }

    mutating func cause(_ frame: FictionFrame, _ fault: Fiction.Fault?) -> FictionClaim? {
        let cause = dice.pick(incident.causes.filter { $0.isMain || fault != .inventedCause })
        var values = ["cause": cause.cause, "because": cause.because, "effect": cause.effect, "happened": cause.happened]
        var (said, right): (String?, [String]) = (nil, [])
        switch fault {
        case .inventedCause:
            let invented = dice.pick(incident.inventedCauses)
            (values["cause"], values["because"]) = (invented.noun, invented.clause)
            (said, right) = (invented.noun, [cause.cause])
        case .swapped:
            values = ["cause": cause.effect, "because": cause.happened, "effect": cause.cause, "happened": cause.because]
            said = cause.effect
        default: break
        }
        return claim(frame, fault, values, said: said, right: right)
    }
}
