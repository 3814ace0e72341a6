/// The contents of a read-only buffer that several evaluations use at the same time.
///
/// `@unchecked Sendable`: written once in `init`, only read afterwards, freed when the last owner goes.
package final class SharedBytes: @unchecked Sendable {
    let memory: HostBytes

    /// Bytes that `fill` writes, zero where it does not; nil when the host has no room.
    package init?(byteCount: Int, fill: (UnsafeMutableRawBufferPointer) -> Void) {
        guard let memory = HostBytes(byteCount: byteCount, isDense: true) else { return nil }
        self.memory = memory
        fill(memory.bytes)
    }

    deinit { memory.deallocate() }

    /// Number of bytes.
    package var byteCount: Int { memory.bytes.count }

    /// Calls `body` with the bytes.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(memory.bytes))
    }
}
