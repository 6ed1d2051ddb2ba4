import Foundation

/// One recorded question to a real server, and its answer.
struct RecordedExchange: Sendable {
    /// Such as `04-search-errors`.
    var name: String
    var request: WebRequest
    /// Credentials are not in the recordings; the names of the files tell which were not the usual ones.
    var access: RecordedAccess
    var answer: WebAnswer

    /// Headers that belong to the connection, or to the moment.
    private static let left: Set<String> = ["date", "content-length", "transfer-encoding", "connection"]

    init(name: String, file: [UInt8]) throws {
        self.name = name
        guard let middle = file.firstRange(of: Array("\n-----\n".utf8)) else {
            throw ScenarioError("the recording '\(name)' has no line of dashes")
        }
        let asked = try Self.split(file[..<middle.lowerBound], name)
        let answered = try Self.split(file[middle.upperBound...], name)
        let words = asked.first.split(separator: " ")
        let status = answered.first.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard words.count == 3, let status else { throw ScenarioError("the recording '\(name)' has no status line") }
        request = WebRequest(method: String(words[0]), target: String(words[1]), headers: asked.headers, body: asked.body)
        let kept = answered.headers.filter { !Self.left.contains($0.name.lowercased()) }
        answer = WebAnswer(status: status, headers: kept, body: Self.binary(answered.body) ?? answered.body)
        access = Self.access(name, request)
    }

    private static func split(
        _ bytes: ArraySlice<UInt8>, _ name: String
    ) throws -> (first: String, headers: [(name: String, value: String)], body: [UInt8]) {
        let end = bytes.firstRange(of: Array("\n\n".utf8))
        let head = String(decoding: bytes[..<(end?.lowerBound ?? bytes.endIndex)], as: UTF8.self)
        let lines = head.split(separator: "\n").map(String.init)
        guard let first = lines.first else { throw ScenarioError("the recording '\(name)' has an empty head") }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
        }
        return (first, headers, end.map { Array(bytes[$0.upperBound...]) } ?? [])
    }

    /// Bodies that are no text were recorded in base64, behind a note in square brackets.
    private static func binary(_ body: [UInt8]) -> [UInt8]? {
        guard body.starts(with: Array("[the body is binary".utf8)), let note = body.firstIndex(of: UInt8(ascii: "\n")) else {
            return nil
        }
        return Data(base64Encoded: Data(body[(note + 1)...]), options: .ignoreUnknownCharacters).map { Array($0) }
    }

    private static func access(_ name: String, _ request: WebRequest) -> RecordedAccess {
        if name.contains("read-only") { return .readOnly }
        if name.contains("bad-token") || name.contains("wrong-key") { return .wrong }
        return request.header("authorization") == nil && request.header("x-api-key") == nil ? .none : .full
    }

    /// What was answered to everyone, whatever the credential.
    var isOpen: Bool { access == .none && answer.status < 400 }

    /// Equal for equal questions: method, path, parameters in any order, body, and the headers that choose the form of an answer.
    static func key(_ request: WebRequest) -> String {
        let parameters = request.parameters.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
        let form = request.header("content-type")?.hasPrefix("application/x-www-form-urlencoded") == true
        let accept = request.header("accept") ?? ""
        let shape = accept.contains("protobuf") ? "protobuf" : accept.contains("as=") ? accept : ""
        return [
            request.method, request.path, parameters, form ? "" : String(decoding: request.body, as: UTF8.self), shape,
            request.header("x-scope-orgid") ?? "", request.header("x-loki-response-encoding-flags") ?? "",
        ].joined(separator: "\n")
    }
}
