import SIMTMachine

extension BackEnd {
    /// Finds the stretches of blocks in which lanes exchange values although the compiler cannot tell that all are there.
    ///
    /// It then checks that the warp is whole before the first exchange and keeps a second copy of the stretch up to the
    /// last one for when it is not: nothing is moved into the stretch or out of it.
    mutating func findExchanges(_ control: ControlDependence) {
        for block in blocks.indices where control.isDivergent[block] {
            guard let first = blocks[block].firstIndex(where: \.exchangesLanes),
                let last = blocks[block].lastIndex(where: \.exchangesLanes)
            else { continue }
            var check = MachineInstruction(operation: .compare)
            check.line = blocks[block][first].line
            check.isPredicate = true
            check.role = .convergence
            blocks[block].insert(check, at: first)
            exchanges[block] = first...(last + 1)
        }
    }

    /// Which blocks some lanes may miss; asked before branches become predicates.
    func controlDependence() -> ControlDependence {
        let varying = RegisterNeed.varyingRegisters(blocks, details.builtins)
        return ControlDependence(successors: details.successors) { block in
            blocks[block].last { $0.operation == .branch }?.sources.contains(where: varying.contains) ?? false
        }
    }
}

extension MachineInstruction {
    /// Whether lanes of a warp exchange values in it.
    var exchangesLanes: Bool {
        switch operation {
        case .shuffle, .shuffleDynamic, .quadShuffle, .broadcast, .ballot, .simdSumFloat, .simdSumInt, .simdPrefix,
            .quadSum:
            true
        default: false
        }
    }
}
