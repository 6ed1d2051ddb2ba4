import Core

// The post-mortem in the shape that its template gives.
extension Composer {
    mutating func postmortem(charts: ChartMaker, timeline entries: [TimelineEntry]) -> [Block] {
        let sections = record.template.sections
        let placed = Set(sections.flatMap(\.parts))
        let left = DocumentTemplate.Part.always.filter { !placed.contains($0) }
        let parts = placed.union(left)
        var written: [DocumentTemplate.Part: [Block]] = [:]
        for part in DocumentTemplate.Part.allCases where parts.contains(part) && !Composer.last.contains(part) {
            written[part] = blocks(of: part, charts: charts, timeline: entries)
        }
        let known = StructuredFields(record)
        let fields = sections.map { section in section.fields.map { (name: $0.label, value: value(of: $0, in: known)) } }
        // Both list what the sentences before them came to, wherever they stand.
        written[.withheld] = withheld()
        written[.evidence] = evidenceEntries(for: book.claims)
        var blocks: [Block] = [.heading(1, record.incident.title), .remark(status)]
        for (section, fields) in zip(sections, fields) {
            blocks += Composer.section(section, fields: fields, parts: section.parts.compactMap { written[$0] })
        }
        return blocks + left.flatMap { written[$0] ?? [] }
    }

    private static let last: Set<DocumentTemplate.Part> = [.withheld, .evidence]

    private mutating func blocks(
        of part: DocumentTemplate.Part, charts: ChartMaker, timeline entries: [TimelineEntry]
    ) -> [Block] {
        switch part {
        case .summary: return summary()
        case .impact: return impact()
        case .signals:
            let pictures = charts.metricCharts(&book)
            return pictures.isEmpty ? [] : [.heading(2, "Signals", anchor: "signals")] + pictures.map { .chart($0) }
        case .traces: return traces()
        case .cluster: return cluster()
        case .timeline: return timeline(entries, chart: charts.timelineChart())
        case .conflicts: return conflicts()
        case .detection: return detection()
        case .cause: return rootCause()
        case .hypotheses: return hypotheses()
        case .resolution: return resolution()
        case .actions: return actionItems()
        case .model: return modelStatements()
        case .gaps: return gaps()
        case .findings: return findingEntries()
        case .withheld, .evidence: return []
        }
    }

    /// A section without a heading of its own leaves its parts theirs; one with takes the place of its only part's.
    private static func section(
        _ section: DocumentTemplate.Section, fields: [(name: String, value: [Inline])], parts: [[Block]]
    ) -> [Block] {
        let parts = parts.filter { !$0.isEmpty }
        var blocks: [Block] = fields.isEmpty ? [] : [.facts(fields)]
        if let heading = section.heading {
            var anchor: String?
            if parts.count == 1, case .heading(2, _, let own) = parts[0].first {
                anchor = own
                blocks += parts[0].dropFirst().map { $0.lowered(by: section.level - 2) }
            } else {
                blocks += parts.flatMap { $0 }.map { $0.lowered(by: section.level - 1) }
            }
            if let prompt = section.prompt { blocks.append(Composer.ask(prompt)) }
            guard !blocks.isEmpty else { return [] }
            return [.heading(section.level, heading, anchor: anchor)] + blocks
        }
        return blocks + parts.flatMap { $0 } + (section.prompt.map { [Composer.ask($0)] } ?? [])
    }

    static func ask(_ prompt: String) -> Block { .remark([.say("For people to write: \(prompt)")]) }
}

extension Block {
    fileprivate func lowered(by levels: Int) -> Block {
        guard case .heading(let level, let text, let anchor) = self else { return self }
        return .heading(min(level + levels, 4), text, anchor: anchor)
    }
}
