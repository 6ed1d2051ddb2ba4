import Analysis
import Core

/// A check with all that the case holds of it: its configuration, its flips and its runs, from however many questions.
struct WatchedCheck: Sendable {
    struct Flip: Sendable {
        var state: CheckFlip.State
        var time: Instant
        var id: EvidenceID
    }

    var configuration: CheckConfiguration
    var id: EvidenceID
    /// By time; a flip that two questions gave stands here once.
    var flips: [Flip]
    var holes: [AuditContext.Held<CheckRuns.Hole>]
    /// Whether pings of it were read.
    var hasRuns: Bool
    /// The affected service that it is about.
    var service: String?
    /// Whether its name or a tag shares a telling word with an affected service: `payment batch` and `payment-gateway`.
    var isNear: Bool

    /// Fit to stand in a sentence between backticks.
    var name: String { RuleFacts.inert(configuration.name) }

    /// The checks of a case, those about an affected service first, then those near one, then by name.
    static func all(in context: AuditContext) -> [WatchedCheck] {
        var found: [String: WatchedCheck] = [:]
        for evidence in context.caseFile.evidence {
            guard case .check(let check) = evidence.observation, found[check.id]?.service == nil else { continue }
            found[check.id] = WatchedCheck(check, evidence, context)
        }
        for evidence in context.caseFile.evidence {
            switch evidence.observation {
            case .checkFlip(let flip):
                guard let time = evidence.stamp?.corrected else { continue }
                found[flip.check]?.add(Flip(state: flip.state, time: time, id: evidence.id))
            case .checkRuns(let runs):
                found[runs.check]?.hasRuns = true
                for hole in runs.holes where found[runs.check]?.holes.contains(where: { $0.value == hole }) == false {
                    found[runs.check]?.holes.append(.init(value: hole, id: evidence.id))
                }
            default: break
            }
        }
        return found.values.map { check in
            var check = check
            check.flips.sort { ($0.time, $0.id) < ($1.time, $1.id) }
            check.holes.sort { ($0.value.from, $0.id) < ($1.value.from, $1.id) }
            return check
        }.sorted {
            ($0.rank, $0.configuration.name, $0.configuration.id) < ($1.rank, $1.configuration.name, $1.configuration.id)
        }
    }

    private init(_ check: CheckConfiguration, _ evidence: Evidence, _ context: AuditContext) {
        configuration = check
        id = evidence.id
        flips = []
        holes = []
        hasRuns = false
        let words = Set(([check.name] + check.tags).flatMap(Self.words))
        let named = context.affected.filter { service in
            // All of a service's words: a check that says "payment" is near `payment-gateway`, and not about it.
            let parts = Self.words(service)
            return !parts.isEmpty && parts.allSatisfy(words.contains)
        }
        service =
            evidence.service.flatMap { context.affected.contains($0) ? $0 : nil } ?? (named.count == 1 ? named.first : nil)
        let telling = Set(context.affected.flatMap(Self.words)).subtracting(Self.common).filter { $0.count >= 4 }
        isNear = service != nil || !named.isEmpty || !words.isDisjoint(with: telling)
    }

    private mutating func add(_ flip: Flip) {
        guard !flips.contains(where: { $0.time == flip.time && $0.state == flip.state && $0.id != flip.id }) else { return }
        flips.append(flip)
    }

    private var rank: Int { service != nil ? 0 : isNear ? 1 : 2 }

    /// Words in lower case, a plural's `s` dropped.
    private static func words(_ text: String) -> [String] {
        text.prefix(300).lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
            word.count > 4 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : String(word)
        }
    }

    /// Words that say what a thing is and not which.
    private static let common: Set<String> = [
        "service", "server", "gateway", "worker", "backend", "batch", "check", "prod", "production", "staging", "sync", "test",
        "system", "main",
    ]
}

extension AuditContext {
    var checks: [WatchedCheck] { WatchedCheck.all(in: self) }
}
