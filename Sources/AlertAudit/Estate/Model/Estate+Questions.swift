public import Core

extension Estate {
    /// The selectors whose series have to be counted over the window, so that metrics and series that never were can be told:
    /// each selector of a rule without range, `offset` and `@`, its metric alone, and what tells an outcome that never occurred
    /// from a label that is not there. Sorted, each once. The answers come as the inventory `series`.
    public static func selectorsToCount(rules: [AlertRule], recordings: [RecordingRule]) -> [String] { [] }

    /// The labels whose values have to be listed over the window, so that silences that match nothing can be told. Sorted. The
    /// answers come as inventories `label NAME`.
    public static func labelsToList(silences: [Silence]) -> [String] { [] }
}
