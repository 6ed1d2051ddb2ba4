extension DiffEffect.Kind {
    /// The faults that a change of this kind can make. From how each effect acts, not from any incident.
    var faults: Set<FaultSignature> {
        switch self {
        case .absenceCheckRemoved: [.absentValue, .unknownName, .arithmetic, .outOfBounds]
        case .validationRemoved: [.invalid, .absentValue, .unknownName, .arithmetic, .outOfBounds, .conflict, .encoding]
        case .validationAdded: [.invalid, .unknownName]
        case .conditionChanged:
            [
                .invalid, .absentValue, .notFound, .authorisation, .arithmetic, .outOfBounds, .loop, .conflict, .throttled,
                .overload,
            ]
        case .callRemoved: [.notFound, .unknownName, .missingRelation, .absentValue, .exhausted, .authorisation, .deadlock]
        case .registrationRemoved: [.notFound, .unknownName, .missingRelation, .absentValue, .authorisation]
        case .releaseRemoved: [.exhausted, .memory, .deadlock, .threads, .storageFull, .deadline, .slow]
        case .fallbackRemoved: [.deadline, .refused, .notFound, .absentValue, .invalid, .throttled, .overload, .unknownName]
        case .growthAdded: [.memory, .exhausted, .threads, .slow]
        case .boundRemoved: [.slow, .memory, .deadline, .overload, .exhausted, .tooLarge]
        case .callPerElement: [.slow, .deadline, .throttled, .exhausted, .overload]
        case .costlyQuery, .indexRemoved: [.slow, .deadline, .exhausted, .overload, .throttled, .memory]
        case .tableLocked: [.deadlock, .slow, .deadline, .exhausted]
        case .constraintAdded: [.conflict, .invalid]
        case .relationRemoved: [.missingRelation, .unknownName, .absentValue]
        case .newRelation: [.missingRelation]
        case .newRequirement: [.unknownName, .absentValue]
        case .renamed: [.unknownName, .missingRelation, .notFound, .invalid, .absentValue]
        case .addressChanged: [.refused, .nameResolution, .notFound, .deadline, .certificate, .authorisation, .unhealthy]
        case .permissionReduced: [.authorisation]
        case .probeChanged: [.unhealthy, .refused, .notFound]
        case .timeLimitLowered: [.deadline, .unhealthy]
        case .timeLimitRaised: [.exhausted, .slow, .overload, .threads]
        case .limitLowered:
            [
                .exhausted, .throttled, .memory, .overload, .slow, .storageFull, .refused, .deadline, .threads, .tooLarge,
            ]
        case .limitRaised: [.exhausted, .overload, .threads]
        case .amountRaised: [.memory, .overload, .storageFull, .tooLarge, .throttled, .deadline]
        case .retriesChanged: [.overload, .throttled, .slow, .deadline, .refused]
        case .frequencyRaised: [.overload, .throttled, .slow]
        case .verbosityRaised: [.storageFull, .slow, .throttled]
        case .cachingReduced: [.slow, .overload, .deadline, .throttled, .exhausted]
        case .cachingRaised: [.memory, .storageFull]
        case .concurrencyChanged: [.deadlock, .slow, .absentValue, .exhausted, .threads, .conflict, .memory]
        case .blockingAdded: [.slow, .deadline, .exhausted, .threads, .deadlock]
        case .patternChanged: [.slow, .deadline, .invalid, .notFound]
        case .loopUnbounded: [.loop, .slow, .memory, .throttled, .deadline, .overload]
        case .formatChanged: [.invalid, .encoding, .arithmetic, .unknownName]
        case .arithmeticChanged: [.arithmetic, .invalid, .outOfBounds]
        case .switched:
            [
                .notFound, .absentValue, .unknownName, .missingRelation, .slow, .overload, .exhausted, .throttled, .invalid,
                .memory, .deadline, .refused,
            ]
        case .dependencyChanged: []
        case .dependencyMajor: [.unknownName, .notFound, .absentValue, .invalid, .encoding, .certificate]
        }
    }
}
