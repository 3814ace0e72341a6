package import SIMTMachine

/// Which storage each buffer name of a case has at the moment: launches may make names change places.
package struct BufferNames {
    /// Storage by name.
    private var storage: [String: BufferID]

    /// Names for the storage of `buffers`.
    init(_ buffers: [(description: TruthBuffer, id: BufferID)]) {
        storage = Dictionary(buffers.map { ($0.description.name, $0.id) }) { first, _ in first }
    }

    /// The storage that has the name now.
    package subscript(name: String) -> BufferID? { storage[name] }

    /// Makes names change places as a launch says for one execution.
    package mutating func rotate(_ swaps: [[String]]) {
        for list in swaps {
            let found = list.map { storage[$0] }
            for (place, name) in list.enumerated() { storage[name] = found[(place + 1) % list.count] }
        }
    }
}
