internal import CCMarkGFM
import Core

/// A Markdown document as passages. All that touches cmark-gfm's memory is in this file.
///
/// CommonMark with GitHub's tables, task lists and strikethrough, and footnotes. Bare addresses are text either way, so the
/// extension that links them, which takes quadratic time on some texts, stays out.
struct MarkdownTree {
    private(set) var passages: [Passage] = []
    private var shift = 0

    /// - Parameters:
    ///   - text: bounded by ``MarkdownReader``, which also keeps shapes away that the parser takes long for.
    ///   - hasTables: read tables as such.
    init(_ text: String, hasTables: Bool) throws(ManuscriptError) {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8) else {
            throw .unreadable("the Markdown parser could not be made")
        }
        defer { cmark_parser_free(parser) }
        for name in ["strikethrough", "tasklist"] + (hasTables ? ["table"] : []) {
            guard let syntax = cmark_find_syntax_extension(name) else { continue }
            cmark_parser_attach_syntax_extension(parser, syntax)
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let root = cmark_parser_finish(parser) else { throw .unreadable("the Markdown parser gave nothing") }
        defer { cmark_node_free(root) }
        try walk(root)
    }

    private typealias Node = OpaquePointer

    /// Blocks in order, without recursion: the tree may be as deep as the text is long.
    private mutating func walk(_ root: Node) throws(ManuscriptError) {
        guard let iterator = cmark_iter_new(root) else { throw .unreadable("the Markdown parser gave nothing") }
        defer { cmark_iter_free(iterator) }
        var quotes = 0
        var items: [Int] = []
        var headers: [String] = []
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE else { break }
            guard let node = cmark_iter_get_node(iterator) else { continue }
            let isEnter = event == CMARK_EVENT_ENTER
            switch MarkdownTree.type(node) {
            case "block_quote": quotes += isEnter ? 1 : -1
            case "item", "tasklist":
                if isEnter { items.append(passages.count) } else { items.removeLast() }
            case "heading" where isEnter:
                add(node, .heading(Int(cmark_node_get_heading_level(node))), quotes)
            case "paragraph" where isEnter:
                // The first paragraph of an item is the item; those after it are paragraphs of their own.
                add(node, items.last == passages.count ? .item : .paragraph, quotes)
            case "code_block" where isEnter: addLiteral(node, .code, quotes)
            case "html_block" where isEnter: addMarkup(node, quotes)
            case "table_header" where isEnter: headers = MarkdownTree.children(node).map { MarkdownTree.flow($0).text }
            case "table_row" where isEnter:
                var passage = passage(node, .row(headers), quotes)
                passage.cells = MarkdownTree.children(node).map { MarkdownTree.flow($0) }
                passages.append(passage)
            default: break
            }
        }
    }

    private func passage(_ node: Node, _ kind: Passage.Kind, _ quotes: Int) -> Passage {
        let line = max(1, Int(cmark_node_get_start_line(node)))
        return Passage(kind: kind, line: line, endLine: max(line, Int(cmark_node_get_end_line(node))), isQuoted: quotes > 0)
    }

    private mutating func add(_ node: Node, _ kind: Passage.Kind, _ quotes: Int) {
        var passage = passage(node, kind, quotes)
        passage.flow = MarkdownTree.flow(node)
        if !passage.flow.isBlank || !passage.flow.marks.isEmpty { passages.append(passage) }
    }

    private mutating func addLiteral(_ node: Node, _ kind: Passage.Kind, _ quotes: Int) {
        guard let literal = cmark_node_get_literal(node) else { return }
        var passage = passage(node, kind, quotes)
        passage.flow.append(String(cString: literal), line: passage.line, isCode: true)
        if !passage.flow.isBlank { passages.append(passage) }
    }

    /// HTML between blocks is read as HTML.
    private mutating func addMarkup(_ node: Node, _ quotes: Int) {
        guard let literal = cmark_node_get_literal(node) else { return }
        let line = max(1, Int(cmark_node_get_start_line(node)))
        guard let inner = try? HTMLTree(String(cString: literal), firstLine: line) else { return }
        passages += inner.passages.map { passage in
            var passage = passage
            passage.isQuoted = passage.isQuoted || quotes > 0
            return passage
        }
    }

    private static func type(_ node: Node) -> String {
        cmark_node_get_type_string(node).map { String(cString: $0) } ?? ""
    }

    private static func children(_ node: Node) -> [Node] {
        var result: [Node] = []
        var next = cmark_node_first_child(node)
        while let child = next {
            result.append(child)
            next = cmark_node_next(child)
        }
        return result
    }

    // MARK: Inlines

    /// The text of a block whose children are inlines.
    private static func flow(_ block: Node) -> Flow {
        var flow = Flow()
        guard let iterator = cmark_iter_new(block) else { return flow }
        defer { cmark_iter_free(iterator) }
        var line = max(1, Int(cmark_node_get_start_line(block)))
        while true {
            let event = cmark_iter_next(iterator)
            guard event != CMARK_EVENT_DONE else { break }
            guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
            switch cmark_node_get_type(node) {
            case CMARK_NODE_TEXT:
                guard let literal = cmark_node_get_literal(node) else { break }
                flow.append(String(cString: literal), line: line)
            case CMARK_NODE_CODE:
                guard let literal = cmark_node_get_literal(node) else { break }
                flow.append(String(cString: literal), line: line, isCode: true)
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK:
                flow.breakLine(hard: cmark_node_get_type(node) == CMARK_NODE_LINEBREAK, line: line)
                line += 1
            case CMARK_NODE_HTML_INLINE:
                guard let literal = cmark_node_get_literal(node) else { break }
                if String(cString: literal).lowercased().hasPrefix("<br") { flow.breakLine(hard: true, line: line) }
            case CMARK_NODE_LINK:
                // The link of a citation leads to its entry: it is recorded, and its text is no part of the sentence.
                guard let citation = citation(node) else { break }
                flow.cite(citation)
                cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
            case CMARK_NODE_IMAGE: cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
            default: break
            }
        }
        return flow
    }

    private static func citation(_ link: Node) -> Claim.Citation? {
        guard let child = cmark_node_first_child(link), cmark_node_next(child) == nil,
            let literal = cmark_node_get_literal(child)
        else { return nil }
        return Claim.Citation(parsing: String(cString: literal))
    }
}
