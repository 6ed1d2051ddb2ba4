extension FictionFrame {
    static let peaks: [Bare] = [
        (.sentence, "The {q} of {s} peaked at {x}."),
        (.sentence, "{S}'s {q} climbed to {x} at its worst."),
        (.sentence, "During the outage the {q} of {s} went as high as {x}."),
        (.sentence, "At its peak we measured {x} for the {q} of {s}."),
        (.field, "Peak {q} of {s}\t{x}"),
        (.field, "Highest {q} seen at {s}\t{x}"),
        (.sentence, "Up from {b}, the {q} of {s} hit {x}."),
        (.sentence, "{S}: {q} max {x}, normally {b}."),
        (.sentence, "The {q} of {s} rose from {b} to {x}."),
        (.sentence, "The worst {q} that {s} showed was {x}."),
    ]

    static let falls: [Bare] = [
        (.sentence, "The {q} of {s} fell from {b} to {x}."),
        (.sentence, "{S}'s {q} dropped to {x}, from {b} before."),
        (.sentence, "While payments failed, the {q} of {s} went down from {b} to {x}."),
        (.sentence, "With the new timeout the {q} of {s} came down to {x}."),
    ]

    static let numbers: [Bare] = [
        (.sentence, "{Clause}."),
        (.sentence, "The dashboards show that {clause}."),
        (.sentence, "Looking at the data afterwards, {clause}."),
        (.sentence, "Worth noting: {clause}."),
        (.sentence, "Our records say that {clause}."),
        (.sentence, "As we know now, {clause}."),
        (.field, "Observation\t{clause}"),
        (.sentence, "{Clause}, as the tooling confirms."),
    ]

    static let quantities: [Bare] = [
        (.sentence, "{Clause}."),
        (.sentence, "To put it in proportion, {clause}."),
        (.sentence, "In terms of impact, {clause}."),
        (.field, "Impact\t{clause}"),
        (.sentence, "Put differently, {clause}."),
        (.sentence, "The graphs leave no doubt that {clause}."),
    ]

    static let causes: [Bare] = [
        (.sentence, "{Cause} caused {effect}."),
        (.sentence, "{Cause} led to {effect}."),
        (.sentence, "The cause of {effect} was {cause}."),
        (.sentence, "{Happened} because {because}."),
        (.sentence, "{Effect} can be traced back to {cause}."),
        (.sentence, "{Because}, which is why {happened}."),
        (.sentence, "As {because}, {happened}."),
        (.field, "Cause of {effect}\t{cause}"),
        (.sentence, "{Effect} came from {cause}."),
        (.sentence, "Because {because}, {happened}."),
    ]

    static let speeches: [Bare] = [
        (.sentence, "At {t}, {who} wrote in the channel: \"{words}\"."),
        (.sentence, "\"{words}\", {who} wrote at {t}."),
        (.entry, "{who} in chat: \"{words}\""),
        (.sentence, "{Who} posted \"{words}\" ({t})."),
        (.sentence, "The channel has {who} saying \"{words}\" at {t}."),
        (.entry, "\"{words}\" ({who}, #inc-checkout)"),
    ]
}
