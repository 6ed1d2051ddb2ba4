extension DiffCorpus {
    static let secondCulprits = ""
    static let secondCulpritsMore = ""
    static let secondInnocents = ""
    static let secondInnocentsMore = ""
}
