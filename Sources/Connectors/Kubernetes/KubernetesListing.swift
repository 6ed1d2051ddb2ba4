import Core

/// One list of the API, read page by page.
///
/// A page's `metadata.continue` is the token of the next. Tokens expire after some minutes; the 410 that says so carries a
/// token for the rest as it is by then, and what was read is then no longer one state of the cluster: ``Ending/cut(_:)``.
struct KubernetesListing: Sendable {
    enum Ending: Sendable {
        case whole
        /// There is more, or what is here is of different moments.
        case cut(String)
        case failed(KubernetesRefusal)
    }

    private(set) var resource: KubernetesResource
    let namespace: String?
    private var selector: [HTTPCall.Field]
    private let pageSize: Int
    /// The one object to read, in place of the list.
    private let object: String?

    private(set) var items: [JSONValue] = []
    private(set) var exchanges: [CallKey] = []
    private(set) var ending: Ending?
    private(set) var notes: [Diagnostic] = []
    private var uids: Set<String> = []
    private var continuation: String?
    private var inconsistency: String?
    private var refusedGroup: KubernetesRefusal?

    static let mostItems = 5000
    static let mostPages = 200
    static let pageSize = 250

    init(
        _ resource: KubernetesResource, in namespace: String?, labels: String? = nil, fields: String? = nil,
        pageSize: Int = KubernetesListing.pageSize
    ) {
        self.resource = resource
        self.namespace = namespace
        self.pageSize = pageSize
        object = nil
        selector = []
        if let labels { selector.append(HTTPCall.Field("labelSelector", labels)) }
        if let fields { selector.append(HTTPCall.Field("fieldSelector", fields)) }
    }

    /// One object; its document is the only item.
    init(_ resource: KubernetesResource, named name: String, in namespace: String?) {
        self.resource = resource
        self.namespace = namespace
        pageSize = 1
        object = name
        selector = []
    }

    /// `events in shop`.
    var what: String {
        if let object { return "\(resource.plural) \(object)" + (namespace.map { " in \($0)" } ?? "") }
        return resource == .nodes ? "nodes" : "\(resource.plural) in \(namespace ?? "all namespaces")"
    }

    var isWhole: Bool { if case .whole = ending { true } else { false } }
    var refusal: KubernetesRefusal? { if case .failed(let refusal) = ending { refusal } else { nil } }
    var cutReason: String? { if case .cut(let reason) = ending { reason } else { nil } }

    /// What is wrong with the list, for people.
    var diagnostics: [Diagnostic] {
        switch ending {
        case .cut(let reason): notes + [Diagnostic(.partial, "\(what): \(reason)", exchange: exchanges.last)]
        case .failed(let refusal): notes + [refusal.diagnostic(what, exchanges.last)]
        case .whole, nil: notes
        }
    }

    /// The next request; `nil` when the list has ended.
    var call: Call? {
        guard ending == nil else { return nil }
        var call = HTTPCall(path: resource.path(namespace) + (object.map { [$0] } ?? []))
        if object == nil {
            call.query = selector + [HTTPCall.Field("limit", String(pageSize))]
            if let continuation { call.query.append(HTTPCall.Field("continue", continuation)) }
        }
        return .http(call)
    }

    mutating func take(_ outcome: Outcome) {
        exchanges.append(outcome.key)
        let verb = object == nil ? "list" : "get"
        let place = resource == .nodes ? "" : namespace.map { " in namespace \($0)" } ?? " in all namespaces"
        do throws(KubernetesRefusal) {
            let document = try outcome.kubernetes(needs: "\(verb) \(resource.plural)\(place)")
            if object == nil { try take(document) } else { takeObject(document) }
        } catch {
            refused(error)
        }
    }

    private mutating func takeObject(_ document: JSONValue) {
        items = [KubernetesListing.stripped(document)]
        ending = .whole
    }

    private mutating func take(_ document: JSONValue) throws(KubernetesRefusal) {
        let kind = document["kind"]?.string ?? ""
        guard kind.hasSuffix("List"), !kind.hasPrefix("PartialObjectMetadata"),
            document["items"]?.array != nil || document["items"]?.isNull == true
        else {
            let given = kind.isEmpty ? "" : " (\(OutgoingText.line(String(kind.prefix(60)))))"
            throw KubernetesRefusal(.failed, "answered with something other than a list of \(resource.plural)\(given)")
        }
        for item in document["items"]?.array ?? [] {
            if let uid = item["metadata"]?["uid"]?.string, !uid.isEmpty, !uids.insert(uid).inserted { continue }
            items.append(KubernetesListing.stripped(item))
        }
        let next = document["metadata"]?["continue"]?.string ?? ""
        guard !next.isEmpty else {
            ending = inconsistency.map { .cut($0) } ?? .whole
            return
        }
        guard items.count < KubernetesListing.mostItems, exchanges.count < KubernetesListing.mostPages else {
            let left = document["metadata"]?["remainingItemCount"]?.int.map { "; \($0) more are there" } ?? ""
            ending = .cut("\(items.count) were read\(left)")
            return
        }
        guard next != continuation else {
            ending = .cut("the server gave the same page again after \(items.count)")
            return
        }
        continuation = next
    }

    private mutating func refused(_ refusal: KubernetesRefusal) {
        if refusal.status == 410, continuation != nil {
            let reason = "the list's token expired after \(items.count), so what was read is of different moments"
            if let fresh = refusal.freshContinue, fresh != continuation, exchanges.count < KubernetesListing.mostPages {
                inconsistency = inconsistency ?? reason
                continuation = fresh
            } else {
                ending = .cut("the list's token expired after \(items.count), and the rest was not offered")
            }
            return
        }
        if resource == .events, continuation == nil, refusal.status == 403 || (refusal.status == 404) {
            refusedGroup = refusal
            resource = .coreEvents
            selector = selector.map {
                HTTPCall.Field($0.name, $0.value.replacing("regarding.", with: "involvedObject."))
            }
            notes.append(Diagnostic(.note, "\(what): events.k8s.io/v1 \(refusal.reason); the core API is asked instead"))
            return
        }
        guard items.isEmpty, continuation == nil else {
            ending = .cut("\(items.count) were read; the next page \(refusal.reason)")
            return
        }
        ending = .failed(refusal)
    }

    /// Without the record of who set which field, the largest part of most objects.
    private static func stripped(_ item: JSONValue) -> JSONValue {
        guard var object = item.object, var metadata = object["metadata"]?.object, let fields = metadata["managedFields"] else {
            return item
        }
        metadata["managedFields"] = nil
        let written = (fields.array ?? []).compactMap { $0["time"]?.string }.max()
        metadata["lastWrittenAt"] = written.map { .string($0) }
        object["metadata"] = .object(metadata)
        return .object(object)
    }
}
