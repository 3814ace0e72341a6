import CLanes

/// Aligned memory for four rows, on which one operation runs on one path.
struct Rows: ~Copyable {
    /// Destination and three inputs, 256 bytes each.
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 64)

    deinit {
        memory.deallocate()
    }

    /// The row of a number: 0 is the destination, 1 to 3 are the inputs.
    private func row(_ number: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: memory[256 * number..<256 * (number + 1)])
    }

    /// Calls the function of a path with the destination at the row of that number.
    private func call<Output: FixedWidthInteger>(_ operation: ks_op, path: Int32, destination: Int) -> [Output] {
        guard let to = row(destination).baseAddress, let first = row(1).baseAddress else { return [] }
        ks_lane_function_for(path, operation)(to, first, row(2).baseAddress, row(3).baseAddress)
        return Array(row(destination).bindMemory(to: Output.self).prefix(32))
    }

    /// Runs an operation on up to three inputs of 32 elements each.
    ///
    /// - Parameter inPlace: the index of the input that is also the destination, or nil for a row of its own.
    func run<Input: FixedWidthInteger, Output: FixedWidthInteger>(
        _ operation: ks_op, path: Int32 = ks_path_count() - 1, _ inputs: [[Input]], inPlace: Int? = nil,
        as output: Output.Type
    ) -> [Output] {
        for (index, input) in inputs.enumerated() {
            input.withUnsafeBytes { row(index + 1).copyMemory(from: $0) }
        }
        return call(operation, path: path, destination: inPlace.map { $0 + 1 } ?? 0)
    }

    /// `SELECT_I64`, the operation whose inputs differ in width; in place of the condition if asked.
    func select(path: Int32, _ condition: [UInt32], _ yes: [UInt64], _ no: [UInt64], inPlace: Bool) -> [UInt64] {
        condition.withUnsafeBytes { row(1).copyMemory(from: $0) }
        yes.withUnsafeBytes { row(2).copyMemory(from: $0) }
        no.withUnsafeBytes { row(3).copyMemory(from: $0) }
        return call(KS_SELECT_I64, path: path, destination: inPlace ? 1 : 0)
    }
}
