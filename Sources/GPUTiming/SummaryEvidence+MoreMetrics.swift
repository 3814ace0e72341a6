/// The metrics that explain rather than sum up, and those that are known to the vendors' tools but not simulated.
extension SummaryEvidence {
    /// In a fixed order; a value of nil says that the model does not simulate it.
    func moreMetrics(occupancy: Occupancy, launches: [LaunchTime]) -> [TraceSummary.Metric] {
        let apple = gpu.vendor == .apple
        var metrics: [TraceSummary.Metric] = []
        func add(_ key: String, _ nsight: String?, _ xcode: String?, _ value: Double?) {
            metrics.append(.init(key: key, name: apple ? xcode : nsight, value: value))
        }
        func some(_ condition: Bool, _ value: Double) -> Double? { condition ? value : nil }

        add("launch_ns", nil, nil, launchNanoseconds)
        add(
            "warp_latency_per_inst", "smsp__average_warp_latency_per_inst_issued.ratio", nil,
            Self.ratio(Ticks.cycles(counters.warpTicks), Double(counters.instructions)))
        let limits = occupancy.limits(on: gpu)
        add("occupancy_limit_registers", "launch__occupancy_limit_registers", nil, Double(limits.registers))
        add(
            "occupancy_limit_threadgroup_memory", "launch__occupancy_limit_shared_mem", nil,
            limits.threadgroupMemory.map(Double.init))
        add("occupancy_limit_threads", "launch__occupancy_limit_warps", nil, Double(limits.threads))
        add("occupancy_limit_threadgroups", "launch__occupancy_limit_blocks", nil, Double(limits.threadgroups))
        add("stack_bytes", "launch__stack_size", nil, launches.map { Double($0.privateBytes) }.max())
        let tails = launches.filter { $0.waves > 1 }.map { launch in
            100 * (launch.waves.rounded(.up) - launch.waves) / launch.waves.rounded(.up)
        }
        add("tail_pct", nil, "Compute Shader Launch Limiter", tails.max() ?? 0)
        add(
            "bytes_per_sector_ld", "smsp__sass_average_data_bytes_per_sector_mem_global_op_ld.ratio", nil,
            some(
                counters.loadSectors > 0, Self.ratio(Double(counters.loadBytes), Double(counters.loadSectors))))
        add(
            "bytes_per_sector_st", "smsp__sass_average_data_bytes_per_sector_mem_global_op_st.ratio", nil,
            some(
                counters.storeSectors > 0, Self.ratio(Double(counters.storeBytes), Double(counters.storeSectors))))
        add(
            "sectors_ideal", "memory_l2_theoretical_sectors_global_ideal", nil, Double(counters.idealSectors))
        add(
            "shared_wavefronts_ideal", "memory_l1_wavefronts_shared_ideal", nil, Double(counters.sharedIdealWavefronts))
        add(
            "pipe_fp64_pct", "sm__pipe_fp64_cycles_active.avg.pct_of_peak_sustained_active", nil, 100 * pipeUse(.double)
        )
        add("pipe_exchange_pct", nil, "SIMD Group Instructions Utilization", 100 * pipeUse(.shuffle))
        for group in MixGroup.allCases { add(group.rawValue, group.nsightName, group.xcodeName, mix(group)) }

        // What nobody simulates here, so that nobody looks for it in vain.
        for (part, xcode) in [
            ("tex_throttle", "Texture Sample Limiter"), ("membar", nil), ("drain", nil), ("no_instruction", nil),
            ("imc_miss", nil), ("dispatch_stall", nil),
        ] {
            add("stall_\(part)", "smsp__average_warps_issue_stalled_\(part)_per_issue_active.ratio", xcode, nil)
        }
        add("branch_divergent", "smsp__sass_branch_targets_threads_divergent.avg", nil, nil)
        add("local_hit_pct_ld", "l1tex__t_sector_pipe_lsu_mem_local_op_ld_hit_rate.pct", nil, nil)
        add("local_hit_pct_st", "l1tex__t_sector_pipe_lsu_mem_local_op_st_hit_rate.pct", nil, nil)
        add("mmu_pct", nil, "MMU Utilization", nil)
        add("occupancy_limit_barriers", "launch__occupancy_limit_barriers", nil, nil)
        return metrics
    }
}

extension SummaryEvidence.MixGroup {
    /// Nsight Compute counts instructions by opcode under one name.
    fileprivate var nsightName: String { "sass__inst_executed_per_opcode" }

    /// Xcode's name; nil where it has none.
    fileprivate var xcodeName: String? {
        switch self {
        case .fusedFloat, .unfusedFloat: "Kernel ALU Float Instructions"
        case .half: "Kernel ALU Half Instructions"
        case .integer: "Kernel ALU Integer and Conditional Instructions"
        case .special: "Kernel ALU Integer and Complex Instructions"
        case .exchange: "SIMD Group Instructions"
        case .memory: "Kernel Memory Instructions"
        case .control: "Kernel Control Flow Instructions"
        case .double, .matrix: nil
        }
    }
}
