import StrictYAML

/// How many kernels a run keeps, and on how many islands.
package struct Population: Hashable, Sendable {
    /// How many islands evolve apart and exchange their best.
    package var islands = 1
    /// How many kernels each island keeps.
    package var size = 16

    /// The fields.
    enum Fields {
        static let islands = Field(
            "islands", .integer(1...64), "How many islands evolve apart and exchange their best; 1 unless given.")
        static let size = Field("size", .integer(1...10_000), "How many kernels each island keeps; 16 unless given.")
        static let table = FieldTable("a population", [islands.row, size.row])
    }

    /// A population as YAML gives it.
    static let shape = YAMLShape<Population>.object(Fields.table) { map in
        var population = Population()
        if let islands = map.value(Fields.islands) { population.islands = islands }
        if let size = map.value(Fields.size) { population.size = size }
        return population
    }

    /// The population as JSON.
    var json: JSONValue { .object([.init("islands", .integer(islands)), .init("size", .integer(size))]) }
}
