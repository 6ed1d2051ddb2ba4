import Core

/// Finds the dashboards of a service and reads them. Grafana's search looks at titles and tags only, so the list is read page
/// by page, those named for the service come first, and the others are read, up to a limit, for what their queries say.
struct GrafanaFinder: Sendable {
    /// An entry of `GET /api/search`.
    struct Hit: Sendable {
        var uid: String
        var title: String
        var folder: String?
        var tags: [String]
        /// `title`, `tag` or `folder`; `nil` where nothing but its queries could say that it is the service's.
        var reason: String?
    }

    private enum State { case start, listing, reading, libraries, done }

    static let search = ["api", "search"]
    static let routes: [ToolDescription.Route] = [
        .http(.get, search), .http(.get, ["api", "datasources"]), .http(.get, ["api", "dashboards", "uid", "*"]),
        .http(.get, ["api", "library-elements", "*"]),
    ]
    private static let mostLibraries = 20

    let service: String?
    private let tag: String?
    private let limit: Int
    private let mostPages: Int
    private let mostRead: Int
    private var page: Int
    private var pages = 0
    private var state: State

    /// Those named for the service first, then by title and uid.
    private(set) var hits: [Hit] = []
    private(set) var folders: [Hit] = []
    private(set) var chosen: [Hit] = []
    private(set) var boards: [GrafanaBoard] = []
    private(set) var keys: [CallKey] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Why this is not everything there is.
    private(set) var cut: String?
    private var waiting: [(board: Int, library: String)] = []

    /// - Parameters:
    ///   - limit: entries a page of the list has.
    ///   - mostRead: how many dashboards are read.
    init(service: String, tag: String? = nil, limit: Int, page: Int = 1, mostPages: Int, mostRead: Int) {
        self.service = service
        self.tag = tag
        self.limit = limit
        self.page = page
        self.mostPages = mostPages
        self.mostRead = mostRead
        state = .start
    }

    /// Reads one dashboard.
    init(uid: String, service: String?) {
        self.service = service
        tag = nil
        limit = 1
        page = 1
        mostPages = 1
        mostRead = 1
        hits = [Hit(uid: uid, title: uid, tags: [])]
        state = .start
    }

    /// The next calls; `nil` when it has finished.
    mutating func next(_ outcomes: [Outcome]) -> [Call]? {
        switch state {
        case .start where !hits.isEmpty: return read()
        case .start:
            state = .listing
            return [listing]
        case .listing: return take(list: outcomes)
        case .reading: return take(boards: outcomes)
        case .libraries: return take(libraries: outcomes)
        case .done: return nil
        }
    }

    // MARK: The list

    private var listing: Call {
        var query: [HTTPCall.Field] = [.init("limit", String(limit)), .init("page", String(page))]
        if let tag { query.append(.init("tag", tag)) }
        return GrafanaAPI.get(Self.search, query)
    }

    private mutating func take(list outcomes: [Outcome]) -> [Call]? {
        guard let outcome = outcomes.first else { return finish() }
        let list: JSONArray
        do throws(ReadingError) { list = try GrafanaAPI.list(outcome) } catch {
            note(error, "dashboards", outcome, isPartial: pages > 0)
            guard pages > 0 else { return finish() }
            cut = "a further page of the list \(error.reason)"
            return read()
        }
        keys.append(outcome.key)
        pages += 1
        var malformed = 0
        for element in list {
            guard let uid = element["uid"]?.string, GrafanaAPI.isUID(uid), let title = element["title"]?.string else {
                malformed += 1
                continue
            }
            var hit = Hit(
                uid: uid, title: title, folder: element["folderTitle"]?.string,
                tags: (element["tags"]?.array ?? []).compactMap(\.string))
            let isFolder = element["type"]?.string == "dash-folder"
            if let service {
                hit.reason = GrafanaNaming.hit(title, tags: hit.tags, folder: isFolder ? nil : hit.folder, names: service)
            }
            if isFolder { folders.append(hit) } else { hits.append(hit) }
        }
        if malformed > 0 {
            let says = "dashboards: \(malformed) entries without a uid or a title were left out"
            cut = cut ?? "entries of the list could not be read"
            diagnostics.append(Diagnostic(.partial, says, exchange: outcome.key))
        }
        guard list.count >= limit else { return read() }
        guard pages < mostPages else {
            cut = "\(pages) pages of the list of dashboards were read; there may be more"
            return read()
        }
        page += 1
        return [listing]
    }

