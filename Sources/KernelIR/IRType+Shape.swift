extension IRType {
    /// The type of conditions.
    static let bool = IRType.integer(bits: 1)

    /// Whether values of this type can stand in memory and in registers.
    package var isStorable: Bool {
        switch self {
        case .void, .label, .metadata: false
        default: true
        }
    }

    /// The element of a vector, or the type itself.
    package var scalar: IRType {
        if case .vector(_, let element) = self { return element }
        return self
    }

    /// Number of vector elements, 1 for other types.
    package var lanes: Int {
        if case .vector(let count, _) = self { return count }
        return 1
    }

    /// Whether this is a vector.
    package var isVector: Bool {
        if case .vector = self { return true }
        return false
    }

    /// Whether this is an integer.
    package var isInteger: Bool {
        if case .integer = self { return true }
        return false
    }

    /// Whether this is a floating-point format.
    package var isFloatingPoint: Bool {
        switch self {
        case .half, .bfloat, .float, .double: true
        default: false
        }
    }

    /// Whether this is a pointer.
    package var isPointer: Bool { addressSpace != nil }

    /// The address space of a pointer.
    package var addressSpace: Int? {
        if case .pointer(let space) = self { return space }
        return nil
    }

    /// `scalar` with this type's vector shape.
    func shaped(_ scalar: IRType) -> IRType {
        if case .vector(let count, _) = self { return .vector(count: count, element: scalar) }
        return scalar
    }

    /// The member at `index` of an array or struct; nil if there is none.
    func member(_ index: Int) -> IRType? {
        switch self {
        case .array(let count, let element): index >= 0 && index < count ? element : nil
        case .structure(let fields, _): fields.indices.contains(index) ? fields[index] : nil
        default: nil
        }
    }

    /// The type as LLVM spells it.
    package var spelling: String {
        switch self {
        case .void: "void"
        case .integer(let bits): "i\(bits)"
        case .half: "half"
        case .bfloat: "bfloat"
        case .float: "float"
        case .double: "double"
        case .pointer(let space): space == 0 ? "ptr" : "ptr addrspace(\(space))"
        case .vector(let count, let element): "<\(count) x \(element.spelling)>"
        case .array(let count, let element): "[\(count) x \(element.spelling)]"
        case .structure(let fields, let packed):
            (packed ? "<{ " : "{ ") + fields.map(\.spelling).joined(separator: ", ") + (packed ? " }>" : " }")
        case .label: "label"
        case .metadata: "metadata"
        }
    }
}
