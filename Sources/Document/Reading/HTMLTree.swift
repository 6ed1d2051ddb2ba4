internal import CXML2
import Core

/// An HTML document as events, and those as passages. All that touches libxml2's memory is in this file.
///
/// The parser is fed in chunks and reports as it goes: no tree is built, nothing is loaded from anywhere, and there are no
/// entities but HTML's own.
struct HTMLTree {
    private(set) var passages: [Passage] = []
    private(set) var title: String?

    /// Elements inside one another.
    static let depthLimit = 500
    private static let chunk = 1 << 14

    /// - Parameter firstLine: the line in the file that the text begins in.
    init(_ text: String, firstLine: Int = 1) throws(ManuscriptError) {
        let listener = Listener(HTMLPassages(firstLine: firstLine))
        var handler = HTMLTree.handler()
        let context = Unmanaged.passUnretained(listener).toOpaque()
        guard let parser = htmlCreatePushParserCtxt(&handler, context, nil, 0, nil, XML_CHAR_ENCODING_UTF8) else {
            throw .unreadable("the HTML parser could not be made")
        }
        listener.parser = parser
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
            | HTML_PARSE_NONET.rawValue
        _ = htmlCtxtUseOptions(parser, Int32(bitPattern: options))
        withExtendedLifetime(listener) {
            var text = text
            text.withUTF8 { bytes in
                var start = 0
                while start < bytes.count, !listener.isStopped {
                    let end = min(bytes.count, start + HTMLTree.chunk)
                    let part = UnsafeBufferPointer(rebasing: bytes[start..<end])
                    part.withMemoryRebound(to: CChar.self) { _ = htmlParseChunk(parser, $0.baseAddress, Int32($0.count), 0) }
                    start = end
                }
                if !listener.isStopped { _ = htmlParseChunk(parser, nil, 0, 1) }
            }
            if let document = parser.pointee.myDoc { xmlFreeDoc(document) }
            parser.pointee.myDoc = nil
            htmlFreeParserCtxt(parser)
        }
        if listener.isStopped { throw .tooDeep(line: listener.line, limit: HTMLTree.depthLimit) }
        listener.passages.finish()
        passages = listener.passages.passages
        title = listener.passages.title
    }

    /// What the parser's callbacks get as their context.
    private final class Listener {
        var passages: HTMLPassages
        var parser: htmlParserCtxtPtr?
        var depth = 0
        var isStopped = false

        init(_ passages: HTMLPassages) { self.passages = passages }

        var line: Int { parser.map { max(1, Int(xmlSAX2GetLineNumber(UnsafeMutableRawPointer($0)))) } ?? 1 }

        func start(_ name: String, _ attributes: [String: String]) {
            depth += 1
            guard depth <= HTMLTree.depthLimit else {
                isStopped = true
                if let parser { xmlStopParser(parser) }
                return
            }
            passages.start(name, attributes, line: line)
        }

        func end(_ name: String) {
            depth -= 1
            passages.end(name, line: line)
        }

        static func of(_ context: UnsafeMutableRawPointer?) -> Listener? {
            context.map { Unmanaged<Listener>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    private static func handler() -> htmlSAXHandler {
        var handler = htmlSAXHandler()
        handler.startElement = { context, name, attributes in
            guard let listener = Listener.of(context), let name, !listener.isStopped else { return }
            listener.start(String(cString: name), HTMLTree.attributes(attributes))
        }
        handler.endElement = { context, name in
            guard let listener = Listener.of(context), let name, !listener.isStopped else { return }
            listener.end(String(cString: name))
        }
        handler.characters = { context, text, count in
            guard let listener = Listener.of(context), let text, count > 0, !listener.isStopped else { return }
            let bytes = UnsafeBufferPointer(start: text, count: Int(count))
            listener.passages.text(String(decoding: bytes, as: UTF8.self), endLine: listener.line)
        }
        handler.ignorableWhitespace = handler.characters
        return handler
    }

    /// Name, value, name, value, nil: the few that say how to read the element.
    private static func attributes(
        _ list: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> [String: String] {
        var result: [String: String] = [:]
        guard let list else { return result }
        var place = 0
        while let name = list[place] {
            let key = String(cString: name)
            if HTMLPassages.attributes.contains(key) { result[key] = list[place + 1].map { String(cString: $0) } ?? "" }
            place += 2
        }
        return result
    }
}
