import Core
import Foundation
import Investigation
import Synchronization

/// Live progress on standard error: one line a source on a terminal, plain lines elsewhere.
final class ProgressPrinter: ProgressObserver {
    private struct Line {
        var asked = 0
        var answered = 0
        var observations = 0
        var gaps = 0
        var latest = ""
    }

    private struct State {
        var order: [SourceName] = []
        var lines: [SourceName: Line] = [:]
        var drawn = 0
    }

    private let state = Mutex(State())
    private let live: Bool

    init(live: Bool = Terminal.isLive) { self.live = live }

    func asked(_ question: Question) {
        state.withLock { state in
            if state.lines[question.source] == nil { state.order.append(question.source) }
            state.lines[question.source, default: Line()].asked += 1
            state.lines[question.source]?.latest = question.probe.purpose
            draw(&state)
        }
    }

    func answered(_ answer: Answer) {
        state.withLock { state in
            let source = answer.question.source
            state.lines[source]?.answered += 1
            state.lines[source]?.observations += answer.evidence.count
            state.lines[source]?.gaps += answer.gaps.count
            guard !live else { return draw(&state) }
            let result = "\(answer.evidence.count) \(answer.evidence.count == 1 ? "observation" : "observations")"
            Terminal.note(
                "  \(Terminal.pad(source.text, to: 14)) \(Terminal.printable(answer.question.probe.purpose)): \(result)")
            for gap in answer.gaps {
                Terminal.note("  \(Terminal.pad("", to: 14)) not seen: \(Terminal.printable(gap.reason))")
            }
        }
    }

    func stage(_ text: String) {
        state.withLock { state in
            erase(&state)
            Terminal.note(Terminal.printable(text))
            draw(&state)
        }
    }

    /// Leaves the last picture standing.
    func finish() { state.withLock { $0.drawn = 0 } }

    private func erase(_ state: inout State) {
        guard live, state.drawn > 0 else { return }
        Terminal.write("\u{1B}[\(state.drawn)A\u{1B}[J")
        state.drawn = 0
    }

    private func draw(_ state: inout State) {
        guard live else { return }
        erase(&state)
        let width = Terminal.columns - 1
        for source in state.order {
            guard let line = state.lines[source] else { continue }
            let mark = line.answered < line.asked ? "…" : (line.gaps > 0 ? "!" : "✓")
            var text = "\(mark) \(Terminal.pad(source.text, to: 14)) \(line.answered)/\(line.asked) answered"
            text += "  \(line.observations) observations"
            if line.gaps > 0 { text += "  \(line.gaps) not seen" }
            if line.answered < line.asked { text += "  " + Terminal.printable(line.latest) }
            Terminal.write(Terminal.cut(text, to: width) + "\n")
            state.drawn += 1
        }
    }
}
