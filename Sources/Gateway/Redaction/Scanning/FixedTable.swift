/// A table that never changes and that the scanner reads without checks. Whoever holds a pointer into it holds the table too.
final class FixedTable<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
    let pointer: UnsafePointer<Element>
    let count: Int

    init(_ elements: [Element]) {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { memory.initialize(from: start, count: source.count) }
        }
        pointer = UnsafePointer(memory)
        count = elements.count
    }

    deinit { pointer.deallocate() }
}
