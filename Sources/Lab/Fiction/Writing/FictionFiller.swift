/// What stands in post-mortems and states nothing that a system could confirm or refute.
enum FictionFiller {
    static let remarks = [
        "Nobody enjoys writing these documents, but we learn from them.",
        "We are sorry for the trouble that this caused.",
        "This is the part of the story that is hardest to tell.",
        "It is easy to be wise afterwards.",
        "We want to be open about what we know and what we do not.",
        "The names of people are left out on purpose.",
        "Some of this was clear to us only when we looked at it together.",
        "Several of us found the situation confusing.",
        "We think that the team worked well together under pressure.",
        "It felt longer than it was.",
        "There is more to say about this than fits here.",
        "Please comment if you remember it differently.",
        "We keep the details short here.",
        "The reasoning at that time made sense to everyone involved.",
    ]
    static let lessons = [
        "Small configuration changes deserve the same care as code.",
        "We should look at timeouts as part of a chain and not one by one.",
        "Confident statements in chat are hypotheses until somebody checks them.",
        "Alerts that compare with a fixed number tend to age badly.",
        "Silences need an owner and an end.",
        "Rolling back early is cheaper than being right.",
        "We would like to be able to roll back without waiting for anyone.",
        "Better dashboards for dependencies would help the next person on call.",
        "What went well: people shared what they saw and asked questions.",
        "Where we got lucky: it happened in office hours.",
        "We want to practise this kind of decision in a game day.",
        "Reviewers need to know what a value was chosen for.",
        "Our runbook assumes too much knowledge.",
        "A calm tone in the channel helped a lot.",
    ]
    static let actions = [
        "Add an alert that compares with the baseline.",
        "Review all silences once a month.",
        "Write down who may approve an urgent revert.",
        "Roll out configuration in steps.",
        "Document the timeouts of every dependency.",
        "Plan a game day for the payment path.",
        "Ask the payments team for a load test.",
        "Clean up the dashboards of the payment path.",
        "Share this document at the next review meeting.",
        "Agree on words to use before a rollback is announced.",
    ]
}
