/// A kernel text and how it is to be read.
package struct KernelSource: Sendable {
    /// The text, as the user or a model wrote it.
    package var text: String
    /// The name that diagnostics give the text; it is never opened.
    package var fileName: String
    /// The language of the text.
    package var dialect: Dialect
    /// Values of tunables, defined as macros, or as function constants where the text declares such a name.
    package var definitions: [(name: String, value: Int)]
    /// Whether mathematics may be approximate, as Metal's compiler has it by default.
    ///
    /// Only the library and the flags `nsz arcp contract afn` follow it. Neither `nnan`, `ninf` nor `reassoc` is ever set: with
    /// them a kernel that makes a NaN is undefined behaviour, so that the optimiser could remove the very store which
    /// the check looks at, and a sum would depend on the optimiser's taste.
    package var fastMath: Bool
    /// Texts that `#include "name"` reads beside the machine's own headers; none of them is looked for on a disk.
    package var headers: [VirtualHeader]
    /// Numbers of the formats that every launch gives a kernel's textures, by kernel and parameter: what the optimiser may
    /// take for granted. A texture may be missing; one that is here must never be given another format.
    package var textureFormats: [String: [String: UInt32]] = [:]

    /// Whether loops are unrolled in CUDA's timed IR that NVIDIA's assembler unrolls after its optimiser did.
    package var unrollsAgain: Bool

    package init(
        text: String, fileName: String, dialect: Dialect, definitions: [(name: String, value: Int)] = [],
        fastMath: Bool? = nil, headers: [VirtualHeader] = [], unrollsAgain: Bool = true
    ) {
        self.text = text
        self.fileName = fileName
        self.dialect = dialect
        self.definitions = definitions
        self.fastMath = fastMath ?? (dialect == .metal)
        self.headers = headers
        self.unrollsAgain = unrollsAgain
    }
}
