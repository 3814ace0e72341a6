import SIMTMachine

extension LibraryFunction {
    /// Instructions that one call issues: multiply-adds of a polynomial, results of the special function unit, and the
    /// integer, logic and comparing ones that reduce the argument and treat special values.
    ///
    /// Their sum was counted on an H200 (CUDA 13.0, without fast mathematics, ordinary arguments) as what a loop of 256
    /// calls issues more than an empty one; how it is split follows the functions' algorithms and is an estimate.
    private var counts: (multiplyAdds: Int, special: Int, others: Int) {
        switch self {
        case .logarithm: (13, 0, 11)
        case .binaryLogarithm: (15, 0, 11)
        case .decimalLogarithm: (14, 0, 11)
        case .logarithmOfOneMore: (15, 0, 13)
        case .exponentialLessOne: (17, 1, 12)
        case .power: (45, 2, 33)
        case .sine: (14, 0, 13)
        case .cosine: (14, 0, 14)
        case .tangent: (14, 1, 10)
        case .sineOfPi, .cosineOfPi: (12, 0, 12)
        case .arcSine: (15, 1, 10)
        case .arcCosine: (15, 1, 11)
        case .arcTangent: (10, 1, 7)
        case .arcTangentOfTwo: (17, 1, 17)
        case .hyperbolicSine: (16, 2, 8)
        case .hyperbolicCosine: (8, 2, 5)
        case .hyperbolicTangent: (8, 2, 6)
        case .areaSine: (22, 1, 15)
        case .areaCosine: (23, 1, 16)
        case .areaTangent: (21, 1, 14)
        case .errorFunction: (17, 1, 11)
        case .complementaryErrorFunction: (28, 2, 18)
        case .cubeRoot: (8, 2, 7)
        }
    }

    /// The instructions of one call in their order.
    var sequence: [SequenceStep] {
        let counts = counts
        return Self.polynomial(counts.multiplyAdds, special: counts.special, others: counts.others)
    }

    /// The function of the same argument that shares this one's reduction when both are called; nil for none.
    var partner: LibraryFunction? {
        switch self {
        case .sine: .cosine
        case .cosine: .sine
        case .sineOfPi: .cosineOfPi
        case .cosineOfPi: .sineOfPi
        default: nil
        }
    }

    /// What the second of two partners adds: `sincosf` issues 32 instructions where `sinf` issues 27, `sincospif` 31.
    static let second = polynomial(5, special: 0, others: 1)

    /// A reduction of the argument followed by a polynomial, whose every third instruction waits for none of the others.
    private static func polynomial(_ multiplyAdds: Int, special: Int, others: Int) -> [SequenceStep] {
        let kinds: [OperationClass] = [.intAdd, .bitwise, .compare, .shift]
        return (0..<(others + special + multiplyAdds)).map { place in
            let operation =
                place < others ? kinds[place % kinds.count] : place < others + special ? .exp2Log2 : .floatFMA
            return SequenceStep(operation, reads: [place == 0 ? -1 : max(0, place - 1 - (place % 3 == 0 ? 1 : 0))])
        }
    }
}
