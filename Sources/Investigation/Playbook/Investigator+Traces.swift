import Analysis
import Core

extension Investigator {
    /// Follows log lines and searches to their traces, and failing traces back to their log lines. What is asked depends on the
    /// answers so far, all of which are in when this begins.
    func followTraces(_ gathered: inout Gathered) async {
        let choice = TraceChoice(gathered.answers.evidenceInOrder, window: gathered.scope.window)
        guard !choice.ids.isEmpty else { return }
        let scope = gathered.scope
        let parents = gathered.answers.filter(\.namesTraces).flatMap(\.lastCalls)
        let questions = choice.ids.flatMap { id in
            self.questions(
                .trace(id, service: choice.services[id], scope), under: "5-traces/\(id)", round: 91, parents: parents)
        }
        guard !questions.isEmpty else { return }
        progress.stage("Following \(choice.ids.count) traces")
        let answers = await questioner.ask(questions)
        gathered.answers += answers
        // Log lines of a trace can be asked for without a tracing system; its spans cannot.
        let fetched = answers.filter { $0.question.probe.tool.hasSuffix("_trace") }
        if !fetched.isEmpty, !fetched.contains(where: \.hasSpans) {
            gathered.gaps.append(
                Gap(
                    .partial, what: "spans of \(choice.ids.count) traces that were named",
                    reason: "No tracing source that was asked had any of them: not kept, not sampled, or kept elsewhere"))
        }
        if choice.leftOut > 0, !fetched.isEmpty {
            gathered.gaps.append(
                Gap(
                    .overBudget, what: "more traces",
                    reason: "\(choice.leftOut) more traces that were named or found were not fetched whole"))
        }
        // Who calls whom, as the traces show it, for what is concluded; the walk is over.
        gathered.topology.add(CallGraph(of: answers.evidenceInOrder).dependencies)
    }
}

extension [Answer] {
    /// The evidence in plan order.
    var evidenceInOrder: [Evidence] { sorted { $0.question.path < $1.question.path }.flatMap(\.evidence) }
}

extension Answer {
    fileprivate var hasSpans: Bool {
        evidence.contains { item in
            if case .trace(let trace) = item.observation { !trace.spans.isEmpty } else { false }
        }
    }

    fileprivate var namesTraces: Bool {
        evidence.contains { item in
            switch item.observation {
            case .logs(let logs): logs.lines.contains { TraceReference.id(of: $0) != nil }
            case .traces: true
            default: false
            }
        }
    }
}
