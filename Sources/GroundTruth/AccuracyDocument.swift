/// The document about the model's accuracy: what is physics, what is calibrated, and the figures of a run.
package enum AccuracyDocument {
    /// The whole document with the figures of `reports` and further sections.
    package static func text(_ reports: [AccuracyReport], _ more: [String] = []) -> String {
        ([opening] + reports.map(\.markdown) + more).joined(separator: "\n")
    }

    /// What does not change from run to run.
    private static let opening = """
        # How accurate the model's time is

        Written by `kernelswarm calibrate --report`. Times are predicted from the kernel's source alone and compared with
        launches measured on a real card; nothing here is read back from the measurement of the case it predicts.

        ## What is physics

        - **Executed instructions.** The kernel runs on the machine, 32 lanes at a time, so that divergence, trip counts, the
          sectors of each access and bank conflicts are counted, not guessed.
        - **The vendor's code generator.** Loops of unknown count are unrolled by four; addresses that differ by a constant
          share a register; those linear in a loop's variable become moved pointers; multiply-add, shift-add, three-input
          additions and logic are one instruction; short branches are predicates, issued even where no lane fulfils them;
          division, exponentials and roots are the sequences that they are on the chip; blocks are scheduled within a
          register budget, loads ahead by the latency of a hit in L1 and never past a shuffle that some lanes might not
          reach; registers are counted by live ranges. Each pass can be left out.
        - **One core.** Schedulers, pipes with interval and latency by class, queues, the L1 rule (data wavefronts, tags),
          threadgroup memory banks, barriers, outstanding misses.
        - **Memory.** L1 is simulated; L2 by reuse distance and by how cores share data; device memory as a server of its rate,
          in whole transactions; stores meet in L2 and leave it when it is full.
        - **The grid.** Occupancy, the dispatcher's rate, a slot's turnaround, the tail.

        ## What is calibrated

        Every figure stands in the chip's file with its unit and source. Those that were read off measurements of this
        card rather than off microbenchmarks of others:

        | figure | meaning |
        | --- | --- |
        | `launch.per_threadgroup` | the dispatcher's time per threadgroup |
        | `launch.threadgroup` | cycles for which a slot stays empty between two threadgroups |
        | `launch.first_access` | page walk of a core's first access to a buffer, after other work and after the same |
        | `dram.achieved` | share of the rate on paper that a long copy reaches |
        | `l2.retained` | share of L2 that one launch's data can hold |
        | `l2.partial_write` | cycles of a core's port per sector of which a few bytes are stored |
        | `l1.accept_interval` | cycles between two instructions into L1 |
        | `atomics.same_address` | atomics a cycle on one 128-byte line |
        | `registers.allowance` | registers that the vendor's compiler takes beyond the kernel's live values |

        None of them belongs to a family of kernels. The event floor of a set, the time between the events around an empty
        launch, is added to each prediction, the model's own launch cost left out.

        """
}
