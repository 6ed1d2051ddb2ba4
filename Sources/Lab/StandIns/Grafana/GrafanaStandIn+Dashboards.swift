import Core

extension GrafanaStandIn {
    var dataSource: JSONValue {
        [
            "id": 1, "uid": .string(Self.prometheusUID), "orgId": 1, "name": "Prometheus", "type": "prometheus",
            "access": "proxy", "url": .string("http://127.0.0.1:\(prometheusPort)"), "user": "", "database": "",
            "basicAuth": false, "isDefault": true, "jsonData": ["httpMethod": "POST", "timeInterval": "15s"], "readOnly": true,
        ]
    }

    /// Folders first, then dashboards by title, by page.
    func search(_ request: WebRequest) -> WebAnswer {
        let folder: JSONValue = [
            "id": 1, "uid": .string(model.folder.uid), "title": .string(model.folder.title), "uri": "db/shop",
            "url": .string("/dashboards/f/\(model.folder.uid)/shop"), "slug": "", "type": "dash-folder", "tags": [],
            "isStarred": false, "sortMeta": 0,
        ]
        let boards = model.dashboards.sorted { ($0.title, $0.uid) < ($1.title, $1.uid) }.enumerated().map { index, board in
            JSONValue.object([
                "id": .number(index + 2), "uid": .string(board.uid), "title": .string(board.title),
                "uri": .string("db/\(board.uid)"), "url": .string(path(board)), "slug": "", "type": "dash-db",
                "tags": .array(board.tags.map { .string($0) }), "isStarred": false,
                "folderUid": .string(model.folder.uid), "folderTitle": .string(model.folder.title), "sortMeta": 0,
            ])
        }
        let query = (request["query"] ?? "").lowercased()
        let tags = request.all("tag")
        let type = request["type"]
        let found = ([folder] + boards).filter { entry in
            let own = (entry["tags"]?.array ?? []).compactMap(\.string)
            return (query.isEmpty || (entry["title"]?.string ?? "").lowercased().contains(query))
                && tags.allSatisfy(own.contains) && (type == nil || entry["type"]?.string == type)
        }
        let limit = min(max(request["limit"].flatMap { Int($0) } ?? 1000, 1), 5000)
        let page = min(max(request["page"].flatMap { Int($0) } ?? 1, 1), 1_000_000)
        return .json(.array(Array(found.dropFirst((page - 1) * limit).prefix(limit))))
    }

    func dashboard(_ board: GrafanaModel.Dashboard) -> JSONValue {
        let panels = board.panels.map { panel in
            JSONValue.object([
                "id": .number(panel.id), "type": "timeseries", "title": .string(panel.title),
                "datasource": ["type": "prometheus", "uid": .string(Self.prometheusUID)],
                "fieldConfig": ["defaults": ["unit": .string(panel.unit)], "overrides": []],
                "gridPos": ["h": 8, "w": 12, "x": 0, "y": .number(8 * panel.id)],
                "targets": [
                    [
                        "refId": "A", "expr": .string(panel.expression), "legendFormat": "__auto", "range": true,
                        "datasource": ["type": "prometheus", "uid": .string(Self.prometheusUID)],
                    ]
                ],
            ])
        }
        return [
            "meta": [
                "type": "db", "canSave": false, "slug": .string(board.uid), "url": .string(path(board)), "version": 1,
                "folderUid": .string(model.folder.uid), "folderTitle": .string(model.folder.title), "provisioned": false,
            ],
            "dashboard": [
                "id": 2, "uid": .string(board.uid), "title": .string(board.title),
                "tags": .array(board.tags.map { .string($0) }), "schemaVersion": 39, "version": 1, "timezone": "utc",
                "templating": ["list": []], "panels": .array(panels),
            ],
        ]
    }

    private func path(_ board: GrafanaModel.Dashboard) -> String { "/d/\(board.uid)/\(board.uid)" }

    /// Newest first, those that overlap the time asked for.
    func annotations(_ request: WebRequest) -> WebAnswer {
        func milliseconds(_ time: Instant) -> Int64 { time.nanoseconds / 1_000_000 }
        let from = request["from"].flatMap { Int64($0) } ?? 0
        let to = request["to"].flatMap { Int64($0) } ?? .max
        let tags = request.all("tags")
        let limit = min(max(request["limit"].flatMap { Int($0) } ?? 100, 1), 100_000)
        guard request["type"] != "alert", request["dashboardUID"] == nil else { return .json([]) }
        let found = model.notes.filter { note in
            milliseconds(note.time) <= to && milliseconds(note.end ?? note.time) >= from && tags.allSatisfy(note.tags.contains)
        }
        let sorted = found.sorted { ($1.time, $1.id) < ($0.time, $0.id) }
        return .json(
            .array(
                sorted.prefix(limit).map { note in
                    let time = JSONNumber(milliseconds(note.time))
                    return [
                        "id": .number(note.id), "alertId": 0, "alertName": "", "dashboardId": 0, "dashboardUID": nil,
                        "panelId": 0, "userId": 2, "newState": "", "prevState": "", "created": .number(time),
                        "updated": .number(time), "time": .number(time),
                        "timeEnd": .number(JSONNumber(milliseconds(note.end ?? note.time))), "text": .string(note.text),
                        "tags": .array(note.tags.map { .string($0) }), "login": .string(note.login), "email": "",
                        "avatarUrl": "/avatar/0", "data": [:],
                    ]
                }))
    }
}
