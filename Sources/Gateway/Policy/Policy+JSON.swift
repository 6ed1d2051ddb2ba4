public import Core
import Crypto

extension Policy {
    /// The policy in the form that the ledger records: the same keys as in YAML, sorted lists where order means nothing.
    /// Equal policies have equal JSON.
    public var json: JSONValue {
        var object: JSONObject = ["schema": .string(Policy.schema)]
        if !people.isEmpty { object["people"] = .array(people.map(\.json)) }
        if !rules.isEmpty { object["rules"] = .array(rules.map(\.json)) }
        if !limits.isEmpty { object["limits"] = .array(limits.map(\.json)) }
        object["approvals"] = approvals.json
        if let delegate { object["delegate"] = delegate.json }
        return .object(object)
    }

    /// `sha256:` and the lower-case hexadecimal SHA-256 of the canonical JSON in UTF-8: names which policy judged an exchange.
    public var digest: String { "sha256:" + Hex.encode(SHA256.hash(data: Array(json.canonical.utf8))) }
}

extension Policy: Codable {
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        do throws(PolicyError) { try self.init(json: json) } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: error.description, underlyingError: error))
        }
    }

    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

private func strings(_ values: some Sequence<some CustomStringConvertible>) -> JSONValue {
    .array(values.map { .string($0.description) })
}

extension PolicyPerson {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["person": .string(name)]
        if !users.isEmpty { object["users"] = strings(users) }
        if !groups.isEmpty { object["groups"] = strings(groups) }
        return .object(object)
    }
}

extension PolicyRule {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["verdict": .string(verdict.rawValue)]
        if let name { object["name"] = .string(name) }
        if let principals { object["principals"] = strings(principals) }
        if let sources { object["sources"] = strings(sources) }
        if let tools { object["tools"] = strings(tools) }
        if let effects { object["effects"] = strings(effects.map(\.rawValue).sorted()) }
        if let data { object["data"] = strings(data.map(\.rawValue).sorted()) }
        if let when { object["when"] = when.json }
        if !arguments.isEmpty {
            object["arguments"] = .object(
                JSONObject(arguments.map { ($0.path.text, .object(JSONObject($0.operators.map(\.member)))) }))
        }
        if verdict == .approval { object["approvers"] = approvers.json }
        if let reason { object["reason"] = .string(reason) }
        return .object(object)
    }
}

extension ArgumentCondition.Operator {
    fileprivate var member: (String, JSONValue) {
        switch self {
        case .equals(let value): ("equals", value)
        case .oneOf(let values): ("in", .array(values))
        case .glob(let pattern): ("glob", .string(pattern.text))
        case .contains(let part): ("contains", .string(part))
        case .below(let limit): ("below", .number(limit))
        case .above(let limit): ("above", .number(limit))
        case .present: ("present", true)
        case .absent: ("absent", true)
        }
    }
}

extension PolicySchedule {
    fileprivate var json: JSONValue {
        var object = JSONObject()
        if !days.isEmpty { object["days"] = strings(Day.allCases.filter(days.contains).map(\.rawValue)) }
        if let hours { object["hours"] = .string(hours.text) }
        if let from { object["from"] = .string(from.rfc3339Exact) }
        if let until { object["until"] = .string(until.rfc3339Exact) }
        return .object(object)
    }
}

extension PrincipalLimit {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["principal": .string(principal.description)]
        if let calls { object["calls"] = .number(calls) }
        if let bytes { object["bytes"] = .number(bytes) }
        if let perMinute { object["perMinute"] = .number(perMinute) }
        return .object(object)
    }
}

extension ApprovalSettings {
    fileprivate var json: JSONValue {
        var object: JSONObject = ["expiryMinutes": .number(expiryMinutes)]
        if let allowedSigners { object["allowedSigners"] = .string(allowedSigners) }
        if let revokedKeys { object["revokedKeys"] = .string(revokedKeys) }
        return .object(object)
    }
}

extension PolicyServer {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "opa": .string(origin.description), "path": .string(path.joined(separator: "/")), "timeout": .number(timeout),
        ]
        if let token { object["token"] = .string(token.description) }
        return .object(object)
    }
}
