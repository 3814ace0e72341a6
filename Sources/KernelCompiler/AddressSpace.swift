/// A memory as the IR numbers it.
package enum AddressSpace: Int, Sendable, Hashable, CaseIterable {
    /// Private memory, and pointers that may point anywhere.
    case generic = 0
    /// `device`, CUDA's global memory.
    case device = 1
    /// `threadgroup`, CUDA's `__shared__`.
    case threadgroup = 3
    /// `constant`, read-only.
    case constant = 4
}
