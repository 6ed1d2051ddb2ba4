/// Makes claims about one incident, true ones and false ones.
struct FictionForge {
    let incident: FictionIncident
    let frames: [FictionFrame]
    var dice: Dice
    /// Texts that stand already; no document says the same thing twice.
    private var used: Set<String> = []

    init(_ incident: FictionIncident, frames: [FictionFrame], dice: Dice) {
        (self.incident, self.frames, self.dice) = (incident, frames, dice)
    }

    /// A document begins: what others say may be said again.
    mutating func begin() { used = [] }

    /// A claim that is false in one way; `nil` when the incident has nothing more to be false about.
    mutating func falsehood(_ fault: Fiction.Fault) -> FictionClaim? {
        draw { forge in
            let topics = fault.topics.filter { !forge.frames(of: $0).isEmpty && forge.incident.has($0) }
            guard !topics.isEmpty else { return nil }
            return forge.make(forge.dice.pick(topics), fault)
        }
    }

    /// A true claim on a topic.
    mutating func truth(_ topic: Fiction.Topic) -> FictionClaim? { draw { $0.make(topic, nil) } }

    private mutating func draw(_ attempt: (inout FictionForge) -> FictionClaim?) -> FictionClaim? {
        for _ in 0..<60 {
            guard let claim = attempt(&self), claim.isSound, used.insert(claim.key).inserted else { continue }
            return claim
        }
        return nil
    }

    func frames(of topic: Fiction.Topic) -> [FictionFrame] { frames.filter { $0.topic == topic } }

    private mutating func make(_ topic: Fiction.Topic, _ fault: Fiction.Fault?) -> FictionClaim? {
        let frames = frames(of: topic)
        guard !frames.isEmpty, incident.has(topic) else { return nil }
        let frame = dice.pick(frames)
        return switch topic {
        case .time: moment(frame, fault)
        case .version: version(frame, fault)
        case .peak: peak(dice.pick(incident.peaks), frame, fault)
        case .fall: peak(dice.pick(incident.falls), frame, fault)
        case .number: number(frame, fault)
        case .quantity: quantity(frame, fault)
        case .duration: duration(frame, fault)
        case .order: order(frame, fault)
        case .cause: cause(frame, fault)
        case .speech: speech(frame, fault)
        }
    }

    /// A claim from a frame with its holes filled.
    func claim(
        _ frame: FictionFrame, _ fault: Fiction.Fault?, _ values: [String: String], said: String? = nil, right: [String] = [],
        time: Int? = nil
    ) -> FictionClaim {
        FictionClaim(
            frame: frame, text: frame.filled(values), isTrue: fault == nil, kind: fault?.rawValue ?? frame.topic.rawValue,
            said: said, right: right, expect: fault == nil ? .supported : .flagged, time: time)
    }
}

extension FictionIncident {
    func has(_ topic: Fiction.Topic) -> Bool {
        switch topic {
        case .time: !moments.isEmpty
        case .version: !versions.isEmpty
        case .peak: !peaks.isEmpty
        case .fall: !falls.isEmpty
        case .number: !numbers.isEmpty
        case .quantity: !quantities.isEmpty
        case .duration, .order: !spans.isEmpty
        case .cause: !causes.isEmpty
        case .speech: !speeches.isEmpty
        }
    }
}

extension FictionClaim {
    /// A document has one claim of a text, or of an entry's time and text.
    var key: String { frame.role == .entry ? "\(time ?? 0) \(text)" : text }

    /// A false claim does not state what is right besides, and says something else than is right.
    var isSound: Bool {
        guard !isTrue else { return true }
        guard let said else { return true }
        return !right.contains(said) && !right.contains { !$0.isEmpty && text.contains($0) }
    }
}
