/// In which form a post-mortem is written.
enum FictionStyle: String, Sendable, CaseIterable {
    /// Sections and tables, as Google's book on site reliability has them.
    case sections
    /// A story in the past tense, as Etsy's debriefings are.
    case narrative
    /// Bullets, as one summarises a channel.
    case bullets
    /// A formal report with fields and numbered parts.
    case report
    /// An e-mail to people who did not take part.
    case email

    var headings: (happened: String, impact: String, causes: String, timeline: String, fields: String, lessons: String) {
        switch self {
        case .sections: ("Summary", "Impact", "Root causes", "Timeline", "At a glance", "Lessons learned")
        case .narrative: ("The story", "What it meant", "How it came about", "Timeline", "Facts", "What we took away")
        case .bullets: ("What happened", "Impact", "Why", "Timeline", "Numbers", "Follow-up")
        case .report:
            (
                "1. Description of the incident", "2. Business impact", "3. Root cause analysis", "4. Chronology",
                "5. Key data",
                "6. Corrective measures"
            )
        case .email:
            ("What happened", "How bad it was", "Why it happened", "The afternoon in short", "Figures", "What comes next")
        }
    }

    func opening(_ incident: FictionIncident) -> [String] {
        switch self {
        case .sections: ["# Postmortem: \(incident.title)", "", "Date: \(incident.day). All times are UTC.", ""]
        case .narrative: ["# \(incident.title)", "", "*This is about \(incident.day); times are in UTC.*", ""]
        case .bullets: ["# \(incident.title) (\(incident.day))", "", "Summary of the channel, times in UTC.", ""]
        case .report:
            [
                "# Major incident report", "", "| Field | Value |", "|---|---|", "| Title | \(incident.title) |",
                "| Date | \(incident.day) |", "| Time zone | UTC |", "",
            ]
        case .email: ["# \(incident.title)", "", "Hi all,", "", "a few words on \(incident.day) (times are UTC).", ""]
        }
    }

    /// Whether names of services stand in back-ticks.
    var quotesNames: Bool { self == .sections || self == .report }
}
