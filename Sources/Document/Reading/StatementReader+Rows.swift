import Core

// Rows of tables.
extension StatementReader {
    mutating func readRow(_ passage: Passage, _ headers: [String]) {
        let cells = passage.cells.enumerated().map { place, flow in
            Cell(header: headers.indices.contains(place) ? headers[place] : "", flow: flow)
        }
        let filled = cells.filter { !$0.flow.isBlank }
        guard !filled.isEmpty else { return }
        let citations = cells.flatMap { $0.flow.marks.map(\.citation) }
        let span = (line: passage.line, endLine: max(passage.line, passage.endLine))
        if passage.isQuoted {
            add(StatementReader.field(filled), span, .quotation, citations)
        } else if let time = filled.prefix(3).firstIndex(where: \.isTime), filled[time].isTimeColumn(at: time) {
            addEntry(filled, time, span)
        } else {
            add(StatementReader.field(filled), span, .field, citations)
        }
    }

    private struct Cell {
        var header: String
        var flow: Flow

        var text: String { flow.text }

        /// Nothing but a time stands in it.
        var isTime: Bool {
            guard let time = TimePrefix(flow.scalars[...]) else { return false }
            return time.rest >= flow.scalars.count
        }

        func isTimeColumn(at place: Int) -> Bool {
            guard !header.isEmpty else { return place == 0 }
            let name = header.lowercased()
            return ["time", "when", "utc", "at", "timestamp", "date", "clock", "start"].contains { word in
                name.split { !$0.isLetter }.contains { $0 == word } || name.hasPrefix("time")
            }
        }

        /// Says where it is from and not what happened.
        var isAside: Bool {
            ["source", "lane", "link", "links", "type", "category", "kind", "ref", "reference", "#", "evidence"].contains(
                header.lowercased())
        }
    }

    /// Time, what happened, then the other cells under their headers.
    private mutating func addEntry(_ cells: [Cell], _ time: Int, _ span: (line: Int, endLine: Int)) {
        guard let prefix = TimePrefix(cells[time].flow.scalars[...]) else { return }
        var others = cells
        others.remove(at: time)
        let asides = others.filter(\.isAside)
        if others.count > asides.count { others.removeAll(where: \.isAside) }
        let names = [
            "what happened", "event", "events", "description", "action", "details", "what", "entry", "happening", "notes",
        ]
        let main = names.lazy.compactMap { name in others.firstIndex { $0.header.lowercased() == name } }.first ?? 0
        guard others.indices.contains(main) else {
            add(prefix.text, span, .timelineEntry, [])
            return
        }
        let flow = others.remove(at: main).flow
        let sentences = SentenceSplitter.sentences(flow, in: flow.scalars.indices)
        let citations = flow.citations(in: sentences)
        let rest = others.map { $0.header.isEmpty ? $0.text : "\($0.header): \($0.text)" }.joined(separator: "; ")
        for (place, sentence) in sentences.enumerated() {
            let isLast = place == sentences.count - 1
            let more = isLast ? others.flatMap { $0.flow.marks.map(\.citation) } : []
            var text = "\(prefix.text) \(flow.text(sentence))"
            if isLast, !rest.isEmpty { text = (text.hasSuffix(".") ? String(text.dropLast()) : text) + "; " + rest }
            add(text, span, .timelineEntry, citations[place] + more)
        }
    }

    /// `header: cell; header: cell`; of two columns without headers that say anything, the first is the name.
    private static func field(_ cells: [Cell]) -> String {
        let general: Set<String> = [
            "", "field", "value", "item", "property", "attribute", "key", "name", "details", "detail", "description", "metric",
            "answer",
            "question", "measure",
        ]
        if cells.count == 2, cells.allSatisfy({ general.contains($0.header.lowercased()) }) {
            let name = cells[0].text
            return (name.hasSuffix(":") || name.hasSuffix("?") ? name : name + ":") + " " + cells[1].text
        }
        return cells.map { $0.header.isEmpty ? $0.text : "\($0.header): \($0.text)" }.joined(separator: "; ")
    }
}
