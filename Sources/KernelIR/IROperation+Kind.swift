extension IROperation {
    /// Whether this ends a block.
    package var isTerminator: Bool {
        switch self {
        case .branch, .conditionalBranch, .switchBranch, .returnValue, .unreachable: true
        default: false
        }
    }
}
