import Core

/// Redacts what is sent to a source outside the perimeter: path segments, query, headers and body.
struct ArgumentScreen {
    let redactor: Redactor
    /// Values that may pass as they are: those that the source's own configuration gives.
    let configured: Set<String>
    /// Earlier answers of the same source: what came from it may go back to it.
    let answers: [[UInt8]]
    /// How many values were replaced, by class.
    private(set) var counts: [String: Int] = [:]

    init(redactor: Redactor, configured: Set<String> = [], answers: [[UInt8]] = []) {
        self.redactor = redactor
        self.configured = configured
        self.answers = answers
    }

    /// Does the call hold anything that would have to be replaced, if nothing excused it?
    static func wouldChange(_ call: HTTPCall, _ redactor: Redactor) -> Bool {
        var screen = ArgumentScreen(redactor: redactor)
        return screen.screened(call) != call
    }

    mutating func screened(_ call: HTTPCall) -> HTTPCall {
        var call = call
        call.path = call.path.map { screened($0) }
        call.query = call.query.map { HTTPCall.Field(screened($0.name), screened($0.value)) }
        call.headers = call.headers.map { HTTPCall.Field($0.name, screened($0.value)) }
        call.body = screened(body: call.body, type: call.headers.first { $0.name.lowercased() == "content-type" }?.value)
        return call
    }

    private mutating func screened(body: [UInt8], type: String?) -> [UInt8] {
        guard !body.isEmpty else { return body }
        if let value = try? JSONValue(parsing: body) {
            let result = screened(value)
            return result == value ? body : Array(result.compact.utf8)
        }
        let text = String(decoding: body, as: UTF8.self)
        if type?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true {
            let fields = text.split(separator: "&", omittingEmptySubsequences: false).map { field in
                let pair = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return HTTPCall.Field(
                    PercentEncoding.decoded(String(pair[0])), pair.count > 1 ? PercentEncoding.decoded(String(pair[1])) : "")
            }
            let result = fields.map { HTTPCall.Field(screened($0.name), screened($0.value)) }
            return result == fields ? body : Array(PercentEncoding.form(result).utf8)
        }
        let result = screened(text)
        return result == text ? body : Array(result.utf8)
    }

    private mutating func screened(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): return .string(screened(text))
        case .array(let elements): return .array(elements.map { screened($0) })
        case .object(let object):
            return .object(JSONObject(object.members.map { (screened($0.name), screened($0.value)) }))
        case .number(let number):
            let text = screened(number.text)
            return text == number.text ? value : .string(text)
        default: return value
        }
    }

    private mutating func screened(_ text: String) -> String {
        guard !text.isEmpty, !configured.contains(text) else { return text }
        var redacted = redactor.redact(text)
        if redacted.found.isEmpty {
            // A character that nobody sees must not keep a rule from seeing what stands round it.
            let clean = CleanText(text)
            if clean.removed > 0 { redacted = redactor.redact(clean.text) }
        }
        guard !redacted.found.isEmpty else { return text }
        var result = redacted.text
        for finding in redacted.found {
            if let original = redacted.original(of: finding.token), came(original) {
                result = result.replacing(finding.token, with: original)
            } else {
                counts[finding.kind.rawValue, default: 0] += 1
            }
        }
        return result
    }

    private func came(_ value: String) -> Bool {
        if configured.contains(value) { return true }
        let plain = Array(value.utf8)
        let escaped = Array(JSONValue.string(value).compact.utf8.dropFirst().dropLast())
        return answers.contains { ByteSearch.find(plain, in: $0) || ByteSearch.find(escaped, in: $0) }
    }
}
