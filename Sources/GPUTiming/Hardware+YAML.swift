package import Diagnostics
import SIMTMachine
import StrictYAML

extension Hardware {
    /// Reads a hardware file strictly: unknown keys, missing and impossible figures are all reported with their place.
    package init(yaml text: String, file: String) throws(DiagnosticError) {
        self = try YAMLReader.read(text, file: file) { root in
            var reader = HardwareReader()
            return reader.read(root)
        }
    }
}

/// Reads the sections of a hardware file, each to the end, so that one mistake does not hide the next.
private struct HardwareReader {
    /// Counts figures and converts units.
    var figures = FigureReader()

    /// Sections of the file.
    static let sections = [
        "version", "name", "title", "vendor", "sources", "chip", "core", "registers", "issue_by_distance",
        "hold_by_distance", "operand_sharing", "single_operand_issue", "complex_switch", "classes",
        "threadgroup_memory", "l1", "l2", "slc", "dram", "atomics", "barrier", "launch",
    ]

    /// The whole file.
    mutating func read(_ root: YAMLReader) -> Hardware? {
        guard let map = root.mapping("a GPU", keys: Self.sections), map.requireVersion() else { return nil }
        let name = map.required("name", .name)
        let title = map.required("title", .string)
        let vendor = map.required("vendor", YAMLShape<Hardware.Vendor>.choice)
        if let sources = map.required("sources", .map(of: .string)) {
            figures.sources = Set(sources.map { $0.key.value })
        }
        let chip = section(map, "chip", ["cores", "clock", "running_clock"])
        let cores = figures.whole(chip, "cores", 1...4096)
        let peakClock = figures.figure(chip, "clock", .megahertz, 100...10_000)
        let clock = figures.optional(
            chip, "running_clock", .megahertz, 100...(peakClock ?? 10_000), default: peakClock ?? 1000)
        figures.clockMHz = clock ?? 1000
        let core = core(map)
        let registers = registers(map)
        let distances = rows(map, "issue_by_distance")
        let holds = rows(map, "hold_by_distance")
        let sharing = figures.optional(map, "operand_sharing", .cycles, 0...64, default: 0)
        let single = figures.optional(map, "single_operand_issue", .cycles, 1...64, default: 1)
        let complexSwitch = figures.optional(map, "complex_switch", .cycles, 0...64, default: 0)
        let classes = classes(map)
        let threadgroupMemory = threadgroupMemory(map)
        let l1 = l1(map)
        let l2 = sharedCache(map, "l2")
        let slc = map.has("slc") ? sharedCache(map, "slc") : nil
        let dram = dram(map)
        let atomics = atomics(map)
        let barrier = barrier(map)
        let launch = launch(map)
        guard let name, let title, let vendor, let cores, let peakClock, let clock, let core, let registers,
            let distances,
            let holds, let sharing, let single, let complexSwitch, let classes, let threadgroupMemory, let l1, let l2,
            let dram, let atomics, let barrier,
            let launch, slc != nil || !map.has("slc")
        else { return nil }
        var hardware = Hardware(
            name: name, title: title, vendor: vendor, cores: cores, clockMHz: clock, core: core, registers: registers,
            threadgroupMemory: threadgroupMemory, l1: l1, l2: l2, slc: slc, dram: dram, atomics: atomics,
            barrier: barrier, launch: launch, classes: classes, issueByDistance: distances,
            complexSwitch: complexSwitch, figureCount: figures.count, estimateCount: figures.estimates)
        hardware.peakClockMHz = peakClock
        hardware.holdByDistance = holds
        hardware.operandSharing = sharing
        hardware.singleOperandIssue = single
        check(hardware, map)
        return hardware
    }

    /// A mapping with known keys.
    private func section(_ map: MappingReader, _ key: String, _ keys: [String]) -> MappingReader? {
        guard let reader = map.reader(key) else {
            map.reader.error("missing key '\(key)' in \(map.what)")
            return nil
        }
        return reader.mapping("'\(key)'", keys: keys)
    }

