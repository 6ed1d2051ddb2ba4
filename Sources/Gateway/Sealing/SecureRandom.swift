/// Bytes from the operating system's generator.
enum SecureRandom {
    static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        while bytes.count < count { bytes += BigEndian.bytes(generator.next() as UInt64) }
        return Array(bytes.prefix(count))
    }
}
