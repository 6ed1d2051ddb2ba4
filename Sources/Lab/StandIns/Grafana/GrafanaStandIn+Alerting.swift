import Core

extension GrafanaStandIn {
    /// A query `A`, its last value `B`, the threshold `C`. Members that are zero are left out of `relativeTimeRange`.
    func rule(_ rule: GrafanaModel.Rule) -> JSONValue {
        [
            "id": 1, "uid": .string(rule.uid), "orgID": 1, "folderUID": .string(model.folder.uid),
            "ruleGroup": .string(rule.group), "title": .string(rule.title), "condition": "C",
            "data": [
                [
                    "refId": "A", "queryType": "", "relativeTimeRange": ["from": 600],
                    "datasourceUid": .string(Self.prometheusUID),
                    "model": ["expr": .string(rule.expression), "instant": true, "intervalMs": 1000, "refId": "A"],
                ],
                [
                    "refId": "B", "queryType": "", "relativeTimeRange": [:], "datasourceUid": "__expr__",
                    "model": ["type": "reduce", "expression": "A", "reducer": "last", "refId": "B"],
                ],
                [
                    "refId": "C", "queryType": "", "relativeTimeRange": [:], "datasourceUid": "__expr__",
                    "model": [
                        "type": "threshold", "expression": "B", "refId": "C",
                        "conditions": [
                            ["evaluator": ["type": .string(rule.comparison), "params": [.number(rule.threshold)]]]
                        ],
                    ],
                ],
            ],
            "updated": "2026-11-01T09:00:00Z", "noDataState": "NoData", "execErrState": "Error", "for": .string(rule.holdFor),
            "annotations": [:], "labels": labels(rule.labels), "isPaused": .bool(rule.isPaused),
        ]
    }

    /// The Prometheus-compatible view: groups in order of their names.
    var states: JSONValue {
        let names = Set(model.rules.map(\.group)).sorted()
        let groups = names.map { name in
            let rules = model.rules.filter { $0.group == name }.map { rule in
                JSONValue.object([
                    "state": .string(rule.state), "name": .string(rule.title), "query": .string(rule.expression),
                    "duration": 0, "labels": labels(rule.labels), "annotations": [:], "health": "ok", "type": "alerting",
                    "uid": .string(rule.uid), "folderUid": .string(model.folder.uid), "isPaused": .bool(rule.isPaused),
                ])
            }
            return JSONValue.object([
                "name": .string(name), "file": .string(model.folder.title), "folderUid": .string(model.folder.uid),
                "rules": .array(rules), "interval": 60,
            ])
        }
        return ["status": "success", "data": ["groups": .array(groups)]]
    }

    var policies: JSONValue {
        let routes = model.routes.map { route in
            JSONValue.object([
                "receiver": .string(route.receiver),
                "object_matchers": .array(
                    route.matchers.map { [.string($0.name), .string($0.sign), .string($0.value)] }),
                "mute_time_intervals": .array(route.muteTimings.map { .string($0) }),
            ])
        }
        return [
            "receiver": .string(model.fallback), "group_by": ["grafana_folder", "alertname"], "routes": .array(routes),
        ]
    }

    /// One element an integration, secrets masked.
    var contactPoints: JSONValue {
        .array(
            model.contactPoints.flatMap { point in
                point.kinds.enumerated().map { index, kind in
                    [
                        "uid": .string("\(point.name)-\(index)"), "name": .string(point.name), "type": .string(kind),
                        "settings": ["url": "[REDACTED]"], "disableResolveMessage": false,
                    ]
                }
            })
    }

    func muteTiming(_ timing: GrafanaModel.MuteTiming) -> JSONValue {
        let times = timing.times.map { JSONValue.object(["start_time": .string($0.from), "end_time": .string($0.to)]) }
        return [
            "name": .string(timing.name), "version": "1",
            "time_intervals": [
                [
                    "times": .array(times), "weekdays": .array(timing.weekdays.map { .string($0) }),
                    "location": .string(timing.location),
                ]
            ],
        ]
    }

    /// A data frame without rows.
    var emptyHistory: JSONValue {
        [
            "schema": [
                "name": "states",
                "fields": [
                    ["name": "time", "type": "time"], ["name": "line", "type": "other"], ["name": "labels", "type": "other"],
                ],
            ],
            "data": ["values": [[], [], []]],
        ]
    }

    private func labels(_ labels: [(name: String, value: String)]) -> JSONValue {
        .object(JSONObject(labels.map { ($0.name, .string($0.value)) }))
    }
}
