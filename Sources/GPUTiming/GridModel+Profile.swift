import SIMTMachine

extension GridModel {
    /// Scales what the units counted to the launch: each stands for the units nearest to it.
    func profile(_ plan: SamplePlan, into time: inout LaunchTime) {
        let weights = plan.work.isEmpty ? nil : plan.unitWork()
        func size(_ unit: Int) -> Double { weights?[unit] ?? Double(plan.members(of: unit).count) }
        let order = results.indices.sorted { left, right in
            let (a, b) = (results[left].unit, results[right].unit)
            return (weights?[a] ?? Double(a), a) < (weights?[b] ?? Double(b), b)
        }
        var represented = [Double](repeating: 0, count: results.count)
        let keys = order.map { weights?[results[$0].unit] ?? Double(results[$0].unit) }
        for unit in 0..<plan.unitCount {
            let key = weights?[unit] ?? Double(unit)
            var (low, high) = (0, keys.count - 1)
            while low < high {
                let middle = (low + high) / 2
                if keys[middle] < key { low = middle + 1 } else { high = middle }
            }
            if low > 0, key - keys[low - 1] < keys[low] - key { low -= 1 }
            represented[order[low]] += size(unit)
        }
        // Threadgroups of a last window that is not full are like the others.
        let whole = weights == nil ? Double(plan.threadgroups) : plan.work.reduce(0.0) { $0 + Double($1) }
        let covered = represented.reduce(0, +)
        let rest = covered > 0 ? whole / covered : 0
        var lines: [Int32: LineProfile] = [:]
        for (index, entry) in results.enumerated() {
            let own = size(entry.unit)
            let weight = own > 0 ? represented[index] * rest / own : 0
            time.counters.add(entry.result.counters, weight: weight)
            accumulate(entry.result, weight, &time, &lines)
        }
        time.lines = lines.values.sorted { $0.line < $1.line }
        if var timeline = results.compactMap(\.result.timeline).first {
            timeline.name(lines: program.lines)
            time.timeline = timeline
        }
    }

    /// Adds one unit's stalls and traffic by source line.
    private func accumulate(
        _ result: CoreResult, _ weight: Double, _ time: inout LaunchTime, _ lines: inout [Int32: LineProfile]
    ) {
        for (index, line) in program.lines.enumerated() where result.executed[index] > 0 {
            var entry =
                lines[line]
                ?? LineProfile(
                    line: line, instructions: 0, stalls: .init(repeating: 0, count: 16), sectors: 0, conflicts: 0)
            entry.instructions += Double(result.executed[index]) * weight
            entry.sectors += Double(result.traffic[index]) * weight
            entry.conflicts += Double(result.conflicts[index]) * weight
            entry.excess += Double(result.excess[index]) * weight
            entry.lanes += Double(result.lanes[index]) * weight
            time.mix[Int(program.instructions[index].operation)] += Double(result.executed[index]) * weight
            for reason in 0..<16 {
                let ticks = Double(result.stalls[index * 16 + reason]) * weight
                entry.stalls[reason] += ticks
                time.stalls[reason] += ticks
            }
            lines[line] = entry
        }
    }
}
