public import Core

/// A file of cases that a policy is held against: questions with the verdicts that are expected.
public enum PolicyTest {
    public struct Case: Sendable, Hashable {
        public var name: String
        /// `nil`: the person whom `user` is.
        public var principal: Principal?
        /// The operating system's user who asks, or on whose behalf the principal asks.
        public var user: String?
        /// In place of the groups that the policy gives.
        public var groups: [String]?
        public var source: String?
        public var tool: String
        /// `nil`: the tool's own, or a write where the tool is not known.
        public var effect: Effect?
        public var input: JSONValue
        /// Empty: not known, which counts as every class.
        public var data: Set<DataClass>
        public var at: Instant
        /// `allow`, `deny` or `approval`.
        public var expect: PolicyRule.Verdict
        /// The rule that must decide.
        public var rule: String?
        public var approvers: Approvers?
    }

    public struct Result: Sendable, Hashable {
        public var test: Case
        public var question: PolicyQuestion
        public var judgement: Judgement
        /// What is not as expected; empty when all is.
        public var problems: [String]
        public var passes: Bool { problems.isEmpty }
    }

    /// The moment of a case that names none: a Monday, at noon UTC.
    public static let usualMoment = Instant(seconds: 1_767_614_400)

    /// Reads a file of cases, a YAML list.
    public static func read(yaml: String, file: String) throws(PolicyError) -> [Case] {
        guard let root = try PolicyNode.read(yaml: yaml, file: file) else {
            throw PolicyError(file: file, line: nil, key: "", expected: "expected a list of cases")
        }
        var cases: [Case] = []
        for element in try PolicyReader(file: file, node: root, key: "").entries() { cases.append(try Case(element)) }
        return cases
    }

    /// Judges each case.
    ///
    /// - Parameter effects: the effects of the tools that are known, for cases that name none.
    public static func run(_ cases: [Case], against policy: Policy, effects: [String: Effect] = [:]) -> [Result] {
        cases.map { test in
            let question = test.question(policy, effects)
            let judgement = policy.judge(question)
            return Result(test: test, question: question, judgement: judgement, problems: test.problems(with: judgement))
        }
    }
}

extension PolicyTest.Case {
    private static let keys: Set<String> = [
        "name", "principal", "user", "groups", "source", "tool", "effect", "input", "data", "at", "expect", "rule", "approvers",
    ]

    init(_ reader: PolicyReader) throws(PolicyError) {
        var verdict: PolicyRule.Verdict?
        self.init(name: "", tool: "", input: [:], data: [], at: PolicyTest.usualMoment, expect: .deny)
        for (key, value) in try reader.members(allowed: Self.keys) {
            switch key {
            case "name": name = try value.words()
            case "principal":
                principal = Principal(parsing: try value.words())
                guard principal != nil else { throw value.problem("expected person:NAME, playbook, model:NAME or client:NAME") }
            case "user": user = try value.words()
            case "groups": groups = try value.elements().isEmpty ? [] : try value.list()
            case "source": source = try value.words()
            case "tool": tool = try value.words()
            case "effect": effect = try value.effect()
            case "input": input = try value.json()
            case "data": data = try value.wordSet(DataClass.self)
            case "at": at = try value.moment()
            case "expect": verdict = try value.word(PolicyRule.Verdict.self)
            case "rule": rule = try value.words()
            default: approvers = try Approvers(value)
            }
        }
        guard !name.isEmpty else { throw reader.problem("expected a 'name'") }
        guard !tool.isEmpty else { throw reader.problem("expected a 'tool'") }
        guard principal != nil || user != nil else { throw reader.problem("expected a 'principal', a 'user' or both") }
        if case .person? = principal, user != nil {
            throw reader.problem("expected 'user' or a person as 'principal', not both")
        }
        guard let verdict else { throw reader.problem("expected 'expect': allow, deny or approval") }
        guard approvers == nil || verdict == .approval else {
            throw reader.problem("expected 'approvers' only with 'expect: approval'")
        }
        expect = verdict
    }

    fileprivate func question(_ policy: Policy, _ effects: [String: Effect]) -> PolicyQuestion {
        var question = PolicyQuestion(
            principal: principal ?? .person(user ?? ""), source: source.map { SourceName($0) }, tool: tool,
            effect: effect ?? effects[tool] ?? .write, input: input, data: data, at: at)
        policy.place(user, in: &question)
        // In a test's file a person is written as in a rule: by the name that the policy maps users to.
        if case .person(let name)? = principal {
            question.person = name
            question.groups = policy.groups(ofPerson: name)
        }
        if let groups { question.groups = groups }
        return question
    }

    fileprivate func problems(with judgement: Judgement) -> [String] {
        var problems: [String] = []
        if judgement.word != expect.rawValue {
            problems.append("expected \(expect.rawValue), got \(judgement.word) by '\(judgement.rule)': \(judgement.reason)")
        }
        if let rule, rule != judgement.rule {
            problems.append("expected the rule '\(rule)' to decide, and '\(judgement.rule)' did")
        }
        if let approvers, let given = judgement.approvers, given != approvers {
            problems.append("expected approval by \(approvers), got approval by \(given)")
        }
        return problems
    }
}

extension Principal {
    /// Reads what ``description`` gives; `nil` for anything else.
    public init?(parsing text: String) {
        if text == "playbook" {
            self = .playbook
            return
        }
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let name = String(text[text.index(after: colon)...])
        guard !name.isEmpty else { return nil }
        switch text[..<colon] {
        case "person": self = .person(name)
        case "model": self = .model(name)
        case "client": self = .client(name)
        default: return nil
        }
    }
}
