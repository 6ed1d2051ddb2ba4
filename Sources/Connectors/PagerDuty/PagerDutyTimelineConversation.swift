import Core

/// Asks for an incident's log and its notes at once, then for what is left of the log.
struct PagerDutyTimelineConversation: Conversation {
    let id: String
    /// More notes of one incident than this are not read.
    private static let mostNotes = 2000

    private var notes: [JSONValue] = []
    private var noteTimes: Set<String> = []
    private var noteCompleteness = Completeness.complete
    private var notesKey: CallKey?
    private var noteDiagnostics: [Diagnostic] = []
    private var entries: PagerDutyPager
    private var step = 0

    init(id: String) {
        self.id = id
        entries = PagerDutyPager.log(ofIncident: id)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        defer { step += 1 }
        if step == 0 {
            return .calls([.http(entries.call), .http(PagerDutyAPI.get(["incidents", id, "notes"]))])
        }
        guard let first = outcomes.first else { return conclude() }
        entries.take(first)
        if step == 1 {
            // A refusal of the log is one of the notes too.
            if let error = entries.failure, PagerDutyAPI.isFinal(error) { return .done([], entries.diagnostics) }
            if let outcome = outcomes.dropFirst().first { takeNotes(outcome) }
        }
        return entries.isFinished ? conclude() : .calls([.http(entries.call)])
    }

    private mutating func takeNotes(_ outcome: Outcome) {
        do throws(ReadingError) {
            let document = try PagerDutyAPI.document(outcome)
            guard let list = document["notes"]?.array else { throw ReadingError(.failed, "answered without a list of notes") }
            notes = Array(list.prefix(Self.mostNotes))
            noteTimes = Set(notes.filter { $0["content"]?.string != nil }.compactMap { $0["created_at"]?.string })
            notesKey = outcome.key
            if list.count > notes.count {
                let text = "notes of incident \(id): the first \(notes.count) of \(list.count) were read"
                noteDiagnostics.append(Diagnostic(.partial, text, exchange: outcome.key))
                noteCompleteness = .cutOff(reason: "the first \(notes.count) of \(list.count) were read")
            }
        } catch {
            noteDiagnostics.append(error.diagnostic("notes of incident \(id)", outcome))
        }
    }

    /// The label `service` of what triggered the incident, else PagerDuty's own name of the service.
    private var service: String? {
        let values = entries.items.lazy.map(\.value)
        if let label = PagerDutyLabels.merged(alerts: [], entries: values, trigger: nil)["service"] { return label }
        return values.compactMap { PagerDutyAPI.name($0["service"]) }.first
    }

    private func conclude() -> Step {
        var diagnostics = entries.diagnostics + noteDiagnostics
        let service = service
        var made = entries.items.filter { !repeatsNote($0.value) }.map {
            PagerDutyRecords.event($0, incident: id, service: service)
        }
        if let notesKey {
            made += notes.map { note in
                var record = PagerDutyRecords.note(note, notesKey, incident: id, service: service)
                record?.completeness = noteCompleteness
                return record
            }
        }
        let unreadable = made.count { $0 == nil }
        if unreadable > 0 {
            let text = "incident \(id): \(unreadable) of its log entries and notes could not be read"
            diagnostics.append(Diagnostic(.partial, text, exchange: entries.exchanges.first ?? notesKey))
        }
        return .done(PagerDutyRecords.byTime(made.compactMap { $0 }), diagnostics)
    }

    /// The log has an entry for each note, with the note's time.
    private func repeatsNote(_ entry: JSONValue) -> Bool {
        guard entry["type"]?.string?.hasPrefix("annotate_log_entry") == true, let time = entry["created_at"]?.string else {
            return false
        }
        return noteTimes.contains(time)
    }
}
