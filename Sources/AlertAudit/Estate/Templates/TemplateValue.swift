/// What a part of a template comes to when it is executed, as far as that is known beforehand.
indirect enum TemplateValue: Sendable {
    case unknown
    case text(String)
    /// A text that is not known, of at most so many bytes where that is.
    case someText(longest: Int?)
    /// A number, whole or with a fraction: Go does not compare one with the other. `nil`: which one is not known.
    case number(isWhole: Bool, Double?)
    case truth(Bool?)
    case nothing
    /// The alert itself, at the top.
    case alert
    case labels(AlertLabels)
    /// A map of texts of which nothing is known.
    case texts
    /// What `query` found; whether there is any result.
    case results(Bool?)
    case result

    /// With an article.
    var kind: String {
        switch self {
        case .unknown: "a value"
        case .text, .someText: "a text"
        case .number(let isWhole, _): isWhole ? "a whole number" : "a number with a fraction"
        case .truth: "a truth value"
        case .nothing: "nothing"
        case .alert: "the alert"
        case .labels, .texts: "a set of labels"
        case .results: "the results of a query"
        case .result: "a result of a query"
        }
    }

    var isText: Bool {
        switch self {
        case .text, .someText: true
        default: false
        }
    }

    /// Whether `if` takes it for true.
    var holds: Bool? {
        switch self {
        case .text(let text): !text.isEmpty
        case .number(_, let value): value.map { $0 != 0 }
        case .truth(let truth): truth
        case .nothing: false
        case .alert, .result: true
        case .results(let found): found
        case .unknown, .someText, .labels, .texts: nil
        }
    }

    /// What it may be where it is this or another.
    func or(_ other: TemplateValue) -> TemplateValue {
        switch (self, other) {
        case (.text(let one), .text(let two)) where one == two: self
        case (.text, .text), (.text, .someText), (.someText, .text), (.someText, .someText): .someText(longest: nil)
        case (.number(let one, _), .number(let two, _)) where one == two: .number(isWhole: one, nil)
        case (.truth, .truth): .truth(nil)
        case (.results, .results): .results(nil)
        case (.result, .result): .result
        case (.alert, .alert): .alert
        case (.nothing, .nothing): .nothing
        default: .unknown
        }
    }
}
