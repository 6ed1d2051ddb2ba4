import Core
import Investigation

/// Something that ends the command: what was wrong, and the exit code that says of which kind it is.
struct Problem: Error {
    var message: String
    var exitCode: Int32

    static func somethingWrong(_ message: String) -> Problem { Problem(message: message, exitCode: 1) }
    static func badInput(_ message: String) -> Problem { Problem(message: message, exitCode: 2) }
    static func unreachable(_ message: String) -> Problem { Problem(message: message, exitCode: 3) }

    init(message: String, exitCode: Int32) {
        self.message = message
        self.exitCode = exitCode
    }

    init(_ error: InquiryError) {
        let code: Int32 =
            switch error {
            case .unknownReference, .noService, .badSource, .unknownInvestigation: 2
            case .noIncident: 3
            case .ledger, .damaged, .refused: 1
            }
        self.init(message: error.description, exitCode: code)
    }
}
