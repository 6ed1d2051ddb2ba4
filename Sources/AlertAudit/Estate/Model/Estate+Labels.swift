import Alerting
import Core
import PromQL

extension Estate {
    /// Label sets that a detector's alerts may have as far as routing can tell them apart: labels whose values are not known are
    /// filled in with those that they can have, where these are known; the rest stays open.
    func alertVariants(of detector: Detector, trees: [EstateRouting]) -> [AlertLabels] {
        let base = detector.alertLabels
        var variants = [base]
        let wanted = trees.reduce(into: Set<String>()) { $0.formUnion($1.labels) }.sorted()
        for label in wanted where base[label] == nil {
            guard let values = possibleValues(of: label, in: detector).map({ Estate.distinct($0, of: label, in: trees) }),
                !values.isEmpty,
                values.count * variants.count <= Estate.variantLimit
            else { continue }
            variants = variants.flatMap { variant in
                values.map { value in
                    var filled = variant
                    filled.known[label] = value
                    return filled
                }
            }
        }
        return variants
    }

    /// One value for each way in which the routes' matchers judge values of the label: the others go where it goes.
    private static func distinct(_ values: [String], of label: String, in trees: [EstateRouting]) -> [String] {
        let matchers = trees.flatMap { $0.routing.routes.flatMap(\.matchers) }.filter { $0.name == label }.map {
            CompiledMatcher($0)
        }
        var seen: Set<[Bool?]> = []
        return values.filter { value in seen.insert(matchers.map { $0.matches(value) }).inserted }
    }

    private static let variantLimit = 500

    /// The values that a label of a detector's alerts can have, sorted; `nil` where they are not known.
    func possibleValues(of label: String, in detector: Detector) -> [String]? {
        let base = detector.alertLabels
        if let value = base[label] { return [value] }
        let conditions = detector.selectors.map { selector in
            selector.matchers.filter { $0.name == label }.map { CompiledMatcher($0) }
        }
        let isNarrowed = !conditions.isEmpty && conditions.allSatisfy { !$0.isEmpty }
        var values: Set<String>
        if isNarrowed, let literals = detector.literalValues(of: label) {
            values = literals
        } else if let all = facts.values(of: label, settings: settings) {
            values = all
        } else {
            return nil
        }
        if isNarrowed {
            values = values.filter { value in conditions.contains { $0.allSatisfy { $0.matches(value) != false } } }
        } else if case .anyBut = base.rest {
            // Series without the label are selected too.
            values.insert("")
        }
        return values.sorted()
    }

    /// Whether a silence or an inhibition could match an alert of a detector; `nil`: that depends on what is not known.
    func couldMatch(_ matchers: [CompiledMatcher], _ detector: Detector) -> Bool? {
        let labels = detector.alertLabels
        guard let certain = labels.match(matchers) else {
            var isOpen = false
            for matcher in matchers where labels[matcher.name] == nil {
                guard let values = possibleValues(of: matcher.name, in: detector) else {
                    isOpen = true
                    continue
                }
                if !values.contains(where: { matcher.matches($0) != false }) { return false }
            }
            return isOpen ? nil : true
        }
        return certain
    }

    /// Whether a silence matches every alert of a detector, whatever values its labels have.
    func surelyMatches(_ matchers: [CompiledMatcher], _ detector: Detector) -> Bool {
        matchers.allSatisfy { matcher in
            if let value = detector.alertLabels[matcher.name] { return matcher.matches(value) == true }
            guard let values = possibleValues(of: matcher.name, in: detector), !values.isEmpty else { return false }
            return values.allSatisfy { matcher.matches($0) == true }
        }
    }

    /// Detectors of this name.
    func detectors(named name: String) -> [Detector] { (detectorsByName[name] ?? []).map { detectors[$0] } }

    /// Services that the estate knows, by their metrics and by the labels of rules and alerts; sorted.
    var services: [String] {
        var all = Set(facts.signals.keys)
        for label in settings.serviceLabels where label != "job" { all.formUnion(facts.seen[label] ?? []) }
        for label in settings.serviceLabels where label != "job" { all.formUnion(facts.listed[label] ?? []) }
        all.formUnion(detectors.compactMap(\.service))
        for held in dependencies { all.formUnion([held.value.caller, held.value.callee]) }
        all.remove("")
        return all.sorted()
    }
}

extension Detector {
    /// The values of a label where every selector that asks for it lists them: `a|b`.
    fileprivate func literalValues(of label: String) -> Set<String>? {
        var values: Set<String> = []
        for selector in selectors {
            for matcher in selector.matchers where matcher.name == label {
                switch matcher.operation {
                case .equal: values.insert(matcher.value)
                case .regex:
                    let parts = matcher.value.split(separator: "|", omittingEmptySubsequences: false)
                    for part in parts {
                        guard let literal = LabelMatcher.literal(String(part)) else { return nil }
                        values.insert(literal)
                    }
                default: return nil
                }
            }
        }
        return values.isEmpty ? nil : values
    }
}
