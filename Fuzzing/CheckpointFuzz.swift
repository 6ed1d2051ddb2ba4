import Gateway

/// Signed notes, checkpoints, leaf records, and what witnesses answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let note = try? SignedNote(parsing: bytes) {
        precondition(note.bytes == bytes, "a note has two spellings")
        if let checkpoint = try? Checkpoint(parsing: note.text) { precondition(checkpoint.text == note.text) }
    }
    if let leaf = try? LeafRecord(parsing: bytes) { precondition(leaf.bytes == bytes, "a leaf has two spellings") }
    if let frontier = MerkleFrontier(encoded: bytes) { precondition(frontier.encoded == bytes) }
    _ = try? NoteVerifier(vkey: String(decoding: bytes, as: UTF8.self))
    return 0
}
