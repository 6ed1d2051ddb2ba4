import Foundation

/// The form in which templates are compared: the published post-processing of logpai/loghub-2.0, on both sides.
///
/// White space is one space; what a variable is stuck to up to the next delimiter is part of it; variables apart by `.`, `:`,
/// `#`, `/` or `@`, or by nothing, are one; quotes and `#` around a variable go. Without the rules for certain words.
enum NormalTemplate {
    private static let delimiters = Set(" ,!;:=|\"'[](){}.-+@#$%&".utf8)
    private static let variable = "<*>"
    private static let joined = [".", "", ":", "#", "/", "@"].map { variable + $0 + variable }
    private static let framed = [" #<*># ", " #<*> ", " \"<*>\" ", " '<*>' "]

    static func of(_ template: String) -> String {
        let words = template.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var result: [UInt8] = []
        var token: [UInt8] = []
        func close() {
            let text = String(decoding: token, as: UTF8.self)
            result += Array((text.contains(variable) && !text.contains("/") ? variable : text).utf8)
            token = []
        }
        for byte in words.utf8 {
            if delimiters.contains(byte) {
                close()
                result.append(byte)
            } else {
                token.append(byte)
            }
        }
        close()
        var text = String(decoding: result, as: UTF8.self)
        while true {
            let before = text
            for form in joined { text = text.replacing(form, with: variable) }
            for form in framed { text = text.replacing(form, with: " <*> ") }
            if text == before { return text }
        }
    }
}
