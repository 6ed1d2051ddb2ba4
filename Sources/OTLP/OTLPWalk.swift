import Core

/// The way to the records of a document, which is the same for traces, logs and metrics: resources, scopes, records.
struct OTLPWalk: Sendable {
    /// Names that the list of resources, the list of scopes and the list of records may have.
    var resources: [String]
    var scopes: [String]
    var records: String

    /// What a record shares with others.
    struct Origin {
        var service: String
        /// Without `service.name`.
        var resource: [String: String]
        var scope: String?
    }

    /// Attributes of a resource that are kept, the usual limit of an SDK: each record carries them.
    private static let mostAttributes = 128

    /// Gives each record to `take`, and counts those that it cannot read.
    func read<Item: Sendable>(
        _ document: JSONValue, into reading: inout OTLPReading<Item>,
        _ take: (JSONValue, Origin, inout OTLPReading<Item>) throws(OTLPFault) -> Void
    ) {
        for (prefix, container) in containers(document) {
            for name in resources {
                guard let list = container[name] else { continue }
                guard let elements = list.array else {
                    if !list.isNull { reading.skip("is no list", at: prefix + name) }
                    continue
                }
                reading.hasLists = true
                for (index, element) in elements.enumerated() {
                    read(element, path: "\(prefix)\(name)[\(index)]", into: &reading, take)
                }
            }
        }
    }

    /// The document itself, what Tempo (`trace`) and Jaeger (`result`) wrap it in, and the documents of a list.
    private func containers(_ document: JSONValue) -> [(prefix: String, container: JSONValue)] {
        if let list = document.array { return list.enumerated().map { ("[\($0)].", $1) } }
        var found = [("", document)]
        for name in ["trace", "result"] {
            if let inner = document[name], inner.object != nil { found.append((name + ".", inner)) }
        }
        return found
    }

    private func read<Item: Sendable>(
        _ element: JSONValue, path: String, into reading: inout OTLPReading<Item>,
        _ take: (JSONValue, Origin, inout OTLPReading<Item>) throws(OTLPFault) -> Void
    ) {
        guard element.object != nil else { return reading.skip("is no object", at: path) }
        var attributes = OTLPValue.attributes(element["resource"]?["attributes"])
        let service = attributes.removeValue(forKey: "service.name") ?? ""
        if attributes.count > OTLPWalk.mostAttributes {
            let kept = attributes.sorted { $0.key < $1.key }.prefix(OTLPWalk.mostAttributes)
            attributes = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
            reading.skip("has more than \(OTLPWalk.mostAttributes) attributes", at: path + ".resource")
        }
        for name in scopes {
            for (index, scope) in (element[name]?.array ?? []).enumerated() {
                let origin = Origin(service: service, resource: attributes, scope: Self.title(scope))
                for (position, record) in (scope[records]?.array ?? []).enumerated() {
                    do throws(OTLPFault) {
                        guard record.object != nil else { throw OTLPFault("is no object") }
                        try take(record, origin, &reading)
                    } catch {
                        reading.skip(error.reason, at: "\(path).\(name)[\(index)].\(records)[\(position)]")
                    }
                }
            }
        }
    }

    private static func title(_ scope: JSONValue) -> String? {
        let inner = scope["scope"] ?? scope["instrumentationLibrary"]
        guard let name = inner?["name"]?.string, !name.isEmpty else { return nil }
        guard let version = inner?["version"]?.string, !version.isEmpty else { return OTLPValue.cut(name) }
        return OTLPValue.cut("\(name) \(version)")
    }
}
