/// What kind of work an instruction is to a GPU core, independent of dialect and chip.
///
/// `GPUTiming` maps each class to a pipe, an initiation interval and a latency of the chip at hand.
package enum OperationClass: UInt8, CaseIterable, Sendable {
    /// Costs nothing and forwards its sources: phi moves, bit casts, vector shuffles of registers, constants.
    case free
    case halfAdd, halfMultiply, halfFMA
    case floatAdd, floatMultiply, floatFMA
    case doubleArithmetic
    /// Minimum, maximum and select of any type; comparisons of any type.
    case minMaxSelect, compare
    case intAdd, intMultiply, intMultiplyHigh, intDivide, bitwise, shift
    case longAdd, longSubtract, longMultiply
    /// Address arithmetic that hardware folds into the access or does on a spare path.
    case address
    case convert, round, popcount, leadingZeros
    case reciprocal, reciprocalSquareRoot, squareRoot, divide
    case preciseDivide, preciseSquareRoot
    /// Base-2 exponential and logarithm.
    case exp2Log2
    /// Natural and decimal exponential and logarithm, power.
    case expLog
    case sinCos, preciseSinCos
    /// Any other math function (tanh, erf, inverse trigonometry).
    case mathFunction
    case ballot, broadcast, shuffle, shuffleDynamic, quadShuffle
    case simdSumFloat, simdSumInt, simdPrefix, quadSum
    case matrixHalf, matrixFloat
    case globalLoad, globalStore, globalAtomic
    /// Reads of `constant` / `__constant__` memory and of launch arguments.
    case constantLoad
    case sharedLoad, sharedStore, sharedAtomic
    /// The second half of a copy to threadgroup memory for which its warp does not wait, the end of a group of such copies,
    /// and the wait for all but the newest groups.
    case asyncStore, asyncCommit, asyncWait
    /// Private arrays that did not fit registers.
    case localLoad, localStore
    case barrier, simdBarrier, fence
    case branch
}
