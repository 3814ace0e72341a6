import Diagnostics
package import StrictYAML

/// How a candidate is run: its temporaries and kernel launches, as expressions over sizes and tunables.
///
/// It stands in the kernel's text in a comment `/* launch-plan … */` as YAML:
///
/// ```
/// /* launch-plan
/// temporaries:
///   - {name: scores, type: f32, count: q_heads * q_len * kv_len}
/// launches:
///   - kernel: attention_scores
///     when: VARIANT == 0
///     threads: [kv_len, q_len, q_heads]
///     threadgroup: [TG, 1, 1]
///     threadgroup_memory: {0: 4 * TG}
///     arguments: {scores: scores, n: kv_len, scale: 1.0 / sqrt(head_dim)}
/// */
/// ```
///
/// A Metal kernel's texture is given as `image: {texture: x, width: w, height: h, format: r32float}`, where `x` is a buffer
/// or a temporary that holds the rows of texels one after the other.
///
/// `threadgroups` instead of `threads` counts whole threadgroups. A temporary with count 0 does not exist, which is
/// right when no launch uses it. An expression with a comma, or with `: `, needs quotes in YAML.
package struct LaunchPlan: Sendable {
    /// A buffer that exists only during the plan.
    package struct Temporary: Sendable {
        /// Its name in arguments.
        package let name: Located<String>
        /// The type of its elements.
        package let type: ElementType
        /// Number of elements; 0 where it is not needed.
        package let count: Located<Expression>
    }

    /// How the grid is given.
    package enum Grid: Sendable {
        /// Threads along each axis; the last threadgroup may be ragged.
        case threads([Located<Expression>])
        /// Threadgroups along each axis.
        case threadgroups([Located<Expression>])
    }

    /// One kernel launch.
    package struct Launch: Sendable {
        /// The kernel's name.
        package let kernel: Located<String>
        /// Nonzero where the launch runs; nil means always.
        package let when: Located<Expression>?
        /// The grid.
        package let grid: Grid
        /// Threads of a threadgroup along each axis.
        package let threadgroup: [Located<Expression>]
        /// Bytes of each dynamic threadgroup buffer, by index.
        package let threadgroupMemory: [(index: Int, bytes: Located<Expression>)]
        /// What the named kernel parameters are bound to.
        package let arguments: [(name: String, value: Located<Expression>)]
        /// What the named kernel parameters see as textures.
        package let textures: [(name: String, value: Located<Texture>)]
    }

    /// A buffer or temporary shown to a kernel as a 2-D texture, its rows of texels one after the other.
    package struct Texture: Sendable {
        /// The buffer or temporary.
        package let memory: Located<String>
        /// Texels of a row, and rows.
        package let width, height: Located<Expression>
        /// What a texel is.
        package let format: TextureFormat
    }

    /// Most texels of a texture's row, and most rows: as Metal has it.
    package static let maximumTextureExtent = 16_384
    /// Most temporaries of a plan.
    package static let maximumTemporaries = 64
    /// Most launches of a plan.
    package static let maximumLaunches = 256
    /// Most bytes of all temporaries together.
    package static let maximumTemporaryBytes = 1 << 34
    /// Most threads of one launch.
    package static let maximumThreads = 1 << 40

    /// The buffers that exist only during the plan.
    package let temporaries: [Temporary]
    /// The launches in order.
    package let launches: [Launch]
    /// The kernel's text, for the excerpts of messages.
    let source: SourceText

    /// Formats of textures by kernel and parameter, where every launch of the kernel gives the same one.
    package var textureFormats: [String: [String: TextureFormat]] {
        var found: [String: [String: TextureFormat]] = [:]
        var differing: [String: Set<String>] = [:]
        for launch in launches {
            let kernel = launch.kernel.value
            for texture in launch.textures {
                let format = texture.value.value.format
                if let known = found[kernel]?[texture.name], known != format {
                    differing[kernel, default: []].insert(texture.name)
                }
                found[kernel, default: [:]][texture.name] = format
            }
        }
        for (kernel, names) in differing { for name in names { found[kernel]?[name] = nil } }
        return found
    }

    /// Whether a `/* … */` comment is a launch plan.
    static func isPlanComment(_ comment: some StringProtocol) -> Bool {
        guard comment.hasPrefix("/*") else { return false }
        let words = comment.dropFirst(2).split(maxSplits: 1, omittingEmptySubsequences: true) { $0.isWhitespace }
        return words.first == "launch-plan" || words.first == "launch-plan*/"
    }
}
