import Core

/// A dashboard as a document, with its panels in the order in which people see them.
///
/// Panels may stand in rows: a collapsed row holds its panels, an open one is followed by them, and dashboards from before
/// version 5 have `rows`. A library panel is stored once for all dashboards; its queries may have to be fetched.
struct GrafanaBoard: Sendable {
    struct Query: Sendable, Hashable {
        var name: String
        /// With the dashboard's variables replaced, but Grafana's own (`$__interval`).
        var text: String
        var dataSource: GrafanaDataSources.One
        var legend: String?
        var isHidden: Bool
        /// Does the text name the service, by itself or through a variable?
        var namesService: Bool
    }

    struct Panel: Sendable, Hashable {
        var id: Int
        var title: String
        var unit: String?
        var queries: [Query]
        /// Set where the panel is a library panel whose queries are not in the dashboard.
        var library: String?
    }

    var uid: String
    var title: String
    var folder: String?
    /// `/d/abc/checkout`.
    var path: String
    var tags: [String]
    private(set) var panels: [Panel] = []
    /// The exchanges that it came from.
    var keys: [CallKey]
    private let variables: GrafanaVariables
    private let service: String?
    private let sources: GrafanaDataSources

    /// More panels than this are left out.
    static let mostPanels = 500
    /// More queries of one panel than this are left out.
    static let mostQueries = 30
    private(set) var leftOut = 0

    /// - Parameter document: the answer of `GET /api/dashboards/uid/{uid}`: `dashboard` and `meta`.
    init(
        _ document: JSONValue, uid: String, service: String?, sources: GrafanaDataSources, keys: [CallKey]
    ) throws(ReadingError) {
        guard let board = document["dashboard"], board.object != nil else {
            throw ReadingError(.failed, "answered without a dashboard")
        }
        let meta = document["meta"]
        self.uid = board["uid"]?.string ?? uid
        title = board["title"]?.string ?? uid
        folder = meta?["folderTitle"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        path = Self.below(meta?["url"]?.string ?? "") ?? "/d/\(PercentEncoding.segment(uid))"
        tags = (board["tags"]?.array ?? []).compactMap(\.string)
        variables = GrafanaVariables(board["templating"]?["list"]?.array ?? [], service: service)
        self.service = service
        self.sources = sources
        self.keys = keys
        for panel in board["panels"]?.array ?? [] { add(panel) }
        for row in board["rows"]?.array ?? [] {
            for panel in row["panels"]?.array ?? [] { add(panel) }
        }
    }

    /// `url` begins with Grafana's own path where it is served below one, and links are below the source's address already.
    private static func below(_ url: String) -> String? {
        guard let start = url.firstRange(of: "/d/") else { return nil }
        let path = url[start.lowerBound...]
        let isPlain = path.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || "/-_.~%".utf8.contains($0)
        }
        return isPlain && path.utf8.count <= 300 ? String(path) : nil
    }

    private mutating func add(_ panel: JSONValue) {
        if panel["type"]?.string == "row" || (panel["panels"]?.array != nil && panel["targets"] == nil) {
            for inner in panel["panels"]?.array ?? [] { add(inner) }
            return
        }
        guard panels.count < Self.mostPanels else {
            leftOut += 1
            return
        }
        if let read = read(panel) { panels.append(read) }
    }

    private func read(_ panel: JSONValue) -> Panel? {
        let queries = self.queries(panel)
        let library = queries.isEmpty ? panel["libraryPanel"]?["uid"]?.string : nil
        guard !queries.isEmpty || library != nil else { return nil }
        let title = panel["title"]?.string ?? panel["libraryPanel"]?["name"]?.string ?? ""
        return Panel(
            id: Int(truncatingIfNeeded: panel["id"]?.int ?? 0), title: variables.replaced(title),
            unit: panel["fieldConfig"]?["defaults"]?["unit"]?.string ?? panel["yaxes"]?[0]?["format"]?.string,
            queries: queries, library: library)
    }