    /// Schedulers and residency.
    private mutating func core(_ map: MappingReader) -> Hardware.Core? {
        let section = section(
            map, "core",
            [
                "schedulers", "pick", "threads", "warps", "threadgroups", "threads_per_threadgroup",
                "instruction_cache", "load_slots",
            ])
        let schedulers = figures.whole(section, "schedulers", 1...16)
        let pick = section?.required("pick", YAMLShape<Hardware.WarpPick>.choice)
        let threads = figures.whole(section, "threads", 32...65536)
        let warps = figures.whole(section, "warps", 1...1024)
        let threadgroups = figures.whole(section, "threadgroups", 1...1024)
        let perThreadgroup = figures.whole(section, "threads_per_threadgroup", 32...65536)
        let hasCache = section?.has("instruction_cache") ?? false
        let cache = hasCache ? figures.whole(section, "instruction_cache", .bytes, 1024...16_777_216) : nil
        let hasSlots = section?.has("load_slots") ?? false
        let slots = hasSlots ? figures.whole(section, "load_slots", 1...64) : 0
        guard let schedulers, let pick, let threads, let warps, let threadgroups, let perThreadgroup, let slots,
            !hasCache || cache != nil
        else { return nil }
        return .init(
            schedulers: schedulers, pick: pick, threads: threads, warps: warps, threadgroups: threadgroups,
            threadsPerThreadgroup: perThreadgroup, instructionCache: cache, loadSlots: slots)
    }

    /// The register file.
    private mutating func registers(_ map: MappingReader) -> Hardware.RegisterFile? {
        let section = section(
            map, "registers",
            [
                "bytes", "per_thread", "thread_unit", "warp_unit", "thread_granularity", "allowance", "crossing",
                "guard",
                "load_write",
            ])
        let bytes = figures.whole(section, "bytes", .bytes, 1024...16_777_216)
        let perThread = figures.whole(section, "per_thread", 8...4096)
        let threadUnit = figures.whole(section, "thread_unit", 1...64)
        let warpUnit = figures.whole(section, "warp_unit", 1...4096)
        let granularity = figures.whole(section, "thread_granularity", 1...1024)
        let allowance = figures.whole(section, "allowance", 0...64)
        let crossing = figures.optional(section, "crossing", .cycles, 0...64, default: 0)
        let guarding = figures.optional(section, "guard", .cycles, 0...64, default: 0)
        let loadWrite = figures.optional(section, "load_write", .cycles, 0...64, default: 0)
        guard let bytes, let perThread, let threadUnit, let warpUnit, let granularity, let allowance, let crossing,
            let guarding, let loadWrite
        else { return nil }
        return .init(
            bytes: bytes, perThread: perThread, threadUnit: threadUnit, warpUnit: warpUnit,
            threadGranularity: granularity, allowance: allowance, crossing: crossing, guarding: guarding,
            loadWrite: loadWrite)
    }

    /// Rows of operand bandwidth; an absent section is no limit.
    private mutating func rows(_ map: MappingReader, _ key: String) -> [ClassCost.OperandKind: [Double]]? {
        guard map.has(key) else { return [:] }
        let kinds = ClassCost.OperandKind.allCases.map(\.rawValue)
        guard let section = section(map, key, kinds + ["source", "estimate"]) else { return nil }
        let isEstimate = section.optional("estimate", .boolean, default: false)
        _ = figures.source(section)
        var rows: [ClassCost.OperandKind: [Double]] = [:]
        for kind in ClassCost.OperandKind.allCases {
            rows[kind] = section.required(kind.rawValue, .list(of: .number(1...64), count: 4...4))
            figures.count += 4
            figures.estimates += isEstimate ? 4 : 0
        }
        return rows.count == kinds.count ? rows : nil
    }

    /// The class table.
    private mutating func classes(_ map: MappingReader) -> [ClassCost?]? {
        guard let reader = map.reader("classes") else {
            map.reader.error("missing key 'classes' in \(map.what)")
            return nil
        }
        return ClassReader.read(reader, figures: &figures)
    }

