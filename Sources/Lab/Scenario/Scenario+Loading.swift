import Core
import Foundation

/// What is wrong with a scenario or with how it was asked for.
struct ScenarioError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}

extension Scenario {
    /// The names of the scenarios that come with the Lab, sorted.
    static func names() throws -> [String] { try names(in: directory) }

    /// The names of the variations of scenarios that come with the Lab, sorted.
    static func variations() throws -> [String] { try names(in: directory.appendingPathComponent("Variations")) }

    private static func names(in directory: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "json" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }

    /// Reads a scenario or a variation by its name, or from a path that ends in `.json`, for one day.
    static func load(_ name: String, day: ScenarioDay) throws -> Scenario {
        try Scenario(json: try document(name).compact, day: day).skewed()
    }

    /// The only day on which a scenario can be staged; `nil` when any will do.
    static func recordedDay(_ name: String) throws -> ScenarioDay? {
        try document(name)["recordings"]?["day"]?.string.flatMap { ScenarioDay($0) }
    }

    /// The scenario that a variation, or a variation of a variation, begins with; the scenario itself where it is none.
    static func origin(of name: String) throws -> String { try resolved(name).origin }

    private static func document(_ name: String) throws -> JSONValue { try resolved(name).document }

    /// A scenario's document; a variation is applied to what it varies.
    private static func resolved(_ name: String, depth: Int = 0) throws -> (document: JSONValue, origin: String) {
        guard depth < 4 else { throw ScenarioError("'\(name)' varies what varies it") }
        let document = try read(name)
        guard let variation = try Variation(document) else { return (document, name) }
        let base = try resolved(variation.base, depth: depth + 1)
        return (try variation.applied(to: base.document), base.origin)
    }

    private static func read(_ name: String) throws -> JSONValue {
        let places =
            name.hasSuffix(".json")
            ? [URL(fileURLWithPath: name)] : ["", "Variations/"].map { directory.appendingPathComponent("\($0)\(name).json") }
        guard let data = places.lazy.compactMap({ try? Data(contentsOf: $0) }).first else {
            let known = try names() + variations()
            throw ScenarioError("no scenario '\(name)'; there are: \(known.joined(separator: ", "))")
        }
        do {
            return try JSONValue(parsing: Array(data))
        } catch {
            throw ScenarioError("'\(name)' is not JSON: \(error)")
        }
    }

    /// Decodes a scenario. `${time 14:21:00}` and `${date -14d}` in its text become RFC 3339 times and dates of `day`.
    init(json: String, day: ScenarioDay) throws {
        let placed = try Self.substitute(json) { name, argument in
            switch name {
            case "time": When(argument).map(day.rfc3339)
            case "date": When(argument).map { day.instant($0).date }
            default: "${\(name) \(argument)}"
            }
        }
        do {
            self = try JSONDecoder().decode(Scenario.self, from: Data(placed.utf8))
        } catch let error as DecodingError {
            throw ScenarioError("the scenario does not decode: \(Self.explain(error))")
        }
        if let only = recordings?.day, only != day.text {
            throw ScenarioError("'\(name)' has recorded answers, which are of \(only): stage it with --day \(only)")
        }
    }

    /// Replaces each `${name argument}` by what `value` gives for it.
    static func substitute(_ text: String, _ value: (String, String) -> String?) throws -> String {
        var result = ""
        var rest = text[...]
        while let open = rest.range(of: "${"), let close = rest[open.upperBound...].range(of: "}") {
            let inner = rest[open.upperBound..<close.lowerBound].split(separator: " ", maxSplits: 1).map(String.init)
            guard inner.count == 2, let replacement = value(inner[0], inner[1]) else {
                throw ScenarioError("'\(rest[open.lowerBound..<close.upperBound])' is not a placeholder that the Lab knows")
            }
            result += rest[..<open.lowerBound] + replacement
            rest = rest[close.upperBound...]
        }
        return result + rest
    }

    static var directory: URL {
        Bundle.module.resourceURL?.appendingPathComponent("Scenarios") ?? URL(fileURLWithPath: "Scenarios")
    }

    private static func explain(_ error: DecodingError) -> String {
        let (context, key): (DecodingError.Context, String)
        switch error {
        case .keyNotFound(let missing, let found): (context, key) = (found, " (no '\(missing.stringValue)')")
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found): (context, key) = (found, "")
        @unknown default: return "\(error)"
        }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? "." + $0.stringValue }.joined()
        return "\(path)\(key): \(context.debugDescription)"
    }
}
