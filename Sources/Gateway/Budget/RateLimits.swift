import Core

/// Holds principals to the policy's limits: calls and bytes for each investigation, calls a minute over the whole process.
///
/// Every limit whose pattern matches applies. A model, a client or the playbook that asks on a person's behalf spends that
/// person's limits too.
public actor PrincipalLimits {
    private let limits: [PrincipalLimit]
    private var spent: [String: [Account: Spent]] = [:]
    private var buckets: [Account: Bucket] = [:]

    /// One limit for one concrete principal.
    private struct Account: Hashable {
        var limit: Int
        var principal: String
    }

    private struct Spent {
        var calls = 0
        var bytes = 0
    }

    /// A token bucket: full at first, it holds as many calls as a minute gives.
    private struct Bucket {
        var tokens: Double
        var filledAt: Instant

        mutating func fill(_ perMinute: Int, at now: Instant) {
            // A clock that was set back gives nothing, and takes nothing.
            let seconds = min(60, max(0, now.seconds(since: filledAt)))
            tokens = min(Double(perMinute), tokens + seconds * Double(perMinute) / 60)
            filledAt = now
        }
    }

    public init(_ policy: Policy) { limits = policy.limits }

    /// Counts one more call, or says which limit was spent and counts nothing.
    ///
    /// - Parameter question: who asks, on whose behalf, and when.
    public func admit(_ question: PolicyQuestion, investigation: String) -> String? {
        let accounts = accounts(of: question)
        for account in accounts {
            if let reason = refusal(account, investigation, at: question.at) { return reason }
        }
        for account in accounts {
            spent[investigation, default: [:]][account, default: Spent()].calls += 1
            buckets[account]?.tokens -= 1
        }
        return nil
    }

    /// Counts bytes of a reply, as they came.
    public func spend(bytes: Int, for question: PolicyQuestion, investigation: String) {
        for account in accounts(of: question) {
            let before = spent[investigation]?[account]?.bytes ?? 0
            spent[investigation, default: [:]][account, default: Spent()].bytes =
                before.addingReportingOverflow(max(0, bytes)).overflow ? .max : before + max(0, bytes)
        }
    }

    /// Forgets what an investigation spent, once it is over.
    public func end(investigation: String) { spent[investigation] = nil }

    private func refusal(_ account: Account, _ investigation: String, at now: Instant) -> String? {
        let limit = limits[account.limit]
        let used = spent[investigation]?[account] ?? Spent()
        if let calls = limit.calls, used.calls >= calls {
            return "the limit of \(calls) calls for \(limit.principal) was spent"
        }
        if let bytes = limit.bytes, used.bytes >= bytes {
            return "the limit of \(bytes) bytes for \(limit.principal) was spent"
        }
        guard let perMinute = limit.perMinute else { return nil }
        if buckets[account] == nil { forgetFull(at: now) }
        var bucket = buckets[account] ?? Bucket(tokens: Double(perMinute), filledAt: now)
        bucket.fill(perMinute, at: now)
        buckets[account] = bucket
        return bucket.tokens >= 1 ? nil : "the limit of \(perMinute) calls a minute for \(limit.principal) was spent"
    }

    /// A bucket that is full again says the same as none: names that come once do not add up.
    private func forgetFull(at now: Instant) {
        guard buckets.count >= 4_096 else { return }
        buckets = buckets.filter { now.seconds(since: $0.value.filledAt) < 60 }
    }

    private func accounts(of question: PolicyQuestion) -> [Account] {
        var result: [Account] = []
        for asked in [question] + [question.byPersonBehind].compactMap({ $0 }) {
            for (index, limit) in limits.enumerated()
            where limit.principal.matches(asked.principal, person: asked.person, groups: asked.groups) {
                let account = Account(limit: index, principal: asked.account)
                if !result.contains(account) { result.append(account) }
            }
        }
        return result
    }
}

extension PolicyQuestion {
    /// Under which name the principal spends: one person has one account, under whichever user.
    fileprivate var account: String {
        guard case .person = principal, let person else { return principal.description }
        return "mapped:\(person)"
    }
}
