extension FictionFrame {
    typealias Bare = (role: Fiction.Role, template: String)

    static let times: [Bare] = [
        (.sentence, "At {t}, {clause}."),
        (.sentence, "{Clause} at {t}."),
        (.sentence, "It was {t} when {clause}."),
        (.sentence, "{Noun} came at {t}."),
        (.sentence, "According to the timeline that we put together afterwards, {clause} at {t}."),
        (.sentence, "{Noun} is timestamped {t}."),
        (.sentence, "{Clause} at {half}."),
        (.sentence, "The clock read {t} by the time {clause}."),
        (.sentence, "Then, at {t}, {clause}."),
        (.sentence, "We have {noun} at {t} on the day."),
        (.sentence, "Around {t} {clause}."),
        (.sentence, "{Event} ({iso})."),
        (.entry, "{event}"),
        (.entry, "{clause}"),
        (.entry, "{noun}"),
        (.entry, "we see that {clause}"),
        (.field, "{Noun}\t{t}"),
        (.field, "Time of {noun}\t{t} UTC"),
        (.sentence, "For the record: {noun}, {t}."),
        (.sentence, "At exactly {t} on that day {clause}."),
    ]

    static let versions: [Bare] = [
        (.sentence, "{What} shipped {kind} {v}."),
        (.sentence, "{Kind} {v} went out with {what}."),
        (.sentence, "We traced {what} to {kind} {v}."),
        (.sentence, "{Kind} {v} is what {what} brought to production."),
        (.sentence, "See {kind} {v} for what {what} contained."),
        (.sentence, "{What} carried {v} ({kind})."),
        (.field, "{What}\t{kind} {v}"),
        (.field, "{Kind} of {what}\t{v}"),
    ]

    static let orders: [Bare] = [
        (.sentence, "{A} came before {b}."),
        (.sentence, "First {aclause}, then {bclause}."),
        (.sentence, "{B} happened after {a}."),
        (.sentence, "{Aclause} before {bclause}."),
        (.sentence, "{B} was preceded by {a}."),
        (.sentence, "{Bclause} only after {aclause}."),
        (.sentence, "{A} was earlier than {b}."),
        (.field, "Sequence\tfirst {a}, then {b}"),
    ]

    static let durations: [Bare] = [
        (.sentence, "{D} passed between {a} and {b}."),
        (.sentence, "{B} followed {a} by {d}."),
        (.sentence, "From {a} to {b} it took {d}."),
        (.sentence, "It was {d} after {a} that {bclause}."),
        (.sentence, "We needed {d} to get from {a} to {b}."),
        (.sentence, "{A} preceded {b} by {d}."),
        (.field, "{Name}\t{d}"),
        (.sentence, "The {name} was {d}."),
        (.field, "From {a} to {b}\t{d}"),
        (.sentence, "There were {d} between {a} and {b}."),
    ]
}
