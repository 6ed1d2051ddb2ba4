import Core
import OTLP

/// The calls that the tools make.
enum TempoAPI {
    /// A search over a longer time is refused by a server whose configuration says nothing (`query_frontend.search.max_duration`).
    static let longestSearch: Double = 168 * 3600
    /// The same of TraceQL metrics (`query_frontend.metrics.max_duration`).
    static let longestMetrics: Double = 24 * 3600
    /// Traces that a search gives when no limit is asked for.
    static let defaultLimit = 20

    static func get(_ path: [String], _ fields: [HTTPCall.Field] = []) -> HTTPCall {
        HTTPCall(path: path, query: fields, headers: [.init("Accept", "application/json")])
    }

    /// `start` and `end` in whole seconds, outward. The server keeps them in 32 bits.
    static func bounds(_ window: TimeWindow) -> [HTTPCall.Field] {
        let grid = window.outward(toStep: 1)
        return [.init("start", String(grid.from.wholeSeconds)), .init("end", String(grid.to.wholeSeconds))]
    }

    /// A window that is no longer than the server takes and within the 32 bits of its seconds.
    static func window(_ input: Input, longest: Double, what: String) throws(InputError) -> TimeWindow {
        let window = try input.window(days: 366)
        let grid = window.outward(toStep: 1)
        guard grid.from.wholeSeconds >= 0, grid.to.wholeSeconds <= Int64(UInt32.max) else {
            throw InputError("from", "Tempo takes times between the years 1970 and 2106 only")
        }
        guard grid.seconds <= longest else {
            throw InputError("to", "is more than \(Int(longest / 3600)) hours after 'from', which Tempo refuses for \(what)")
        }
        return window
    }

    /// The same, when it is given.
    static func optionalWindow(_ input: Input, longest: Double, what: String) throws(InputError) -> TimeWindow? {
        let from = try input.optionalString("from")
        let to = try input.optionalString("to")
        guard from != nil || to != nil else { return nil }
        return try window(input, longest: longest, what: what)
    }

    /// A text as TraceQL writes it.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func traceQL(_ text: String) throws(InputError) -> String {
        guard text.utf8.count <= 20_000 else { throw InputError("query", "is longer than 20,000 bytes") }
        return text
    }

    /// What an answer says of how much was looked at.
    struct Effort: Sendable {
        var completed: Int64
        var total: Int64
        /// Bytes that were read for it; 0 where the answer does not say.
        var bytes: Int64

        init(_ document: JSONValue) {
            let metrics = document["metrics"]
            // Protobuf's JSON leaves zeros out.
            completed = OTLPValue.integer(metrics?["completedJobs"]) ?? 0
            total = OTLPValue.integer(metrics?["totalJobs"]) ?? 0
            bytes = OTLPValue.integer(metrics?["inspectedBytes"]) ?? 0
        }

        var isPartial: Bool { completed < total }
        var says: String { "\(completed) of \(total) jobs were done" }
    }

    /// Why an empty answer for which nothing was read proves nothing.
    static let nothingLookedAt =
        "Tempo read nothing for it: expired traces, another tenant, and spans that arrived late look the same"
}
