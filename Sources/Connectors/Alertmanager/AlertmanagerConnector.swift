public import Core

/// Prometheus' Alertmanager, API v2 (`api/v2/openapi.yaml` of the project). Everything is decoded as optional, since versions
/// differ in what they send.
///
/// It knows the present only: alerts that have ended are forgotten after half an hour, expired silences after days.
public struct AlertmanagerConnector: Connector {
    public static let kind: SourceKind = "alertmanager"
    public static let dataClass = DataClass.alerts
    public static let optionNames: Set<String> = []
    private let url: String?

    public init(_ source: SourceDescription) throws(InputError) { url = source.url }

    public var tools: [any Tool] {
        [
            AlertmanagerTool(
                name: "alertmanager_alerts",
                summary: "Alerts that Alertmanager holds now, with the silences that suppress them.",
                resource: "alerts", filters: true, read: AlertmanagerAlerts.read),
            AlertmanagerTool(
                name: "alertmanager_silences", summary: "Silences: active, pending, and expired ones not yet forgotten.",
                resource: "silences", filters: true, read: AlertmanagerSilences.read),
            AlertmanagerTool(
                name: "alertmanager_status", summary: "The routing tree, inhibitions, and receivers that tell no one.",
                resource: "status", filters: false, read: AlertmanagerStatus.read),
            AlertmanagerCreateSilence(), AlertmanagerExpireSilence(),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .estate:
            [
                Probe(tool: "alertmanager_silences", input: [:], purpose: "silences"),
                Probe(tool: "alertmanager_status", input: [:], purpose: "alert routing and inhibition"),
                Probe(tool: "alertmanager_alerts", input: [:], purpose: "alerts that are active or suppressed now"),
            ]
        case .reference(let reference): probe(forAddress: reference)
        case .window, .surroundings, .service, .trace: []
        }
    }

    public var checkup: Probe { Probe(tool: "alertmanager_status", input: [:], purpose: "the configuration in force") }

    /// An address of this Alertmanager's own pages: `https://…/#/alerts?filter=%7Bservice%3D%22checkout%22%7D`.
    private func probe(forAddress address: String) -> [Probe] {
        guard let url, !url.isEmpty, address.hasPrefix(url.hasSuffix("/") ? String(url.dropLast()) : url),
            let question = address.firstRange(of: "#/alerts?")
        else { return [] }
        let fields = address[question.upperBound...].split(separator: "&")
        let filter = fields.first { $0.hasPrefix("filter=") }.map { Self.decoded($0.dropFirst("filter=".count)) }
        let matchers = filter.flatMap(AlertmanagerMatchers.read) ?? []
        return [
            Probe(
                tool: "alertmanager_alerts", input: ["filter": .array(matchers.map { .string($0.text) })],
                purpose: "the alerts behind the given address")
        ]
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
