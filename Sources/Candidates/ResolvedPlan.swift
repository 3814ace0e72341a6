/// A launch plan with every expression evaluated: what the machine executes.
package struct ResolvedPlan: Hashable, Sendable {
    /// A buffer that exists only during the plan.
    package struct Temporary: Hashable, Sendable {
        /// Its name in arguments.
        package let name: String
        /// The type of its elements.
        package let type: ElementType
        /// Number of elements, at least 1.
        package let count: Int
    }

    /// What a kernel parameter is bound to.
    package enum Argument: Hashable, Sendable {
        /// A buffer of the task.
        case buffer(String)
        /// A temporary of the plan.
        case temporary(String)
        /// An integer constant.
        case integer(Int)
        /// A floating-point constant.
        case float(Double)
    }

    /// What a kernel parameter sees as a texture.
    package struct Texture: Hashable, Sendable {
        /// A buffer of the task or a temporary of the plan.
        package let memory: String
        /// Texels of a row, and rows: between 1 and `LaunchPlan.maximumTextureExtent`.
        package let width, height: Int
        /// What a texel is.
        package let format: TextureFormat
    }

    /// One kernel launch.
    package struct Launch: Hashable, Sendable {
        /// The kernel's name in the source.
        package let kernel: String
        /// Number of threadgroups along each axis; the last may be ragged when `threads` is given.
        package let threadgroups: Extent3
        /// Exact number of threads along each axis, for a ragged grid; nil when every threadgroup is full.
        package let threads: Extent3?
        /// Threads of a threadgroup along each axis.
        package let threadgroupSize: Extent3
        /// Bytes of each dynamic threadgroup buffer by its index.
        package let threadgroupMemory: [Int: Int]
        /// What each named kernel parameter is bound to; a parameter not named here is bound by its own name.
        package let arguments: [String: Argument]
        /// What each named kernel parameter sees as a texture.
        package let textures: [String: Texture]
    }

    /// The temporaries that some launch may use, in the order they are declared.
    package let temporaries: [Temporary]
    /// The launches in order, without those whose `when` is 0.
    package let launches: [Launch]
}
