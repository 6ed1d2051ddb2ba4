import Core

/// The dashboards and folders of a service.
struct GrafanaSearch: Tool {
    let description = ToolDescription(
        name: "grafana_search",
        summary: "Dashboards and folders of a service: by title, tag and folder, and by what the panels' queries name.",
        input: Schema.object(
            [
                ("service", Schema.string("The service's name")),
                ("tag", Schema.string("Only dashboards with this tag")),
                ("limit", Schema.integer("Entries a page of the list has, 1 to 5000; 500 when left out")),
                ("page", Schema.integer("The first page to read, 1 when left out; up to 10 are read")),
                ("read", Schema.integer("How many dashboards to read for their queries, 0 to 50; 12 when left out")),
            ], required: ["service"]), routes: GrafanaFinder.routes)

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        return Reading(
            finder: GrafanaFinder(
                service: try input.string("service"), tag: try input.optionalString("tag"),
                limit: try input.integer("limit", in: 1...5000, default: 500),
                page: try input.integer("page", in: 1...1000, default: 1), mostPages: 10,
                mostRead: try input.integer("read", in: 0...50, default: 12)))
    }

    private struct Reading: Conversation {
        var finder: GrafanaFinder

        mutating func next(_ outcomes: [Outcome]) -> Step {
            if let calls = finder.next(outcomes) { return .calls(calls) }
            guard !finder.keys.isEmpty else { return .done([], finder.diagnostics) }
            let service = finder.service ?? ""
            let completeness = finder.cut.map { Completeness.cutOff(reason: $0) }
            let link = "/dashboards?" + PercentEncoding.form([.init("query", service)])
            func evidence(_ observation: Observation, _ completeness: Completeness) -> Evidence {
                Evidence(
                    observation, from: finder.keys + finder.boards.flatMap(\.keys), service: service, query: service,
                    link: link, completeness: completeness)
            }
            var found: [Evidence] = []
            let folders = finder.folders.filter { $0.reason != nil }
            if !folders.isEmpty {
                let entries = folders.map { Inventory.Entry(name: $0.title, detail: "uid \($0.uid)") }
                found.append(
                    evidence(.inventory(Inventory(of: "folders of \(service)", entries: entries)), completeness ?? .complete))
            }
            let entries = self.entries(finder)
            if !entries.isEmpty {
                found.append(
                    evidence(
                        .inventory(Inventory(of: "dashboards of \(service)", entries: entries)), completeness ?? .complete))
            } else {
                found.append(
                    evidence(.nothing("dashboards of \(service)"), completeness ?? .sampled(reason: GrafanaAPI.hidden)))
            }
            return .done(found, finder.diagnostics)
        }

        /// Each with the number of its panels that name the service.
        private func entries(_ finder: GrafanaFinder) -> [Inventory.Entry] {
            let boards = Dictionary(finder.boards.map { ($0.uid, $0) }, uniquingKeysWith: { first, _ in first })
            return finder.hits.compactMap { hit in
                let board = boards[hit.uid]
                let count = board?.panels.filter { $0.queries.contains(where: \.namesService) }.count ?? 0
                guard hit.reason != nil || count > 0 else { return nil }
                var detail = "uid \(hit.uid), by \(hit.reason ?? "queries")"
                if let folder = hit.folder ?? board?.folder, !folder.isEmpty { detail += ", folder \(folder)" }
                if !hit.tags.isEmpty { detail += ", tags " + hit.tags.joined(separator: ", ") }
                return Inventory.Entry(name: hit.title, count: count, detail: detail)
            }
        }
    }
}
