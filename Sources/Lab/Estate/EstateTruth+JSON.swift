import Core

extension EstateTruth {
    func json(seed: UInt64) -> JSONValue {
        let item = { (item: Item) -> JSONValue in
            var object: JSONObject = ["check": .string(item.check), "subject": .string(item.subject)]
            if !item.alternatives.isEmpty {
                object["or"] = .array(
                    item.alternatives.map { ["check": .string($0.check), "subject": .string($0.subject)] })
            }
            return .object(object)
        }
        return [
            "seed": .number(Int(clamping: seed)), "faults": .array(faults.map(item)), "fine": .array(fine.map(item)),
        ]
    }
}
