import Core

extension FictionScore {
    /// The matrix and the rates; with `verbose` what each frame missed.
    func text(verbose: Bool) -> String {
        var lines = Self.section("Held-out frames (the figures to report)", heldOut)
        lines += [""] + Self.section("Open frames", open)
        lines += ["", "Filler flagged: \(rate(open.filler.flagged + heldOut.filler.flagged, open.filler.count).text)"]
        let counter = open.counterfactuals
        lines.append(
            "Counterfactuals not supported: \(rate(counter.count - counter.number(.supported), counter.count).text)")
        if !unchecked.isEmpty { lines += ["", "No check was given of: \(unchecked.joined(separator: ", "))"] }
        if verbose { lines += [""] + missLines }
        return lines.joined(separator: "\n") + "\n"
    }

    private func rate(_ hits: Int, _ count: Int) -> FictionRate { FictionRate(hits: hits, of: count) }

    private static func section(_ title: String, _ group: Group) -> [String] {
        let head = ["", "claims", "contradicted", "unsupported", "supported", "not checked", "missed"]
        let row = { (name: String, row: Row) in
            [name, "\(row.count)"] + FictionCheck.Verdict.allCases.map { "\(row.number($0))" } + ["\(row.missed)"]
        }
        var rows = group.lies.sorted { $0.key < $1.key }.map { row("false: \($0.key)", $0.value) }
        rows.append(row("false: all", group.lie))
        rows += group.truths.sorted { $0.key < $1.key }.map { row("true: \($0.key)", $0.value) }
        rows.append(row("true: all", group.truth))
        var lines = [title, ""] + table([head] + rows)
        lines += [""] + rates(group).map { "\($0.name): \($0.rate.text)" }
        return lines
    }

    static func rates(_ group: Group) -> [(name: String, rate: FictionRate)] {
        let changed = group.changed.sorted { $0.key < $1.key }
        return [
            ("False claims flagged", FictionRate(hits: group.lie.flagged, of: group.lie.count)),
            ("False claims contradicted", FictionRate(hits: group.lie.number(.contradicted), of: group.lie.count)),
            ("True claims flagged", FictionRate(hits: group.truth.flagged, of: group.truth.count)),
            ("True claims supported", FictionRate(hits: group.truth.number(.supported), of: group.truth.count)),
            (
                "Changed times and numbers given the right value",
                FictionRate(
                    hits: group.corrected.values.reduce(0, +), of: group.changed.values.reduce(0, +))
            ),
        ] + changed.map { ("  of \($0.key)", FictionRate(hits: group.corrected[$0.key, default: 0], of: $0.value)) }
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let widths = rows.first.map { $0.indices.map { column in rows.map { $0[column].count }.max() ?? 0 } } ?? []
        return rows.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }.joined(separator: "  ")
        }
    }

    private var missLines: [String] {
        let frames = Dictionary(grouping: misses) { $0.answer.frame ?? $0.answer.kind }
        return frames.sorted { ($0.value.count, $1.key) > ($1.value.count, $0.key) }.flatMap { frame, misses in
            ["\(frame)\(misses.first?.answer.heldOut == true ? " (held out)" : ""): \(misses.count) misjudged"]
                + misses.map { miss in
                    let answer = miss.answer
                    return "  \(answer.document):\(answer.line) \(answer.isTrue ? "true" : "false"), \(answer.kind), "
                        + "\(miss.verdict?.rawValue ?? "missed"): \(answer.text)"
                }
        }
    }

    var json: JSONValue {
        [
            "schema": "inquest.fiction-score/1", "heldOut": Self.json(heldOut), "open": Self.json(open),
            "unchecked": .array(unchecked.map { .string($0) }),
            "misses": .array(
                misses.map { miss in
                    var object = miss.answer.json.object ?? JSONObject()
                    object["verdict"] = .string(miss.verdict?.rawValue ?? "missed")
                    return .object(object)
                }),
        ]
    }

    private static func json(_ group: Group) -> JSONValue {
        let rows = { (rows: [String: Row]) -> JSONValue in
            .object(JSONObject(rows.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) }))
        }
        return [
            "false": rows(group.lies), "true": rows(group.truths), "filler": json(group.filler),
            "counterfactual": json(group.counterfactuals),
            "rates": .array(
                rates(group).map { name, rate in
                    [
                        "name": .string(String(name.drop { $0 == " " })), "hits": .number(rate.hits), "of": .number(rate.of),
                        "low": .number(rate.interval.low), "high": .number(rate.interval.high),
                    ]
                }),
        ]
    }

    private static func json(_ row: Row) -> JSONValue {
        var object = JSONObject(FictionCheck.Verdict.allCases.map { ($0.rawValue, .number(row.number($0))) })
        object["missed"] = .number(row.missed)
        return .object(object)
    }
}
