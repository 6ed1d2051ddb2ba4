extension RedactionRule {
    /// The rules that come with Inquest. Where several match at the same place, the one that takes out most names it.
    public static let all = cloud + vendors + keys + credentials + personal + nationalIDs + addresses
}
