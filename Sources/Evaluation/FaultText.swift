package import Candidates
package import SIMTMachine

/// Says in words why the machine stopped a kernel.
package struct FaultText {
    private let fault: MachineFault
    private let elements: [String: ElementType]

    /// The words for a fault; `elements` gives the element types of buffers, so that indices count elements.
    package init(_ fault: MachineFault, elements: [String: ElementType]) {
        self.fault = fault
        self.elements = elements
    }

    /// The verdict that the fault leads to.
    package var kind: VerdictKind {
        switch fault.kind {
        case .outOfBounds: .outOfBounds
        case .nullPointer: .nullPointer
        case .writeToReadOnly: .writeToInput
        case .misaligned: .misaligned
        case .barrierDivergence: .barrierDivergence
        case .overBudget: .overBudget
        case .trap: .undefinedBehaviour
        case .dataRace: .dataRace
        case .undefinedValue(_, .inactiveLane), .notMember: .inactiveLane
        case .undefinedValue: .uninitialised
        case .divisionByZero, .divisionOverflow, .shiftPastWidth: .undefinedArithmetic
        }
    }

    /// The thread at fault, as people write it; nil where the fault is no single thread's.
    package var thread: String? {
        if case .overBudget = fault.kind { return nil }
        return fault.thread.map(Self.name)
    }

    /// A thread as people write it.
    private static func name(_ thread: MachineFault.Thread) -> String {
        let position = thread.position
        return "thread (\(position.x), \(position.y), \(position.z)) of threadgroup \(thread.threadgroup)"
    }

    /// What the thread does, as a sentence without its subject.
    package var sentence: String {
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
        case .dataRace(let memory, let offset, let isStore, let other):
            "\(isStore ? "writes" : "reads") \(place(memory, offset)), which "
                + "\(other.thread.map(Self.name) ?? "another thread") \(other.isStore ? "writes" : "reads") on line "
                + "\(other.line) without a barrier in between"
        case .undefinedValue(let use, let source): "\(verb(use)) \(origin(source))"
        case .divisionByZero: "divides an integer by zero"
        case .divisionOverflow: "divides the smallest integer by -1"
        case .notMember(let mask):
            "calls a function of its warp with mask 0x\(String(mask, radix: 16)), which does not name its own lane"
        case .shiftPastWidth(let bits): "shifts a \(bits)-bit integer by \(bits) bits or more"
        }
    }

    /// What is done with an undefined value.
    private func verb(_ use: MachineFault.Use) -> String {
        switch use {
        case .branch: "branches on"
        case .address: "computes an address from"
        case .atomic: "uses in an atomic"
        case .vote: "votes at a barrier with"
        case .output(let buffer, let offset): "writes to \(place(buffer, offset))"
        }
    }

    /// Where an undefined value comes from.
    private func origin(_ source: MachineFault.Source) -> String {
        switch source {
        case .memory(let memory, let line):
            "what line \(line) read from \(name(memory)) before anything was written there"
        case .variable(let line):
            line == fault.line || line == 0
                ? "the value of a variable that nothing has set"
                : "the value of a variable that nothing has set (line \(line))"
        case .inactiveLane(let line): "what line \(line) read from a lane of the SIMD group that was not active"
        }
    }

    /// An element of a buffer, a byte of other memory.
    private func place(_ memory: String, _ offset: Int) -> String {
        guard let type = elements[memory] else { return "byte \(offset) of \(memory)" }
        return "element \(Self.floorDivide(offset, type.byteSize)) of '\(memory)'"
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
