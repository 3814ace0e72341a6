import Testing

import Candidates
import Evaluation

/// A kernel that computes attention correctly but for one line.
struct BrokenKernel: Sendable, CustomTestStringConvertible {
    /// What is broken.
    let name: String
    /// The verdict it must get.
    let kind: VerdictKind
    /// Text of the sound kernel that is replaced.
    var sound = ""
    /// What stands in its place.
    var broken = ""
    /// The verdict's line; nil where none is to blame.
    var line: Int?
    /// What the message must say.
    let message: String

    /// The candidate.
    var candidate: Candidate {
        Candidate(text: Self.sound.replacing(sound, with: broken, maxReplacements: 1), point: .empty, origin: .edit)
    }

    /// The name in test reports.
    var testDescription: String { name }

    /// A correct kernel: one SIMD group per query row.
    static let sound = """
        #include <metal_stdlib>
        using namespace metal;
        /* launch-plan
        launches:
          - kernel: attend
            threads: [32, q_len, q_heads]
            threadgroup: [32, 4, 1]
        */
        kernel void attend(
            device const float* q [[buffer(0)]], device const float* k [[buffer(1)]], device const float* v [[buffer(2)]],
            device float* out [[buffer(3)]], constant int& q_heads [[buffer(4)]], constant int& kv_heads [[buffer(5)]],
            constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]], uint3 place [[thread_position_in_grid]]) {
            int lane = place.x, query = place.y, head = place.z;
            int row = head * q_len + query;
            int first = head / (q_heads / kv_heads) * kv_len;
            int visible = kv_len - q_len + query + 1;
            float total = 0, sum[4] = {0, 0, 0, 0};
            for (int j = 0; j < visible; j++) {
                float part = 0;
                for (int d = 0; d < 4; d++) part += q[row * 128 + lane + 32 * d] * k[(first + j) * 128 + lane + 32 * d];
                float weight = exp(simd_sum(part) * 0.08838834764831845f);
                total += weight;
                for (int d = 0; d < 4; d++) sum[d] += weight * v[(first + j) * 128 + lane + 32 * d];
            }
            for (int d = 0; d < 4; d++) out[row * 128 + lane + 32 * d] = sum[d] / total;
        }

        """
}