    /// Threadgroup memory.
    private mutating func threadgroupMemory(_ map: MappingReader) -> Hardware.ThreadgroupMemory? {
        let section = section(
            map, "threadgroup_memory",
            [
                "bytes_per_core", "bytes_per_threadgroup", "reserved_per_threadgroup", "granularity", "carve_outs_kib",
                "bytes_per_cycle", "latency", "atomic_interval", "queue", "shuffle_wavefronts", "joins_loads",
                "counts_increments", "float_atomic_round", "float_atomic_interval",
            ])
        let bytes = figures.whole(section, "bytes_per_core", .bytes, 1024...16_777_216)
        let perThreadgroup = figures.whole(section, "bytes_per_threadgroup", .bytes, 1024...16_777_216)
        let reserved = figures.whole(section, "reserved_per_threadgroup", .bytes, 0...65536)
        let granularity = figures.whole(section, "granularity", .bytes, 1...65536)
        let carveOuts = section?.optional("carve_outs_kib", .list(of: .integer(0...16384))) ?? []
        let rate = figures.figure(section, "bytes_per_cycle", .bytesPerCycle, 1...4096)
        let latency = figures.figure(section, "latency", .cycles, 1...10_000)
        let atomic = figures.figure(section, "atomic_interval", .cycles, 0...10_000)
        let shuffles = figures.optional(section, "shuffle_wavefronts", .ratio, 0...32, default: 0)
        let queue = figures.whole(section, "queue", 1...64)
        let round = figures.optional(section, "float_atomic_round", .cycles, 0...10_000, default: 0)
        let roundInterval = figures.optional(section, "float_atomic_interval", .cycles, 0...10_000, default: 0)
        let joins = section?.optional("joins_loads", .boolean, default: false)
        let counts = section?.optional("counts_increments", .boolean, default: false)
        guard let bytes, let perThreadgroup, let reserved, let granularity, let rate, let latency, let atomic,
            let queue, let shuffles, let round, let roundInterval
        else { return nil }
        return .init(
            bytesPerCore: bytes, bytesPerThreadgroup: perThreadgroup, reservedPerThreadgroup: reserved,
            granularity: granularity, carveOuts: carveOuts.sorted().map { $0 * 1024 }, bytesPerCycle: rate,
            latency: latency, atomicInterval: atomic, queue: queue, shuffleWavefronts: shuffles,
            joinsLoads: joins ?? false, countsIncrements: counts ?? false,
            floatAtomicRound: round, floatAtomicInterval: roundInterval)
    }

    /// The first-level cache.
    private mutating func l1(_ map: MappingReader) -> Hardware.L1? {
        let section = section(
            map, "l1",
            [
                "bytes", "unified", "ways", "bytes_per_cycle", "latency", "constant_latency", "misses_in_flight",
                "tag_scale", "queue", "backlog", "constant_interval", "constant_replay", "address_interval",
            ])
        let bytes = figures.whole(section, "bytes", .bytes, 1024...16_777_216)
        let unified = section?.required("unified", .boolean)
        let ways = figures.whole(section, "ways", 1...64)
        let rate = figures.figure(section, "bytes_per_cycle", .bytesPerCycle, 1...4096)
        let latency = figures.figure(section, "latency", .cycles, 1...10_000)
        let constant = figures.figure(section, "constant_latency", .cycles, 0...10_000)
        let misses = figures.whole(section, "misses_in_flight", 1...4096)
        let tagScale = figures.figure(section, "tag_scale", .ratio, 0.5...4)
        // Instructions wait for the stage in a queue of their scheduler, or wavefronts in one that all schedulers share.
        let isShared = section?.has("backlog") ?? false
        if isShared { section?.reader("queue")?.error("'queue' says nothing beside 'backlog': give one of them") }
        let queue = isShared ? 1 : figures.whole(section, "queue", 1...64)
        let address = figures.figure(section, "address_interval", .cycles, 0...64)
        let backlog = figures.optional(section, "backlog", .count, 0...65536, default: 0)
        let constantInterval = figures.optional(section, "constant_interval", .cycles, 0...64, default: 0)
        let constantReplay = figures.optional(section, "constant_replay", .cycles, 0...1000, default: 0)
        guard let bytes, let unified, let ways, let rate, let latency, let constant, let misses, let tagScale,
            let queue, let address, let backlog, let constantInterval, let constantReplay
        else { return nil }
        return .init(
            bytes: bytes, isUnified: unified, ways: ways, bytesPerCycle: rate, latency: latency,
            constantLatency: constant, missesInFlight: misses, tagScale: tagScale, queue: queue,
            backlog: Int(backlog), constantInterval: constantInterval, constantReplay: constantReplay,
            addressInterval: address)
    }

