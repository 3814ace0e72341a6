/// The language a kernel text is written in.
package enum Dialect: String, Codable, Sendable, CaseIterable {
    /// The Metal shading language.
    case metal
    /// CUDA C++.
    case cuda
    /// A plain C++17 program over double-precision scalars: what a task's results are compared with.
    case oracle
}
