extension SummaryEvidence {
    /// The metrics in a fixed order; a value of nil says that the model does not simulate it.
    func metrics(occupancy: Occupancy, launches: [LaunchTime]) -> [TraceSummary.Metric] {
        let apple = gpu.vendor == .apple
        var metrics: [TraceSummary.Metric] = []
        func add(_ key: String, _ nsight: String?, _ xcode: String?, _ value: Double?) {
            metrics.append(.init(key: key, name: apple ? xcode : nsight, value: value))
        }
        let seconds = max(nanoseconds, 1) / 1e9
        let pipes = [Pipe.alu, .fma, .half, .complex, .double, .tensor].map(pipeUse).max() ?? 0
        let memory = max(dramUse, l2Use, slcUse, stageUse(.memory))
        let loads = Double(counters.loadSectors)
        // Stores find or make their sectors in L2, which the counter takes for hits.
        let l2Traffic = Double(counters.l2Sectors + counters.l2WriteSectors)
        let beyondL2 = Double(counters.slcSectors + counters.dramReadSectors)
        let warpCount = Double(gpu.core.warps)

        add("time_ns", "gpu__time_duration.sum", "GPU Time", nanoseconds)
        add("core_cycles", "sm__cycles_elapsed.max", nil, cycles)
        add(
            "compute_pct", "sm__throughput.avg.pct_of_peak_sustained_elapsed", "ALU Limiter", 100 * max(pipes, issueUse)
        )
        add(
            "memory_pct", "gpu__compute_memory_throughput.avg.pct_of_peak_sustained_elapsed",
            "Top Performance Limiter (memory)", 100 * memory)
        add(
            "dram_read_bytes", "dram__bytes_read.sum", "Bytes Read From Device Memory",
            Self.bytes(counters.dramReadSectors))
        add(
            "dram_write_bytes", "dram__bytes_write.sum", "Bytes Written To Device Memory",
            Self.bytes(counters.dramWriteSectors))
        add("dram_bytes_s", "dram__bytes.sum.per_second", "GPU Read/Write Bandwidth", dramBytes / seconds)
        add(
            "dram_pct", "dram__throughput.avg.pct_of_peak_sustained_elapsed", "Device Memory Bandwidth Utilization",
            100 * dramUse * gpu.dram.achieved)
        add("l2_pct", "lts__throughput.avg.pct_of_peak_sustained_elapsed", "L2 Bandwidth", 100 * l2Use)
        add("slc_pct", nil, "Last Level Cache Utilization", gpu.slc == nil ? nil : 100 * slcUse)
        add(
            "l1_pct", "l1tex__throughput.avg.pct_of_peak_sustained_active", "L1 Cache Utilization",
            100 * stageUse(.memory))
        add(
            "l1_hit_pct", "l1tex__t_sector_hit_rate.pct", "Buffer L1 Hit Rate",
            // NVIDIA's counter takes stores for misses.
            counters.loadSectors > 0
                ? 100 * Double(counters.l1HitSectors) / (loads + (apple ? 0 : Double(counters.storeSectors))) : nil)
        add(
            "l2_hit_pct", "lts__t_sector_hit_rate.pct", "L2 Hit Rate",
            l2Traffic > 0 ? 100 * Double(counters.l2HitSectors + counters.l2WriteSectors) / l2Traffic : nil)
        add(
            "llc_hit_pct", nil, "Last Level Cache Hit Rate",
            gpu.slc != nil && beyondL2 > 0 ? 100 * Double(counters.slcSectors) / beyondL2 : nil)
        add("instructions", "smsp__inst_executed.sum", "Kernel ALU Instructions", Double(counters.instructions))
        add(
            "ipc", "sm__inst_executed.avg.per_cycle_active", "Instruction Throughput Utilization",
            Self.ratio(Double(counters.instructions), coreCycles))
        add(
            "issue_pct", "smsp__issue_active.avg.pct_of_peak_sustained_active", "Instruction Throughput Limiter",
            100 * issueUse)
        add("eligible_warps", "smsp__warps_eligible.avg.per_cycle_active", nil, nil)
        add(
            "active_warps", "sm__warps_active.avg.per_cycle_active", "Compute Simdgroups Inflight Per Shader Core",
            activeWarps)
        add(
            "occupancy_theoretical_pct", "sm__maximum_warps_per_active_cycle_pct", "Occupancy Manager Target",
            100 * occupancy.share)
        add(
            "occupancy_pct", "sm__warps_active.avg.pct_of_peak_sustained_active", "Kernel Occupancy",
            100 * activeWarps / warpCount)
        add("registers", "launch__registers_per_thread", "Registers Per Thread", Double(occupancy.registersPerThread))
        add(
            "threadgroup_bytes", "launch__shared_mem_per_block", "Threadgroup Memory Length",
            Double(occupancy.threadgroupBytes))
        add(
            "threadgroups", "launch__grid_size", "Threadgroups",
            launches.reduce(0) { $0 + Double($1.threadgroups) })
        add(
            "threads_per_threadgroup", "launch__block_size", "Threads Per Threadgroup",
            launches.last.map { Double($0.threadsPerThreadgroup) })
        add("waves", "launch__waves_per_multiprocessor", nil, launches.map(\.waves).max())
        add("idle_pct", nil, nil, 100 * idleShare)
        for reason in StallReason.allCases {
            let value = Self.ratio(stalls[Int(reason.rawValue)], Double(counters.instructions) * Double(Ticks.perCycle))
            add("stall_\(reason)", reason.nsightName, nil, value)
        }
        add(
            "pipe_alu_pct", "sm__pipe_alu_cycles_active.avg.pct_of_peak_sustained_active", "ALU Utilization",
            100 * pipeUse(.alu))
        add(
            "pipe_fma_pct", "sm__pipe_fma_cycles_active.avg.pct_of_peak_sustained_active", nil,
            apple ? nil : 100 * pipeUse(.fma))
        add(
            "pipe_fp16_pct", "sm__inst_executed_pipe_fp16.avg.pct_of_peak_sustained_active", nil,
            apple ? nil : 100 * pipeUse(.half))
        add(
            "pipe_complex_pct", "sm__inst_executed_pipe_xu.avg.pct_of_peak_sustained_active",
            "Integer and Complex Utilization", 100 * pipeUse(.complex))
        add(
            "pipe_tensor_pct", "sm__pipe_tensor_cycles_active.avg.pct_of_peak_sustained_active", nil,
            apple ? nil : 100 * pipeUse(.tensor))
        add("pipe_lsu_pct", "sm__inst_executed_pipe_lsu.avg.pct_of_peak_sustained_active", "Address Generation", nil)
        add(
            "threads_per_inst", "smsp__thread_inst_executed_per_inst_executed.ratio", "Simdgroup Packing",
            Self.ratio(Double(counters.laneInstructions), Double(counters.instructions)))
        add(
            "branch_uniform_pct", "smsp__sass_average_branch_targets_threads_uniform.pct", "Control Flow Utilization",
            nil)
        add(
            "global_requests_ld", "l1tex__t_requests_pipe_lsu_mem_global_op_ld.sum", "Buffer Read Accesses",
            Double(counters.globalLoads))
        add(
            "global_requests_st", "l1tex__t_requests_pipe_lsu_mem_global_op_st.sum", "Buffer Write Accesses",
            Double(counters.globalStores))
        add("global_sectors_ld", "l1tex__t_sectors_pipe_lsu_mem_global_op_ld.sum", nil, loads)
        add("global_sectors_st", "l1tex__t_sectors_pipe_lsu_mem_global_op_st.sum", nil, Double(counters.storeSectors))
        let sectors = loads + Double(counters.storeSectors)
        add(
            "sectors_excess_pct", "memory_l2_theoretical_sectors_global_excessive", nil,
            sectors > 0 ? 100 * max(0, 1 - Double(counters.idealSectors) / sectors) : nil)
        let wavefronts = Double(counters.sharedWavefronts)
        add(
            "shared_wavefronts", "l1tex__data_pipe_lsu_wavefronts_mem_shared.sum", "Threadgroup Memory L1 Accesses",
            wavefronts)
        add(
            "shared_conflicts", "l1tex__data_bank_conflicts_pipe_lsu_mem_shared.sum", nil,
            wavefronts - Double(counters.sharedIdealWavefronts))
        add(
            "shared_conflicts_atomic", "l1tex__data_bank_conflicts_pipe_lsu_mem_shared_op_atom.sum", nil,
            Double(counters.sharedAtomicConflicts))
        add(
            "shared_accesses", "smsp__inst_executed_op_shared.sum", nil,
            Double(counters.sharedLoads + counters.sharedStores))
        add("local_accesses", "smsp__inst_executed_op_local.sum", "Stack Accesses", Double(counters.localAccesses))
        add("atomics", "smsp__inst_executed_op_global_atom.sum", "Device Atomics", Double(counters.globalAtomics))
        add("tlb_miss_pct", nil, "TLB Miss Rate", nil)
        return metrics + moreMetrics(occupancy: occupancy, launches: launches)
    }
}
