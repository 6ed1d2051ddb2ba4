import Core
import Document
import Foundation
import Gateway
import Investigation

/// Writes the documents and says on standard output where they are.
struct Presenter {
    let common: CommonOptions

    func present(_ finished: Inquiry.Finished, directory: String) throws(Problem) {
        try OutputDirectory(path: directory).write(finished.files)
        switch common.format {
        case .json:
            print(finished.files.first { $0.name == "investigation.json" }?.content ?? "{}", terminator: "")
        case .text:
            print(Summary(finished: finished).text)
            print("")
            for file in finished.files { print("  \(directory)/\(file.name)") }
        }
        if finished.record.evidence.isEmpty {
            throw .unreachable("no source gave any evidence; 'inquest doctor' asks each of them something harmless")
        }
        if finished.claims.contains(where: { $0.verdict == .contradicted }) {
            throw .somethingWrong("the evidence contradicts some claims; they are listed in the document as withheld")
        }
    }
}

extension Instant {
    /// The moment given on the command line, or this machine's clock.
    static func present(_ text: String?) throws(Problem) -> Instant {
        let clock = SystemClock().now()
        let wholeSeconds = Instant(seconds: clock.wholeSeconds)
        guard let text else { return wholeSeconds }
        return try TimeArgument.read(text, option: "--now", now: wholeSeconds)
    }
}
