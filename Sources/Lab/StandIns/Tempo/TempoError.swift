/// Why a question to Tempo is refused, in its words.
struct TempoError: Error {
    var message: String
    var status = 400
}
