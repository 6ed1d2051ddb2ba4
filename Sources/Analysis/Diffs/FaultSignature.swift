import Core

/// What went wrong, as log lines and signals say it.
enum FaultSignature: String, Sendable, Hashable, CaseIterable {
    case deadline, absentValue, missingRelation, unknownName, notFound, throttled, storageFull, memory, exhausted, slow, refused
    case certificate, nameResolution, authorisation, invalid, overload, deadlock

    /// Phrases of runtimes, databases, brokers and operating systems, in lower case.
    private static let phrases: [(fault: FaultSignature, phrases: [String])] = [
        (
            .deadline,
            [
                "deadline exceeded", "deadlineexceeded", "timed out", "timeout", "context canceled", "context cancelled",
                "etimedout",
            ]
        ),
        (
            .absentValue,
            [
                "nil pointer", "null pointer", "nullpointer", "nullreference", "nonetype", "of undefined", "of null",
                "undefined is not", "unexpectedly found nil", "none value", "segmentation fault", "invalid memory address",
            ]
        ),
        (
            .missingRelation,
            [
                "no such table", "unknown table", "undefined table", "undefinedtable", "unknown column", "no such column",
                "undefined column", "relation \"", "table or view does not exist", "doesn't exist", "unknown collection",
            ]
        ),
        (
            .unknownName,
            [
                "no mapping found", "unknown field", "no such field", "unrecognized field", "unknown property",
                "unknown argument",
                "has no attribute", "keyerror", "missing field", "missing key", "undefined method", "unknown method",
                "method not found", "unimplemented",
            ]
        ),
        (.notFound, ["not found", "not registered", "unregistered", "no handler", "no such", "cannot find", "could not find"]),
        (
            .throttled,
            [
                "throttl", "throughputexceeded", "throughput exceeded", "rate limit", "ratelimit", "too many requests", "quota",
                "capacity exceeded", "exceeded provisioned",
            ]
        ),
        (.storageFull, ["no space left", "disk full", "enospc", "read-only file system", "quota exceeded", "volume full"]),
        (.memory, ["out of memory", "outofmemory", "oomkilled", "oom-kill", "heap space", "cannot allocate", "heap limit"]),
        (
            .exhausted,
            [
                "pool exhausted", "too many connections", "connection pool", "no available connection", "too many open files",
                "emfile",
            ]
        ),
        (.slow, ["slow query", "slow request", "latency budget", "took too long", "slow operation", "exceeded soft"]),
        (
            .refused,
            ["connection refused", "econnrefused", "connection reset", "broken pipe", "unreachable", "no healthy upstream"]
        ),
        (.certificate, ["certificate", "x509", "tls handshake", "ssl_error", "handshake failure"]),
        (.nameResolution, ["no such host", "name resolution", "nxdomain", "could not resolve", "enotfound", "getaddrinfo"]),
        (
            .authorisation,
            [
                "unauthorized", "unauthorised", "forbidden", "permission denied", "access denied", "invalid token",
                "unauthenticated",
            ]
        ),
        (
            .invalid,
            [
                "validation", "out of range", "invalid value", "malformed", "failed to parse", "parse error", "parse_exception",
                "unmarshal", "cannot decode", "deserializ", "schema mismatch", "invalid argument",
            ]
        ),
        (.overload, ["overloaded", "shedding", "queue full", "saturated", "backpressure", "rejectedexecution"]),
        (.deadlock, ["deadlock", "lock wait", "could not obtain lock", "lock timeout"]),
    ]

    /// What a text speaks of. One that nothing was found is also said of a missing table: the closer word wins.
    static func all(in text: String) -> Set<FaultSignature> {
        let text = text.prefix(2000).lowercased()
        var found = Set(phrases.filter { entry in entry.phrases.contains { text.contains($0) } }.map(\.fault))
        if found.contains(.missingRelation) || found.contains(.unknownName) || found.contains(.nameResolution) {
            found.remove(.notFound)
        }
        return found
    }

    var name: String {
        switch self {
        case .deadline: "a deadline that passed"
        case .absentValue: "a value that was not there"
        case .missingRelation: "a table or column that is not there"
        case .unknownName: "a name that is not known"
        case .notFound: "something that was not found"
        case .throttled: "a rate or capacity that was exceeded"
        case .storageFull: "a full volume"
        case .memory: "memory that ran out"
        case .exhausted: "a pool that ran out"
        case .slow: "slowness"
        case .refused: "connections that were refused or broken"
        case .certificate: "a certificate"
        case .nameResolution: "a name that was not resolved"
        case .authorisation: "rights"
        case .invalid: "input that was not valid"
        case .overload: "more work than could be done"
        case .deadlock: "a lock"
        }
    }
}

extension DiffEffect.Kind {
    /// The faults that a change of this kind can make. From how each effect acts, not from any incident.
    var faults: Set<FaultSignature> {
        switch self {
        case .absenceCheckRemoved: [.absentValue]
        case .validationRemoved: [.invalid, .absentValue, .unknownName]
        case .callRemoved: [.notFound, .unknownName, .missingRelation, .absentValue, .exhausted, .authorisation, .deadlock]
        case .boundRemoved: [.slow, .memory, .deadline, .overload, .exhausted]
        case .callPerElement: [.slow, .deadline, .throttled, .exhausted, .overload]
        case .newRelation: [.missingRelation]
        case .renamed: [.unknownName, .missingRelation, .notFound, .invalid]
        case .timeLimitLowered: [.deadline]
        case .timeLimitRaised: [.exhausted, .slow, .overload]
        case .limitLowered: [.exhausted, .throttled, .memory, .overload, .slow, .storageFull]
        case .limitRaised: [.memory, .exhausted, .overload, .storageFull]
        case .retriesChanged: [.overload, .throttled, .slow, .deadline]
        case .verbosityRaised: [.storageFull, .slow]
        case .cachingReduced: [.slow, .overload, .deadline]
        case .concurrencyChanged: [.deadlock, .slow, .absentValue, .exhausted]
        case .dependencyChanged: []
        }
    }
}
