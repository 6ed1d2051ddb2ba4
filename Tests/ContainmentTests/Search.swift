import Foundation

/// Searching that is quick enough for thousands of long texts in a debug build.
enum Search {
    /// A text made ready to be searched many times.
    struct Text {
        private let bytes: ContiguousArray<CChar>

        /// The C library's search ends at a zero byte.
        init(_ text: String) { bytes = text.replacingOccurrences(of: "\0", with: " ").utf8CString }

        func contains(_ wanted: ContiguousArray<CChar>) -> Bool {
            bytes.withUnsafeBufferPointer { bytes in
                wanted.withUnsafeBufferPointer { wanted in
                    guard let text = bytes.baseAddress, let wanted = wanted.baseAddress else { return false }
                    return strstr(text, wanted) != nil
                }
            }
        }

        func contains(_ wanted: String) -> Bool { contains(wanted.utf8CString) }
    }

    /// The first matches of a pattern (ICU's), the whole of each or one group of it.
    static func matches(_ pattern: String, in text: String, group: Int = 0, limit: Int = 20) -> [String] {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return [] }
        let whole = text as NSString
        var found: [String] = []
        expression.enumerateMatches(in: text, range: NSRange(location: 0, length: whole.length)) { match, _, stop in
            if let range = match?.range(at: group), range.location != NSNotFound { found.append(whole.substring(with: range)) }
            if found.count >= limit { stop.pointee = true }
        }
        return found
    }

    static func replacing(_ pattern: String, in text: String, with template: String) -> String {
        guard let expression = try? NSRegularExpression(pattern: pattern) else { return text }
        let range = NSRange(location: 0, length: (text as NSString).length)
        return expression.stringByReplacingMatches(in: text, range: range, withTemplate: template)
    }
}
