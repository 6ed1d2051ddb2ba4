import Core

/// Reads members of a document whose every member is known and needed.
struct StrictJSON {
    let place: String

    func fail(_ reason: String) -> ApprovalFormatError { ApprovalFormatError(place, reason) }

    func document(_ bytes: [UInt8], atMost limit: Int) throws(ApprovalFormatError) -> JSONObject {
        guard bytes.count <= limit else { throw fail("it has \(bytes.count) bytes and may have \(limit)") }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw fail("it is \(Visible.text(error.description))")
        }
        guard let object = value.object else { throw fail("it is not a JSON object") }
        return object
    }

    /// Refuses an object with members other than these. That none is missing shows when they are read.
    func members(of object: JSONObject, _ names: [String]) throws(ApprovalFormatError) {
        if let other = object.members.first(where: { !names.contains($0.name) }) {
            throw fail("the member \(Visible.quoted(other.name)) is not known")
        }
    }

    func string(_ name: String, of object: JSONObject) throws(ApprovalFormatError) -> String {
        guard let value = object[name]?.string else { throw fail("the member '\(name)' is missing or not a string") }
        return value
    }

    func array(_ name: String, of object: JSONObject) throws(ApprovalFormatError) -> JSONArray {
        guard let value = object[name]?.array else { throw fail("the member '\(name)' is missing or not an array") }
        return value
    }

    func object(_ name: String, of object: JSONObject) throws(ApprovalFormatError) -> JSONObject {
        guard let value = object[name]?.object else { throw fail("the member '\(name)' is missing or not an object") }
        return value
    }

    func base64(_ name: String, of object: JSONObject) throws(ApprovalFormatError) -> [UInt8] {
        guard let value = Base64.decode(try string(name, of: object)) else {
            throw fail("the member '\(name)' is not base64")
        }
        return value
    }

    func hex(_ name: String, of object: JSONObject) throws(ApprovalFormatError) -> [UInt8] {
        guard let value = Hex.decode(try string(name, of: object)) else {
            throw fail("the member '\(name)' is not lower-case hexadecimal")
        }
        return value
    }

    func instant(_ name: String, of object: JSONObject) throws(ApprovalFormatError) -> Instant {
        guard let value = Instant(rfc3339: try string(name, of: object)) else {
            throw fail("the member '\(name)' is not an RFC 3339 time")
        }
        return value
    }
}
