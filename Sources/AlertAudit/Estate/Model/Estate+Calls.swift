import Core

extension Estate {
    /// Whether a service calls another one, itself or by way of others.
    func calls(_ caller: String, _ callee: String) -> Bool {
        var callees: [String: [String]] = [:]
        for held in dependencies { callees[held.value.caller, default: []].append(held.value.callee) }
        var seen: Set<String> = [caller]
        var open = [caller]
        while let next = open.popLast() {
            for name in callees[next] ?? [] where seen.insert(name).inserted {
                if name == callee { return true }
                open.append(name)
            }
        }
        return false
    }
}
