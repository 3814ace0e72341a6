import Candidates
import SIMTMachine

/// Says in words why the machine stopped a kernel.
struct FaultText {
    private let fault: MachineFault
    private let elements: [String: ElementType]

    /// The words for a fault; `elements` gives the element types of buffers, so that indices count elements.
    init(_ fault: MachineFault, elements: [String: ElementType]) {
        self.fault = fault
        self.elements = elements
    }

    /// The verdict that the fault leads to.
    var kind: VerdictKind {
        switch fault.kind {
        case .outOfBounds: .outOfBounds
        case .nullPointer: .nullPointer
        case .writeToReadOnly: .writeToInput
        case .misaligned: .misaligned
        case .barrierDivergence: .barrierDivergence
        case .overBudget: .overBudget
        case .trap: .undefinedBehaviour
        }
    }

    /// The thread at fault, as people write it; nil where the fault is no single thread's.
    var thread: String? {
        if case .overBudget = fault.kind { return nil }
        return fault.thread.map {
            "thread (\($0.position.x), \($0.position.y), \($0.position.z)) of threadgroup \($0.threadgroup)"
        }
    }

    /// What the thread does, as a sentence without its subject.
    var sentence: String {
        switch fault.kind {
        case .outOfBounds(let buffer, let offset, let bytes, let size, let isStore):
            outOfBounds(buffer, offset, bytes, size, isStore ? "writes" : "reads")
        case .nullPointer(let isStore): "\(isStore ? "writes" : "reads") through a null pointer"
        case .writeToReadOnly(let buffer, let offset):
            if let type = elements[buffer] {
                "writes element \(Self.floorDivide(offset, type.byteSize)) of '\(buffer)', which is an input and read-only"
            } else {
                "writes to \(buffer), which is read-only"
            }
        case .misaligned(let buffer, let offset, let alignment):
            "accesses byte \(offset) of \(name(buffer)), which is not a multiple of \(alignment)"
        case .barrierDivergence: "does not reach the barrier at which others of its threadgroup wait"
        case .overBudget(let limit):
            "executes more than \(limit) warp instructions: an endless loop or far too much work; most of them are here"
        case .trap: "reaches a place that only undefined behaviour leads to"
        }
    }

    /// An access outside a buffer.
    private func outOfBounds(_ buffer: String, _ offset: Int, _ bytes: Int, _ size: Int, _ verb: String) -> String {
        guard let type = elements[buffer] else {
            return "\(verb) \(bytes) bytes at byte \(offset) of \(name(buffer)), which has \(size) bytes"
        }
        let element = Self.floorDivide(offset, type.byteSize)
        let count = size / type.byteSize
        // A vector access may begin inside and end outside.
        let last = Self.floorDivide(offset + max(1, bytes) - 1, type.byteSize)
        let place = last > element ? "elements \(element) to \(last)" : "element \(element)"
        return "\(verb) \(place) of '\(buffer)', which has \(count) elements"
    }

    /// A buffer in quotes, other memory in words.
    private func name(_ buffer: String) -> String { elements[buffer] == nil ? buffer : "'\(buffer)'" }

    /// The quotient rounded down, so that byte -1 lies in element -1.
    private static func floorDivide(_ value: Int, _ divisor: Int) -> Int {
        value >= 0 ? value / divisor : -((-value - 1) / divisor) - 1
    }
}
