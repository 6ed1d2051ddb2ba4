import Core

/// Makes statements of passages: sections, sentences, fields, and entries of timelines.
struct StatementReader {
    private(set) var statements: [Statement] = []
    private(set) var title: String?
    /// Open headings with their levels, outermost first.
    private var sections: [(level: Int, text: String)] = []
    private var isFirstHeading = true

    /// Scalars of one statement. What is longer is cut: no sentence is.
    static let lengthLimit = 4_000

    mutating func read(_ passage: Passage) {
        switch passage.kind {
        case .heading(let level): readHeading(passage, level)
        case .code: add(passage.flow, [passage.flow.trimmed(passage.flow.scalars.indices)], .code)
        case .row(let headers): readRow(passage, headers)
        case .paragraph, .item: readText(passage)
        }
    }

    private mutating func readHeading(_ passage: Passage, _ level: Int) {
        let text = passage.flow.text
        guard !text.isEmpty else { return }
        // The document's title stands over all of it and is no section.
        let isTitle = isFirstHeading && level == 1 && !StatementReader.sectionNames.contains(text.lowercased())
        isFirstHeading = false
        if isTitle {
            title = text
            sections = []
        }
        while let last = sections.last, last.level >= level { sections.removeLast() }
        add(passage.flow, [passage.flow.trimmed(passage.flow.scalars.indices)], .heading)
        if !isTitle { sections.append((level, String(text.prefix(200)))) }
    }

    private static let sectionNames: Set<String> = [
        "summary", "timeline", "impact", "root cause", "root causes", "detection", "resolution", "background",
        "lessons learned",
        "action items", "overview", "trigger", "what happened", "mitigation", "response",
    ]

    // MARK: Running text

    private mutating func readText(_ passage: Passage) {
        let flow = passage.flow
        let whole = flow.trimmed(flow.scalars.indices)
        guard !whole.isEmpty else { return }
        if passage.isQuoted {
            add(flow, SentenceSplitter.sentences(flow, in: whole), .quotation)
        } else if TimePrefix.isDate(flow.text(whole.prefix(80))), whole.count < 80 {
            // The line that a day's entries stand under.
            add(flow, [whole], .heading)
        } else {
            for part in lines(of: flow) { readPart(flow, part, isItem: passage.isItem) }
        }
    }

    /// The whole, or its lines where each is an entry or a field of its own.
    private func lines(of flow: Flow) -> [Range<Int>] {
        var lines = flow.parts(at: [.hardBreak, .softBreak])[...]
        guard lines.count > 1 else { return Array(lines) }
        var result: [Range<Int>] = []
        for part in flow.parts(at: [.hardBreak]) {
            let inside = lines.prefix { $0.upperBound <= part.upperBound }
            lines = lines.dropFirst(inside.count)
            result += StatementReader.lines(flow, part, inside)
        }
        return result
    }

    private static func lines(_ flow: Flow, _ part: Range<Int>, _ lines: ArraySlice<Range<Int>>) -> [Range<Int>] {
        guard lines.count > 1, let first = lines.first else { return [part] }
        if lines.allSatisfy({ label(flow, $0) != nil }) { return Array(lines) }
        guard TimePrefix(flow.scalars[first]) != nil else { return [part] }
        // Lines that begin with a time, each with the lines that go on with it.
        var entries: [Range<Int>] = []
        for line in lines {
            if let last = entries.last, TimePrefix(flow.scalars[line])?.isBare != true {
                entries[entries.count - 1] = last.lowerBound..<line.upperBound
            } else {
                entries.append(line)
            }
        }
        return entries
    }

    private mutating func readPart(_ flow: Flow, _ part: Range<Int>, isItem: Bool) {
        if let time = TimePrefix(flow.scalars[part]), isEntry(flow, part, time) {
            // In a paragraph, "14:23 was when …", the time is of its own sentence.
            readEntry(flow, part, time, carries: isItem || time.isSetOff)
            return
        }
        let sentences = SentenceSplitter.sentences(flow, in: part)
        if let label = StatementReader.label(flow, part), sentences.count == 1, part.count - label <= 160 {
            add(flow, [part], .field)
        } else {
            add(flow, sentences, .prose)
        }
    }