    /// L2 or the system-level cache.
    private mutating func sharedCache(_ map: MappingReader, _ key: String) -> Hardware.SharedCache? {
        let section = section(
            map, key,
            [
                "bytes", "latency", "far_latency", "bytes_per_cycle_per_core", "port_bytes_per_cycle",
                "write_bytes_per_cycle_per_core", "write_port_bytes_per_cycle", "partial_line", "retained",
                "least_request",
            ])
        let bytes = figures.whole(section, "bytes", .bytes, 4096...17_179_869_184)
        let latency = figures.figure(section, "latency", .cycles, 1...100_000)
        let far = figures.optional(section, "far_latency", .cycles, 1...100_000, default: latency ?? 1)
        let rate = figures.figure(section, "bytes_per_cycle_per_core", .bytesPerCycle, 0.1...4096)
        let retained = figures.optional(section, "retained", .ratio, 0.1...1, default: 1)
        func optionalRate(_ key: String, _ value: Double?) -> Double? {
            figures.optional(section, key, .bytesPerCycle, 0.1...4096, default: value ?? 1)
        }
        let port = optionalRate("port_bytes_per_cycle", rate)
        let write = optionalRate("write_bytes_per_cycle_per_core", rate)
        let writePort = optionalRate("write_port_bytes_per_cycle", write)
        let partial = figures.optional(section, "partial_line", .ratio, 0...64, default: 0)
        let least =
            section?.has("least_request") ?? false ? figures.whole(section, "least_request", .bytes, 32...128) : 32
        guard let bytes, let latency, let far, let rate, let retained, let port, let write, let writePort, let partial,
            let least
        else { return nil }
        return .init(
            bytes: bytes, latency: latency, farLatency: far, bytesPerCyclePerCore: rate, retained: retained,
            portBytesPerCycle: max(rate, port),
            hasStorePort: section?.has("write_bytes_per_cycle_per_core") ?? false,
            writeBytesPerCyclePerCore: write,
            writePortBytesPerCycle: max(write, writePort), partialLine: partial, leastRequest: least)
    }

    /// Device memory.
    private mutating func dram(_ map: MappingReader) -> Hardware.DRAM? {
        let section = section(map, "dram", ["bandwidth", "achieved", "latency", "transaction"])
        let bandwidth = figures.figure(section, "bandwidth", .gigabytesPerSecond, 1...100_000)
        let achieved = figures.figure(section, "achieved", .ratio, 0.05...1)
        let latency = figures.figure(section, "latency", .cycles, 1...100_000)
        let transaction = figures.whole(section, "transaction", .bytes, 32...128)
        guard let bandwidth, let achieved, let latency, let transaction else { return nil }
        return .init(bandwidth: bandwidth, achieved: achieved, latency: latency, transaction: transaction)
    }

    /// Device atomics.
    private mutating func atomics(_ map: MappingReader) -> Hardware.Atomics? {
        let section = section(map, "atomics", ["spread", "same_address", "latency"])
        let spread = figures.figure(section, "spread", .perCycle, 1e-6...100_000)
        let same = figures.figure(section, "same_address", .perCycle, 1e-6...100_000)
        let latency = figures.figure(section, "latency", .cycles, 1...100_000)
        guard let spread, let same, let latency else { return nil }
        return .init(spreadPerCycle: spread, sameAddressPerCycle: same, latency: latency)
    }

