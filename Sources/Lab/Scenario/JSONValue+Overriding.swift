import Core

extension JSONValue {
    /// The members that an element of an array may be known by, besides its position.
    private static let identities = ["key", "name", "id", "at", "deployed", "service"]

    /// The document with parts of it overridden.
    ///
    /// Objects are merged as JSON Merge Patch does (RFC 7396): a member that is null is taken away. An array is replaced by an array,
    /// and an object in its place changes single elements: each member names one by what it is known by or by its position, and
    /// takes it away (null), merges into it (an object), or puts other elements in its place (an array, in which the text `=`
    /// stands for the element as it was). The member `+` has elements to append.
    ///
    /// - Throws: `ScenarioError` with the path at which a named element is not there, or is there twice.
    func overridden(by other: JSONValue, at path: String = "") throws -> JSONValue {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            var result = mine
            for (name, value) in theirs.members {
                let old = mine[name] ?? (value.object == nil ? .null : .object(JSONObject()))
                // A bare nil would be JSON's null.
                let new = value.isNull ? Optional.none : try old.overridden(by: value, at: path + "." + name)
                result[name] = new
            }
            return .object(result)
        case (.array(let mine), .object(let theirs)): return .array(try Self.elements(mine, theirs, path))
        case (_, .object(let theirs)):
            // Nothing to merge with, but nulls still take away.
            return try JSONValue.object(JSONObject()).overridden(by: .object(theirs), at: path)
        default: return other
        }
    }

    private static func elements(_ mine: JSONArray, _ theirs: JSONObject, _ path: String) throws -> [JSONValue] {
        let mine = Array(mine)
        var places: [[JSONValue]] = mine.map { [$0] }
        var appended: [JSONValue] = []
        for (name, value) in theirs.members {
            if name == "+" {
                appended += value.array.map(Array.init) ?? [value]
                continue
            }
            let found = mine.indices.filter { index in
                identities.contains { mine[index][$0]?.string == name } || String(index) == name
            }
            guard found.count == 1, let place = found.first else {
                throw ScenarioError(
                    "\(path.dropFirst()): \(found.isEmpty ? "no element is" : "several elements are") '\(name)'")
            }
            let old = mine[place]
            switch value {
            case .null: places[place] = []
            case .array(let others): places[place] = others.map { $0 == "=" ? old : $0 }
            default: places[place] = [try old.overridden(by: value, at: path + "[" + name + "]")]
            }
        }
        return places.flatMap { $0 } + appended
    }

    /// The document with times of the incident's day moved, wherever they stand by themselves or in `${time …}`.
    func moving(_ move: TimeMove) -> JSONValue {
        move.parts.isEmpty ? move(self) : move.parts.reduce(self) { $0.changing($1[...]) { move($0) } }
    }

    /// The document with the part at `path` changed; a part that is not there is left alone.
    private func changing(_ path: ArraySlice<String>, _ change: (JSONValue) -> JSONValue) -> JSONValue {
        guard let name = path.first else { return change(self) }
        guard case .object(var members) = self, let old = members[name] else { return self }
        members[name] = old.changing(path.dropFirst(), change)
        return .object(members)
    }
}
