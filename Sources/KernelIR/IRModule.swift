/// A parameter of a function definition.
package struct IRParameter: Hashable, Sendable {
    package let type: IRType
    /// The pointee of a `byval(T)` pointer parameter, passed by copy.
    package let byValue: IRType?
    /// Whether what is reached through the pointer is reached through nothing else: `noalias`, CUDA's `__restrict__`.
    package let isUnaliased: Bool

    package init(type: IRType, byValue: IRType? = nil, isUnaliased: Bool = false) {
        self.type = type
        self.byValue = byValue
        self.isUnaliased = isUnaliased
    }
}

/// A basic block: instructions in order, the terminator last.
package struct IRBlock: Sendable {
    package let name: String
    package let instructions: [IRInstruction]

    package init(name: String, instructions: [IRInstruction]) {
        self.name = name
        self.instructions = instructions
    }
}

/// A function with a body. Values 0 ..< parameters.count are the parameters.
package struct IRFunction: Sendable {
    package let name: String
    package let returnType: IRType
    package let parameters: [IRParameter]
    package let blocks: [IRBlock]
    /// Number of SSA values, parameters included.
    package let valueCount: Int
    /// True for the `ptx_kernel` calling convention.
    package let isKernel: Bool
    package let position: SourcePosition?
    /// String attributes such as `nvvm.maxntid`, by key.
    package let attributes: [String: String]

    package init(
        name: String, returnType: IRType, parameters: [IRParameter], blocks: [IRBlock], valueCount: Int, isKernel: Bool,
        position: SourcePosition?, attributes: [String: String] = [:]
    ) {
        self.name = name
        self.returnType = returnType
        self.parameters = parameters
        self.blocks = blocks
        self.valueCount = valueCount
        self.isKernel = isKernel
        self.position = position
        self.attributes = attributes
    }

    /// The same function under another name.
    func renamed(_ name: String) -> IRFunction {
        IRFunction(
            name: name, returnType: returnType, parameters: parameters, blocks: blocks, valueCount: valueCount,
            isKernel: isKernel, position: position, attributes: attributes)
    }
}

/// A global variable.
package struct IRGlobal: Sendable {
    package let name: String
    package let addressSpace: Int
    package let type: IRType
    /// Nil for `external` (for instance `extern __shared__`).
    package let initializer: IRConstant?
    package let alignment: Int
    package let isConstant: Bool

    package init(
        name: String, addressSpace: Int, type: IRType, initializer: IRConstant?, alignment: Int, isConstant: Bool
    ) {
        self.name = name
        self.addressSpace = addressSpace
        self.type = type
        self.initializer = initializer
        self.alignment = alignment
        self.isConstant = isConstant
    }
}

/// A parsed LLVM IR module.
package struct IRModule: Sendable {
    package let globals: [String: IRGlobal]
    package let functions: [String: IRFunction]
    /// Names of functions declared but not defined (intrinsics and unknown externals).
    package let declarations: Set<String>

    package init(globals: [String: IRGlobal], functions: [String: IRFunction], declarations: Set<String>) {
        self.globals = globals
        self.functions = functions
        self.declarations = declarations
    }

    /// `__attribute__((annotate("…")))` strings by the function they stand on, from `@llvm.global.annotations`.
    package var annotations: [String: [String]] {
        guard case .aggregate(let rows)? = globals["llvm.global.annotations"]?.initializer else { return [:] }
        var found: [String: [String]] = [:]
        for row in rows {
            guard case .aggregate(let fields) = row.value, fields.count >= 2,
                let function = Self.globalName(fields[0].value), let text = Self.globalName(fields[1].value),
                case .bytes(let bytes)? = globals[text]?.initializer
            else { continue }
            found[function, default: []].append(String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
        }
        return found
    }

    /// The global behind an address, looked at through casts.
    private static func globalName(_ constant: IRConstant) -> String? {
        switch constant {
        case .global(let name): name
        case .cast(_, let inner): globalName(inner.value)
        default: nil
        }
    }
}
