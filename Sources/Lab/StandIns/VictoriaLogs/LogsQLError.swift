/// Why a LogsQL query is refused.
struct LogsQLError: Error {
    var message: String
}
