/// Parts of the model, besides the compiler's passes, that can be left out to see what each is worth.
package struct ModelParts: OptionSet, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }
    /// Wavefronts by bank and tags by line in L1; without it an access takes as long as its sectors' bytes.
    package static let l1Rule = ModelParts(rawValue: 1)
    /// What reading operands costs where little else is ready to issue.
    package static let operandBandwidth = ModelParts(rawValue: 2)
    /// The launch's end is that of its last core; without it all cores end together.
    package static let tail = ModelParts(rawValue: 4)
    /// A last-level cache of the chip's size; without it everything that was once read stays.
    package static let finiteL2 = ModelParts(rawValue: 8)
    /// The dispatcher's time, a slot's turnaround and the translation of first accesses.
    package static let launchCost = ModelParts(rawValue: 16)
    /// Loops that NVIDIA's assembler unrolls after its optimiser did; the kernel is compiled without that.
    package static let repeatedLoops = ModelParts(rawValue: 32)
    /// All of them.
    package static let all: ModelParts = [.l1Rule, .operandBandwidth, .tail, .finiteL2, .launchCost, .repeatedLoops]
}

extension Hardware {
    /// A chip that does not have what is left out of `parts`.
    func limited(to parts: ModelParts) -> Hardware {
        var chip = self
        if !parts.contains(.operandBandwidth) { chip.issueByDistance = [:] }
        if !parts.contains(.finiteL2) {
            chip.l2.bytes = 1 << 40
            chip.l2.retained = 1
        }
        if !parts.contains(.launchCost) {
            chip.launch.perThousandThreads = 0
            chip.launch.perThreadgroup = 0
            chip.launch.threadgroup = 0
            chip.launch.firstAccess = 0
            chip.launch.firstAccessWarm = 0
        }
        return chip
    }
}
