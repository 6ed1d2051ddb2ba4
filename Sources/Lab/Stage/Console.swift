import Foundation

/// Whole lines, at once, to one of the standard streams.
struct Console: Sendable {
    private let handle: FileHandle

    init(_ handle: FileHandle) { self.handle = handle }

    func line(_ text: String) { try? handle.write(contentsOf: Data((text + "\n").utf8)) }

    static func error(_ text: String) { Console(.standardError).line(text) }
}
