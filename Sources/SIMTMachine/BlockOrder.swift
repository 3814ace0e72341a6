/// The order in which diverged lanes are resumed: the block that stands first runs first.
///
/// Running the lanes that wait at the earliest block makes them meet the others again at the earliest common block,
/// provided that the order is topological apart from loops, and that each loop's blocks stand together in front of the
/// blocks after it. So: strongly connected components in topological order, and inside each, the same again
/// without the edges back to its header.
///
/// - Parameter successors: Successors by block; block 0 is the entry.
/// - Returns: The reachable blocks in that order, block 0 first.
func reconvergenceOrder(successors: [[Int]]) -> [Int] {
    var order: [Int] = []
    order.reserveCapacity(successors.count)
    // Work list instead of recursion: hostile kernels nest loops deeply.
    var tasks: [OrderTask] = [.region(entry: 0, members: nil, excluded: [])]
    while let task = tasks.popLast() {
        switch task {
        case .block(let block): order.append(block)
        case .region(let entry, let members, let excluded):
            let components = stronglyConnected(from: entry, successors: successors, members: members, cut: excluded)
            for component in components {  // reverse topological order, so the last pushed is the first in line
                if component.count == 1 {
                    tasks.append(.block(component[0]))
                } else {
                    let inside = Set(component)
                    // The header is the block through which the component is entered; the walk meets it first.
                    let header = component[0]
                    tasks.append(.region(entry: header, members: inside, excluded: [header]))
                }
            }
        }
    }
    return order
}

/// A piece of ordering work still to be done.
private enum OrderTask {
    case block(Int)
    /// Order the blocks reachable from `entry` within `members`, ignoring edges into `excluded`.
    case region(entry: Int, members: Set<Int>?, excluded: Set<Int>)
}

/// Tarjan's components in reverse topological order; each lists the block met first by the walk at index 0.
private func stronglyConnected(
    from entry: Int, successors: [[Int]], members: Set<Int>?, cut: Set<Int>
) -> [[Int]] {
    var index: [Int: Int] = [:]
    var low: [Int: Int] = [:]
    var onStack: Set<Int> = []
    var stack: [Int] = []
    var components: [[Int]] = []
    var frames: [(block: Int, next: Int)] = []

    func visit(_ block: Int) {
        index[block] = index.count
        low[block] = index[block]
        stack.append(block)
        onStack.insert(block)
        frames.append((block, 0))
    }

    visit(entry)
    while let frame = frames.last {
        let block = frame.block
        if frame.next < successors[block].count {
            frames[frames.count - 1].next += 1
            // Last successor first: the first successor then ends up first in topological order.
            let successor = successors[block][successors[block].count - 1 - frame.next]
            if cut.contains(successor) || members.map({ !$0.contains(successor) }) == true { continue }
            if index[successor] == nil {
                visit(successor)
            } else if onStack.contains(successor) {
                low[block] = min(low[block] ?? 0, index[successor] ?? 0)
            }
            continue
        }
        frames.removeLast()
        if let parent = frames.last?.block { low[parent] = min(low[parent] ?? 0, low[block] ?? 0) }
        if low[block] == index[block] {
            var component: [Int] = []
            while let top = stack.popLast() {
                onStack.remove(top)
                component.append(top)
                if top == block { break }
            }
            components.append(component.reversed())
        }
    }
    return components
}
