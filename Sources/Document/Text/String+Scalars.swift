extension String {
    init(scalars: ArraySlice<Unicode.Scalar>) {
        guard scalars.allSatisfy(\.isASCII) else {
            self = String(String.UnicodeScalarView(scalars))
            return
        }
        self.init(unsafeUninitializedCapacity: scalars.count) { buffer in
            buffer.initialize(fromContentsOf: scalars.lazy.map { UInt8(truncatingIfNeeded: $0.value) })
        }
    }
}