    private func queries(_ panel: JSONValue) -> [Query] {
        (panel["targets"]?.array ?? []).prefix(Self.mostQueries).compactMap { target in
            guard let text = Self.text(target) else { return nil }
            let replaced = variables.replaced(text)
            return Query(
                name: target["refId"]?.string ?? "", text: replaced,
                dataSource: dataSource(target["datasource"], panel["datasource"]),
                legend: target["legendFormat"]?.string.flatMap { $0.isEmpty || $0 == "__auto" ? nil : $0 },
                isHidden: target["hide"]?.bool ?? false,
                namesService: service.map { GrafanaNaming.text(replaced, names: $0) } ?? false || variables.namesService(text))
        }
    }

    private static func text(_ target: JSONValue) -> String? {
        for member in ["expr", "query", "rawSql", "target", "expression"] {
            if let text = target[member]?.string, !text.isEmpty { return text }
        }
        return nil
    }

    /// A query's own data source, or its panel's, or the default one.
    private func dataSource(_ ofQuery: JSONValue?, _ ofPanel: JSONValue?) -> GrafanaDataSources.One {
        for value in [ofQuery, ofPanel] {
            guard let value, !value.isNull else { continue }
            let name = variables.replaced(value["uid"]?.string ?? value.string ?? "")
            // A mixed panel's queries each name theirs; one that does not has the default.
            if name == "-- Mixed --" { break }
            let type = value["type"]?.string
            if name.isEmpty, type == nil { continue }
            if let found = sources.find(name) {
                // A default source of another kind is not what an object with a type meant.
                if type == nil || !name.isEmpty || found.kind == type { return found }
            }
            let kind = GrafanaDataSources.builtIn.contains(name) ? "grafana" : type ?? "unknown"
            return GrafanaDataSources.One(uid: name, name: name, kind: kind, isDefault: false)
        }
        return sources.fallback ?? GrafanaDataSources.One(uid: "", name: "default", kind: "unknown", isDefault: true)
    }

    /// The library panels whose queries are not here, each once.
    var libraries: [String] {
        var seen: Set<String> = []
        return panels.compactMap(\.library).filter { GrafanaAPI.isUID($0) && seen.insert($0).inserted }
    }

    /// Takes what `GET /api/library-elements/{uid}` answered: `result.model` is the panel.
    mutating func fill(library uid: String, _ document: JSONValue, _ key: CallKey) throws(ReadingError) {
        guard let model = document["result"]?["model"], model.object != nil else {
            throw ReadingError(.failed, "answered without the panel's model")
        }
        guard let read = read(model) else { return }
        for index in panels.indices where panels[index].library == uid {
            panels[index].queries = read.queries
            panels[index].unit = panels[index].unit ?? read.unit
            if panels[index].title.isEmpty { panels[index].title = read.title }
            panels[index].library = nil
        }
        keys.append(key)
    }

    /// Whether the dashboard is about the service as a whole.
    var isOfService: Bool {
        guard let service else { return false }
        return GrafanaNaming.hit(title, tags: tags, folder: folder, names: service) != nil
    }

    /// Whether a panel is about the service.
    func concerns(_ panel: Panel) -> Bool {
        guard let service else { return true }
        return isOfService || panel.queries.contains(where: \.namesService) || GrafanaNaming.title(panel.title, names: service)
    }

    /// Where a person sees a panel.
    func link(_ panel: Panel) -> String { "\(path)?viewPanel=\(panel.id)" }

    func evidence(_ panel: Panel) -> Evidence {
        let queries = panel.queries.map { query in
            DashboardPanel.Query(
                name: query.name, system: query.dataSource.kind, dataSource: query.dataSource.uid, expression: query.text)
        }
        let one = DashboardPanel(
            dashboard: uid, dashboardTitle: title, folder: folder, id: panel.id, title: panel.title, unit: panel.unit,
            queries: queries)
        return Evidence(
            .panel(one), from: keys, service: concerns(panel) ? service : nil,
            query: panel.queries.map(\.text).joined(separator: "\n"), link: link(panel))
    }
}
