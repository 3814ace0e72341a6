package import GPUTiming

/// A part of the model that can be left out.
package struct Ablation: Sendable {
    /// What the command calls it.
    package let name: String
    /// What it does, for people.
    package let title: String
    /// Passes of the compiler's model that are left out.
    fileprivate let passes: BackEnd.Passes
    /// Other parts that are left out.
    fileprivate let parts: ModelParts

    private init(_ name: String, _ title: String, _ passes: BackEnd.Passes = [], _ parts: ModelParts = []) {
        self.name = name
        self.title = title
        self.passes = passes
        self.parts = parts
    }

    /// All of them, in the order of the report.
    package static let all = [
        Ablation("shared-addresses", "addresses that share a register", .sharedAddresses),
        Ablation("strength-reduction", "pointers moved in loops", .strengthReduction),
        Ablation("fusion", "fused instructions", .fusion),
        Ablation("predication", "short branches as predicates", .predication),
        Ablation("prologue", "arguments and positions brought in", .prologue),
        Ablation("scheduling", "loads moved ahead", .scheduling),
        Ablation("expansion", "sequences for mathematics and division", .expansion),
        Ablation("convergence", "nothing moved past exchanges of lanes", .convergence),
        Ablation("narrowing", "counters of 32 bits", .narrowing),
        Ablation("matrix-loads", "matrices loaded by rows", .matrixLoads),
        Ablation("repeated-loops", "loops that the assembler unrolls again", [], .repeatedLoops),
        Ablation("l1-rule", "wavefronts and tags in L1", [], .l1Rule),
        Ablation("operand-bandwidth", "operand bandwidth", [], .operandBandwidth),
        Ablation("tail", "the tail of a launch", [], .tail),
        Ablation("finite-l2", "a finite L2", [], .finiteL2),
        Ablation("launch-cost", "dispatch, turnaround, first accesses", [], .launchCost),
    ]

    /// Those that a chip's model has: what is known of Apple's compiler is one schedule.
    package static func parts(of hardware: Hardware) -> [Ablation] {
        guard hardware.vendor == .apple else { return all }
        return all.filter { $0.passes == .scheduling || $0.passes.isEmpty && $0.parts != .repeatedLoops }
    }

    /// A predictor like `predictor` without these parts.
    package static func leaveOut(_ ablations: [Ablation], of predictor: CasePredictor) -> CasePredictor {
        var changed = predictor
        for ablation in ablations {
            changed.passes.subtract(ablation.passes)
            changed.parts.subtract(ablation.parts)
        }
        return changed
    }
}