    /// Barriers.
    private mutating func barrier(_ map: MappingReader) -> Hardware.Barrier? {
        let section = section(map, "barrier", ["small", "large", "simdgroup", "fence"])
        let small = figures.figure(section, "small", .cycles, 0...100_000)
        let large = figures.figure(section, "large", .cycles, 0...100_000)
        let simdgroup = figures.figure(section, "simdgroup", .cycles, 0...100_000)
        let fence = figures.figure(section, "fence", .cycles, 0...100_000)
        guard let small, let large, let simdgroup, let fence else { return nil }
        return .init(small: small, large: large, simdgroup: simdgroup, fence: fence)
    }

    /// Launch costs, in nanoseconds except the threadgroup's.
    private mutating func launch(_ map: MappingReader) -> Hardware.Launch? {
        let section = section(
            map, "launch",
            ["fixed", "per_1024_threads", "per_threadgroup", "threadgroup", "first_access", "first_access_warm"])
        let fixed = figures.figure(section, "fixed", .nanoseconds, 0...1e9)
        let perThousand = figures.figure(section, "per_1024_threads", .nanoseconds, 0...1e6)
        let threadgroup = figures.figure(section, "threadgroup", .cycles, 0...1e6)
        let perThreadgroup = figures.optional(section, "per_threadgroup", .nanoseconds, 0...1e6, default: 0)
        let first = figures.optional(section, "first_access", .cycles, 0...1e6, default: 0)
        let firstWarm = figures.optional(section, "first_access_warm", .cycles, 0...1e6, default: first ?? 0)
        guard let fixed, let perThousand, let threadgroup, let perThreadgroup, let first, let firstWarm else {
            return nil
        }
        return .init(
            fixed: fixed, perThousandThreads: perThousand, perThreadgroup: perThreadgroup, threadgroup: threadgroup,
            firstAccess: first, firstAccessWarm: firstWarm)
    }

    /// Reports figures that are possible alone but not together.
    private func check(_ hardware: Hardware, _ map: MappingReader) {
        func refuse(_ key: String, _ message: String) { map.reader(key)?.error(message) }
        func cycles(_ value: Double) -> String { "\(FigureReader.text((value * 10).rounded() / 10)) cycles" }
        if hardware.l2.latency <= hardware.l1.latency {
            let (far, near) = (cycles(hardware.l2.latency), cycles(hardware.l1.latency))
            refuse("l2", "the latency of 'l2', \(far), must exceed that of 'l1', \(near)")
        }
        if hardware.dram.latency <= hardware.l2.latency {
            let (far, near) = (cycles(hardware.dram.latency), cycles(hardware.l2.latency))
            refuse("dram", "the latency of 'dram', \(far), must exceed that of 'l2', \(near)")
        }
        if hardware.core.threads > hardware.core.warps * 32 {
            refuse("core", "\(hardware.core.warps) warps cannot hold \(hardware.core.threads) threads")
        }
        let memory = hardware.threadgroupMemory
        if memory.bytesPerThreadgroup > memory.bytesPerCore {
            let message =
                "a threadgroup cannot use \(memory.bytesPerThreadgroup) bytes of a core's \(memory.bytesPerCore)"
            refuse("threadgroup_memory", message)
        }
        if hardware.issueByDistance.isEmpty, !hardware.holdByDistance.isEmpty {
            refuse("hold_by_distance", "'hold_by_distance' needs 'issue_by_distance'")
        }
        if hardware.core.warps * 32 < hardware.core.threadsPerThreadgroup {
            let (room, size) = (hardware.core.warps * 32, hardware.core.threadsPerThreadgroup)
            refuse("core", "a core of \(room) threads cannot hold a threadgroup of \(size) threads")
        }
        if hardware.l1.isUnified, let largest = hardware.threadgroupMemory.carveOuts.last, largest > hardware.l1.bytes {
            refuse(
                "threadgroup_memory", "a carve-out of \(largest) bytes exceeds the \(hardware.l1.bytes) bytes of 'l1'")
        }
    }
}
