import KernelIR

/// Byte offsets of `getelementptr`.
enum ElementOffset {
    /// The offset of constant indices, or nil on overflow or a bad struct index.
    static func constant(element: IRType, indices: [Int]) -> Int? {
        var type = element
        var total = 0
        for (position, index) in indices.enumerated() {
            let step: Int
            if position == 0 {
                step = type.byteSize
            } else {
                switch type {
                case .structure(let fields, let packed):
                    guard fields.indices.contains(index) else { return nil }
                    let (sum, overflow) = total.addingReportingOverflow(
                        IRType.layout(fields: fields, packed: packed).offsets[index])
                    guard !overflow else { return nil }
                    total = sum
                    type = fields[index]
                    continue
                case .array(_, let inner):
                    type = inner
                    step = inner.byteSize
                case .vector(_, let inner):
                    type = inner
                    step = inner.bitWidth / 8
                default: return nil
                }
            }
            let (product, overflow) = index.multipliedReportingOverflow(by: step)
            let (sum, overflowSum) = total.addingReportingOverflow(product)
            guard !overflow, !overflowSum else { return nil }
            total = sum
        }
        return total
    }
}