    /// Prose may begin with a time as well, `At 14:23 errors rose. …`: what follows it is then not of that time.
    private func isEntry(_ flow: Flow, _ part: Range<Int>, _ time: TimePrefix) -> Bool {
        isInTimeline || time.isBare && time.rest < part.count
    }

    private var isInTimeline: Bool {
        sections.contains { section in
            let text = section.text.lowercased()
            return ["timeline", "chronology", "sequence of events", "what happened", "log", "history"].contains {
                text.contains($0)
            }
        }
    }

    /// The time, then what happened; what follows its first sentence is prose that the time carries over to.
    private mutating func readEntry(_ flow: Flow, _ part: Range<Int>, _ time: TimePrefix, carries: Bool) {
        let begin = StatementReader.afterLane(flow, part.lowerBound + time.rest..<part.upperBound)
        let sentences = SentenceSplitter.sentences(flow, in: begin..<part.upperBound)
        guard !sentences.isEmpty else {
            add(flow, [part], .timelineEntry)
            return
        }
        let citations = flow.citations(in: sentences)
        for (place, sentence) in sentences.enumerated() {
            // A sentence with a time of its own is not of the entry's.
            guard place == 0 || carries && MentionReader.clocks(in: flow.text(sentence)).isEmpty else {
                add(flow.text(sentence), flow.span(sentence), .prose, citations[place])
                continue
            }
            let text = time.text + " " + flow.text(sentence)
            let range = place == 0 ? part.lowerBound..<sentence.upperBound : sentence
            add(text, flow.span(range), .timelineEntry, citations[place])
        }
    }

    /// Passes over the kind of source that stands between time and event: `14:23 · metrics · p99 latency …`.
    private static func afterLane(_ flow: Flow, _ range: Range<Int>) -> Int {
        let head = flow.scalars[range].prefix(24)
        guard let mark = head.firstIndex(of: "·"), mark > range.lowerBound,
            Lane(rawValue: flow.text(range.lowerBound..<mark)) != nil
        else { return range.lowerBound }
        return min(mark + 1, range.upperBound)
    }

    /// Scalars of a field's name with its colon, where the text is a field: `Time to detect: 4 min`.
    static func label(_ flow: Flow, _ range: Range<Int>) -> Int? {
        let head = flow.scalars[range].prefix(48)
        guard let colon = head.firstIndex(of: ":"), colon > range.lowerBound, colon + 1 < range.upperBound,
            flow.scalars[colon + 1] == " ", let first = head.first, first.properties.isUppercase || first.properties.isLowercase
        else { return nil }
        let name = flow.text(range.lowerBound..<colon)
        guard name.split(separator: " ").count <= 6, !name.contains(where: { ".,;!?\"“".contains($0) }) else { return nil }
        return colon + 1 - range.lowerBound
    }

    // MARK: Making statements

    private mutating func add(_ flow: Flow, _ ranges: [Range<Int>], _ role: Statement.Role) {
        let ranges = ranges.filter { !$0.isEmpty }
        let citations = flow.citations(in: ranges)
        for (place, range) in ranges.enumerated() {
            let kept = range.prefix(StatementReader.lengthLimit)
            add(flow.text(kept.startIndex..<kept.endIndex), flow.span(range), role, citations[place])
        }
    }

    mutating func add(
        _ text: String, _ span: (line: Int, endLine: Int), _ role: Statement.Role, _ citations: [Claim.Citation]
    ) {
        let (text, inner) = role == .code ? (text, []) : BracketedCitations.take(from: text)
        guard !text.isEmpty else { return }
        statements.append(
            Statement(
                id: "S\(statements.count + 1)", text: text, line: span.line, endLine: span.endLine,
                section: sections.map(\.text), role: role, citations: citations + inner.filter { !citations.contains($0) }))
    }
}
