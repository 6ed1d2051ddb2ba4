import Core

/// The file in which Alertmanager keeps its silences, so that one can be planted that began long ago: the API would move a past
/// start to now. One length-delimited `MeshSilence` a silence; the messages are those of Alertmanager's `silencepb`.
enum SilenceSnapshot {
    static func bytes(_ silences: [Scenario.Silence], day: ScenarioDay) throws -> [UInt8] {
        var file: [UInt8] = []
        for silence in silences {
            var message = ProtobufWriter()
            message.text(1, silence.id)
            for matcher in silence.matchers { message.message(2, try encode(matcher)) }
            message.message(3, timestamp(day.instant(silence.startsAt)))
            message.message(4, timestamp(day.instant(silence.endsAt)))
            message.message(5, timestamp(day.instant(silence.updatedAt)))
            message.text(8, silence.createdBy)
            message.text(9, silence.comment)
            var mesh = ProtobufWriter()
            mesh.message(1, message)
            // Kept five days beyond its end, which is Alertmanager's default retention.
            mesh.message(2, timestamp(day.instant(silence.endsAt).adding(seconds: 120 * 3600)))
            file += ProtobufWriter.varint(UInt64(mesh.bytes.count)) + mesh.bytes
        }
        return file
    }

    private static func encode(_ matcher: Scenario.Matcher) throws -> ProtobufWriter {
        guard let type = ["=": 0, "=~": 1, "!=": 2, "!~": 3][matcher.op] as UInt64? else {
            throw ScenarioError("'\(matcher.op)' is not a matcher's operator")
        }
        var message = ProtobufWriter()
        message.number(1, type)
        message.text(2, matcher.name)
        message.text(3, matcher.value)
        return message
    }

    private static func timestamp(_ instant: Instant) -> ProtobufWriter {
        var message = ProtobufWriter()
        message.number(1, UInt64(bitPattern: instant.wholeSeconds))
        message.number(2, UInt64(instant.nanoseconds - instant.wholeSeconds * 1_000_000_000))
        return message
    }
}

/// The little of protobuf's wire format that the snapshot needs. Fields with their default value are left out, as proto3 does.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    mutating func number(_ field: UInt64, _ value: UInt64) {
        guard value != 0 else { return }
        bytes += Self.varint(field << 3) + Self.varint(value)
    }

    mutating func text(_ field: UInt64, _ value: String) {
        guard !value.isEmpty else { return }
        block(field, Array(value.utf8))
    }

    mutating func message(_ field: UInt64, _ value: ProtobufWriter) { block(field, value.bytes) }

    private mutating func block(_ field: UInt64, _ content: [UInt8]) {
        bytes += Self.varint(field << 3 | 2) + Self.varint(UInt64(content.count)) + content
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var result: [UInt8] = []
        while rest > 0x7f {
            result.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return result + [UInt8(rest)]
    }
}
