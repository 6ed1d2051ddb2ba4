import LogTemplates

/// What stood in one place of a burst's lines.
struct LogVariable {
    /// What the lines call it: `offset`; `nil` where nothing names it.
    var name: String?
    /// It is a member or a label beside the message.
    var isMember: Bool
    /// Lines in which it stood.
    var lines = 0
    /// Different values.
    var distinct = 0
    /// The least and the greatest, where all values are decimal numbers.
    var range: ClosedRange<Double>?
    /// The most frequent value, of equally frequent ones the one that came first, and its lines.
    var common = ""
    var commonLines = 0

    /// Does its name or its form say that it names one thing of many, such as a record, and no setting, machine or measure?
    var isIdentity: Bool { IdentityShape.isIdentity(common, named: name) }
}

extension LogVariable {
    /// Gathers values line by line.
    struct Tally {
        private struct Place: Hashable {
            var name: String?
            var isMember: Bool
            /// Of the places with this name in one line.
            var number: Int
        }
        private static let mostPlaces = 64

        private var places: [Place] = []
        private var known: [Place: ValueCounts] = [:]

        mutating func add(_ values: [(name: String?, text: String, isMember: Bool)]) {
            var met: [Place: Int] = [:]
            for value in values {
                var place = Place(name: value.name, isMember: value.isMember, number: 0)
                place.number = met[place, default: 0]
                met[Place(name: value.name, isMember: value.isMember, number: 0), default: 0] += 1
                if known[place] == nil {
                    guard places.count < Tally.mostPlaces else { continue }
                    places.append(place)
                }
                known[place, default: ValueCounts()].add(value.text)
            }
        }

        /// In the order in which the places were first met.
        var variables: [LogVariable] {
            places.compactMap { place in
                guard let values = known[place] else { return nil }
                var variable = LogVariable(name: place.name, isMember: place.isMember)
                variable.distinct = values.distinct
                variable.range = values.range
                variable.lines = values.lines
                (variable.common, variable.commonLines) = values.common
                return variable
            }
        }
    }
}