    // MARK: The dashboards

    private mutating func read() -> [Call]? {
        var seen: Set<String> = []
        hits = hits.filter { seen.insert($0.uid).inserted }.sorted { left, right in
            (left.reason == nil ? 1 : 0, left.title, left.uid) < (right.reason == nil ? 1 : 0, right.title, right.uid)
        }
        chosen = Array(hits.prefix(mostRead))
        if chosen.count < hits.count, cut == nil {
            cut = "\(chosen.count) of \(hits.count) dashboards were read for what their queries say"
        }
        guard !chosen.isEmpty else { return finish() }
        state = .reading
        return [GrafanaAPI.get(["api", "datasources"])]
            + chosen.map { GrafanaAPI.get(["api", "dashboards", "uid", $0.uid]) }
    }

    private mutating func take(boards outcomes: [Outcome]) -> [Call]? {
        var sources = GrafanaDataSources()
        if let outcome = outcomes.first {
            do throws(ReadingError) {
                sources = try GrafanaDataSources(try GrafanaAPI.document(outcome))
                keys.append(outcome.key)
                diagnostics += sources.diagnostics(outcome.key)
            } catch {
                note(error, "data sources", outcome, isPartial: true)
            }
        }
        for (hit, outcome) in zip(chosen, outcomes.dropFirst()) {
            do throws(ReadingError) {
                let document = try GrafanaAPI.document(outcome)
                let board = try GrafanaBoard(
                    document, uid: hit.uid, service: service, sources: sources, keys: [outcome.key])
                if board.leftOut > 0 {
                    let says = "dashboard \(GrafanaAPI.printable(board.title)): \(board.leftOut) panels were left out"
                    diagnostics.append(Diagnostic(.partial, says, exchange: outcome.key))
                }
                boards.append(board)
            } catch {
                note(error, "dashboard \(GrafanaAPI.printable(hit.title))", outcome, isPartial: chosen.count > 1)
                if cut == nil { cut = "not every dashboard could be read" }
            }
        }
        for (index, board) in boards.enumerated() { waiting += board.libraries.map { (index, $0) } }
        if waiting.count > Self.mostLibraries {
            let says = "library panels: \(Self.mostLibraries) of \(waiting.count) were read"
            diagnostics.append(Diagnostic(.partial, says))
            waiting = Array(waiting.prefix(Self.mostLibraries))
        }
        guard !waiting.isEmpty else { return finish() }
        state = .libraries
        return waiting.map { GrafanaAPI.get(["api", "library-elements", $0.library]) }
    }

    private mutating func take(libraries outcomes: [Outcome]) -> [Call]? {
        for (one, outcome) in zip(waiting, outcomes) {
            do throws(ReadingError) {
                try boards[one.board].fill(library: one.library, try GrafanaAPI.document(outcome), outcome.key)
            } catch {
                note(error, "library panel \(one.library)", outcome, isPartial: true)
            }
        }
        return finish()
    }

    private mutating func finish() -> [Call]? {
        state = .done
        return nil
    }

    private mutating func note(_ error: ReadingError, _ what: String, _ outcome: Outcome, isPartial: Bool) {
        var problem = error.diagnostic(what, outcome)
        if isPartial, problem.severity == .failed { problem.severity = .partial }
        diagnostics.append(problem)
    }
}
