/// The document about the model's accuracy: what is physics, what is calibrated, and the figures of a run.
package enum AccuracyDocument {
    /// The whole document with `sections` of figures, each beginning with a title of second order.
    ///
    /// - Parameter existing: The document as it is: its sections of other sets and clocks stay.
    package static func text(_ sections: [String], keeping existing: String? = nil) -> String {
        let fixed = parts(of: opening).map { title(of: $0) }
        var kept: [String] = []
        // A text may hold several sections.
        var new = sections.flatMap { parts(of: $0) }
        for section in parts(of: existing ?? "") where !fixed.contains(title(of: section)) {
            // A new section stands where the old one of its title stood.
            let place = new.firstIndex { title(of: $0) == title(of: section) }
            kept.append(place.map { new.remove(at: $0) } ?? section)
        }
        return ([opening] + kept + new).joined(separator: "\n")
    }

    /// The sections of a text, each from its title to the next, without what precedes the first.
    private static func parts(of text: String) -> [String] {
        var sections: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("## ") {
                sections.append("\(line)\n")
            } else if !sections.isEmpty {
                sections[sections.count - 1] += "\(line)\n"
            }
        }
        return sections.map { section in
            var end = section.endIndex
            while end > section.startIndex, section[section.index(before: end)] == "\n" {
                end = section.index(before: end)
            }
            return section[..<end] + "\n"
        }
    }

    /// A section's first line.
    private static func title(of section: String) -> String { String(section.prefix { $0 != "\n" }) }

    /// What does not change from run to run.
    private static let opening = """
        # How accurate the model's time is

        Written by `kernelswarm calibrate --report`. Times are predicted from the kernel's source alone and compared with
        launches measured on a real card; nothing here is read back from the measurement of the case it predicts.

        ## What is physics

        - **Executed instructions.** The kernel runs on the machine, 32 lanes at a time, so that divergence, trip counts, the
          sectors of each access and bank conflicts are counted, not guessed.
        - **The vendor's code generator** (NVIDIA). Nothing is known of how far `threadIdx` goes, launch bounds or not, so that
          loops from it are loops and what is divided may be negative. Loops of unknown count are unrolled by four, and again
          by four where the assembler does that (bodies of up to 60 instructions without exchanges, atomics or independent
          stores); addresses that differ by a constant share a register; in a loop each array has a pointer of two registers
          that is moved, and counters take one; loads pass stores through other restricted arguments; multiply-add,
          shift-add, three-input additions and any logic of three inputs are one instruction, and comparisons combine
          predicates for free; short branches are predicates, issued even where no
          lane fulfils them, and what they go around is one block with what follows; division, exponentials and roots are the
          sequences that they are on the chip, division by a known number a shift or a product, other functions of the library
          as many instructions as were counted there; blocks are scheduled within a register budget, loads ahead by the latency
          of a hit in L1 and never past a shuffle that some lanes might not reach; registers are counted by live ranges. Each
          pass can be left out.
        - **Apple's compiler.** Loads stand at the front of their block, and on M1 and M2 the block ends only when they are
          there; of the rest what is ready goes first, so that independent work fills latencies; indices have 32 bits; what
          comes from arguments alone is made before the launch. Registers are counted by live ranges and must last for the
          threads that a kernel declares, else values go to the stack and back; loops larger than the instruction
          cache wait for their code; the optimiser before it unrolls as pragmas say.
        - **One core.** Schedulers, pipes with interval and latency by class, queues, the L1 rule (data wavefronts, tags),
          threadgroup memory banks (on Hopper wide loads of which neighbouring lanes share addresses are made for twice as many
          lanes at a time: all of 956 patterns counted on an H200), in which NVIDIA's exchanges between lanes take their turn, barriers,
          outstanding misses, copies to threadgroup memory that nobody waits for before the wait. On NVIDIA's each threadgroup
          begins on another scheduler, and different addresses of one read of constants follow one another. Apple's L1
          brings two sectors of 32 bytes a cycle, whichever lines they belong to.
        - **Memory.** L1 is simulated; L2 by reuse distance and by how cores share data; device memory as a server of its rate,
          in whole transactions; stores meet in L2 and leave it when it is full. A core's port to L2 carries more where few
          cores are busy, stored sectors pass more slowly than those read, lines that are not stored whole take longer, and one
          sector of a line takes as long as two.
        - **The grid.** Occupancy, the dispatcher's rate, a slot's turnaround, the tail. Where threadgroups differ in work, all that
          a core runs is simulated, or rounds of it, as a schedule by work deals threadgroups to cores.

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
        | `l2.write_bytes_per_cycle_per_core` | what a core stores when all do |
        | `l2.partial_line` | sectors' time that a line takes more which is not stored whole |
        | `l2.least_request` | bytes' time of a core's port that what is read of one line takes at least, from random lines |
        | `l1.latency` | cycles of a hit, from a chain of loads |
        | `registers.load_write` | cycles in which a load writes 4 bytes of 32 lanes, from chains of wider loads |
        | `registers.crossing`, `registers.guard` | cycles from one pipe to the other, and to a predicate: read off the vendor's code |
        | `l1.backlog` | wavefronts of all schedulers that may wait for L1 |
        | `l1.constant_interval`, `l1.constant_replay` | cycles for each further address of one read of constants |
        | `threadgroup_memory.shuffle_wavefronts` | wavefronts' time that an exchange between lanes takes there |
        | `threadgroup_memory.queue` | instructions of a scheduler that wait for threadgroup memory |
        | `threadgroup_memory.atomic_interval` | cycles for each lane of one bank; lanes that add 1 to one word count once |
        | `threadgroup_memory.float_atomic_round`, `.float_atomic_interval` | cycles of the warp and of the memory for each lane of one float |
        | `atomics.same_address` | atomics a cycle on one 128-byte line |
        | `registers.allowance` | registers that the vendor's compiler takes beyond the kernel's live values: what is reported, no time of a set |
        | `chip.running_clock` (M1 Pro) | which of the chip's clocks command buffers of milliseconds ran at |
        | `launch.per_1024_threads` (Apple) | the dispatcher's time per 1024 threads, from one stencil at two sizes |
        | `l1.misses_in_flight` (Apple) | lines on their way to one core |

        The H200 has four sets. The figures were calibrated on the first. The second, of other families, was measured afterwards:
        at first sight the mean error on it was 42 %, where it was 11 % on the first, and 82 % of its same-problem pairs were in
        order. The third, alternatives to 29 problems of yet other families, was written without the model in view and measured
        when the second had been learned from: at first sight a mean error of 23.8 % and a median of 11.5 %, 83 % of 114
        same-problem pairs in order. The fourth, alternatives to 28 problems of families that none of the others has, came the
        same way when the third had been learned from: at first sight a mean error of 16.8 % and a median of 12.3 %, 90 % of 173
        same-problem pairs in order, and two of 123 launches that did not compile. What each showed that the model lacked is in
        the model now as far as it could be read off the card by itself, so that none is a blind test any more.

        None of them belongs to a family of kernels. The event floor of a set, the time between the events around an empty
        launch, is added to each prediction, the model's own launch cost left out. In a set without one, launches follow
        each other on the card, and what each costs is part of its time.

        A launch that a case repeats is timed once, in the state in which its own last execution left the caches, dirty
        lines included, and multiplied; one that comes once is timed as it comes, after those before it.

        ## What else it is held against

        * **Searches.** Every kernel of a search of 60 evaluations on the H200 model was timed on a card: the best was promised 5.87
          times the competent baseline's speed and has 5.84, it is the card's quickest, nothing that was put ahead of the
          baseline loses to it, and tau over the sixty is 0.71 ([found-gains.md](found-gains.md)).
        * **Apple's pipes.** All 88 sequences of mixed instructions published for an M1 Max are within 10 %, cycles by parallelism
          and residency within 15 %, occupancy by registers and threadgroup memory exact (tests of `GPUTiming`).
        * **An RTX A6000.** The published ladder of matrix products is in the card's order (test).

        """
}
