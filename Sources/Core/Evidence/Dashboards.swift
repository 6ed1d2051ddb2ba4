/// A panel of a dashboard: what people look at, and the queries behind it.
public struct DashboardPanel: Sendable, Hashable, Codable {
    public struct Query: Sendable, Hashable, Codable {
        /// `A`, `B`.
        public var name: String
        /// The kind of the data source: `prometheus`, `loki`, `tempo`.
        public var system: String
        /// The data source's id in the dashboard system.
        public var dataSource: String
        public var expression: String
        public init(name: String, system: String, dataSource: String, expression: String) {
            self.name = name
            self.system = system
            self.dataSource = dataSource
            self.expression = expression
        }
    }
    /// The dashboard's id.
    public var dashboard: String
    public var dashboardTitle: String
    public var folder: String?
    public var id: Int
    public var title: String
    public var unit: String?
    public var queries: [Query]
    public init(
        dashboard: String, dashboardTitle: String, folder: String? = nil, id: Int, title: String, unit: String? = nil,
        queries: [Query]
    ) {
        self.dashboard = dashboard
        self.dashboardTitle = dashboardTitle
        self.folder = folder
        self.id = id
        self.title = title
        self.unit = unit
        self.queries = queries
    }
}

/// A note that a person or a system put on the time axis. Its time is the evidence's ``Evidence/stamp``.
public struct Annotation: Sendable, Hashable, Codable {
    public var id: String
    public var text: String
    public var tags: [String]
    public var author: Person?
    /// The end, for one that covers a stretch of time.
    public var to: Stamp?
    public init(id: String, text: String, tags: [String] = [], author: Person? = nil, to: Stamp? = nil) {
        self.id = id
        self.text = text
        self.tags = tags
        self.author = author
        self.to = to
    }
}
