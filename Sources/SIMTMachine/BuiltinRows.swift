/// The rows of a launch's register files that hold grid positions and sizes.
struct BuiltinRows {
    /// One component of a builtin and its row.
    struct Entry {
        let row: Int32
        let builtin: ThreadBuiltin
        let component: Int
    }

    /// Rows that depend on the size of the threadgroup only.
    private(set) var fixed: [Entry] = []
    /// Rows that depend on the position of the threadgroup.
    private(set) var moving: [Entry] = []
    /// Rows of numbers that the launch gives thread by thread.
    private(set) var numbered: [(row: Int32, wide: Bool, numbers: [UInt64])] = []

    init(_ launch: Launch) {
        var entries = launch.kernel.builtins.map { Entry(row: $0.row, builtin: $0.builtin, component: $0.component) }
        for (rows, argument) in zip(launch.kernel.parameterRows, launch.arguments) {
            switch argument {
            case .builtin(let builtin):
                for (component, row) in rows.enumerated() where !row.wide {
                    entries.append(Entry(row: row.row, builtin: builtin, component: component))
                }
            case .perThread(let numbers): numbered += rows.map { ($0.row, $0.wide, numbers) }
            default: break
            }
        }
        for entry in entries {
            switch entry.builtin {
            case .threadPositionInGrid, .threadgroupPositionInGrid: moving.append(entry)
            default: fixed.append(entry)
            }
        }
    }
}
