// Causal grouped-query attention, head dimension 128: from three naive launches to fused kernels that share each key.
#include <metal_stdlib>
using namespace metal;

// EVOLVE-BLOCK-START
// 0: scores, softmax and weighted sum in three launches. 1: fused, online softmax, dot products by lanes.
// 2: fused, online softmax, products by 8 x 8 matrices of the SIMD group, eight query rows each.
// tune(choice): METHOD = 0 | 1 | 2
// SIMD groups of a threadgroup; they take neighbouring query rows.
// tune: SIMDGROUPS = 1 | 2 | 4 | 8
// Query rows of a SIMD group that use a key while it is in registers.
// tune: ROWS = 1 | 2 | 4
// Lanes that share a key's dot product; 32 / LANES keys are worked on side by side.
// tune: LANES = 32 | 16 | 8
// Keys of a lane (blocks of eight keys of a SIMD group) per step of the online softmax.
// tune: STEPS = 1 | 2 | 4
// Keys that a threadgroup keeps in its memory for all its SIMD groups; 0 reads them from the device directly.
// tune: KV_TILE = 0 | 16
// Unused vectors behind a key of such a tile, so that the keys that are read together lie in different banks.
// tune: PAD = 0 | 2
// Parts into which the keys are cut, for a second launch to merge, where there are few queries.
// tune: SPLIT = 1 | 8 | 32
// 1: a row is one query of one of the heads that share a key-value head, so neighbouring rows share all keys.
// tune(choice): SHARE = 0 | 1
// What a method does not use stays at its default.
// constraint: METHOD > 0 || SIMDGROUPS + ROWS + STEPS + SPLIT == 4 && LANES == 32 && KV_TILE == 0 && SHARE == 0
// constraint: METHOD != 2 || ROWS == 1 && LANES == 32 && (KV_TILE == 0 || STEPS <= 2)
// Queries, sums, keys and values of a lane must fit its registers.
// constraint: METHOD != 1 || (2 * ROWS + STEPS) * (128 / LANES) <= 80
// A tile pays only where several SIMD groups read it.
// constraint: KV_TILE == 0 || SIMDGROUPS >= 4
// Where the lanes of a key read it as one line there are no conflicts to avoid.
// constraint: PAD == 0 || METHOD == 2 && KV_TILE > 0

/* launch-plan
temporaries:
  - {name: scores, type: f32, count: (METHOD == 0) * q_heads * q_len * kv_len}
  - {name: parts, type: f32, count: (METHOD > 0 && SPLIT > 1 && q_len < 16) * SPLIT * q_heads * q_len * 128}
  - {name: weights, type: f32, count: (METHOD > 0 && SPLIT > 1 && q_len < 16) * SPLIT * q_heads * q_len * 2}
launches:
  - kernel: attention_scores
    when: METHOD == 0
    threads: [kv_len, q_len, q_heads]
    threadgroup: [128, 1, 1]
  - kernel: attention_softmax
    when: METHOD == 0
    threads: [q_heads * q_len]
    threadgroup: [128, 1, 1]
    arguments: {rows: q_heads * q_len}
  - kernel: attention_output
    when: METHOD == 0
    threads: [head_dim, q_len, q_heads]
    threadgroup: [128, 1, 1]
  # max(1, SHARE * group) heads are one slice of the grid; a SIMD group takes max(ROWS, 8 if METHOD is 2) of its rows.
  - kernel: attention_fused
    when: METHOD > 0 && (SPLIT == 1 || q_len >= 16)
    threadgroups:
      - ceildiv(q_len * max(1, SHARE * (q_heads / kv_heads)), SIMDGROUPS * max(ROWS, (METHOD == 2) * 8))
      - q_heads / max(1, SHARE * (q_heads / kv_heads))
    threadgroup: [32 * SIMDGROUPS]
  # No more SIMD groups than there are rows for.
  - kernel: attention_split
    when: METHOD > 0 && SPLIT > 1 && q_len < 16
    threadgroups:
      - ceildiv(q_len * max(1, SHARE * (q_heads / kv_heads)), SIMDGROUPS * max(ROWS, (METHOD == 2) * 8))
      - q_heads / max(1, SHARE * (q_heads / kv_heads))
      - SPLIT
    threadgroup:
      - 32 * min(SIMDGROUPS, ceildiv(q_len * max(1, SHARE * (q_heads / kv_heads)), max(ROWS, (METHOD == 2) * 8)))
  - kernel: attention_merge
    when: METHOD > 0 && SPLIT > 1 && q_len < 16
    threads: [32, q_heads * q_len]
    threadgroup: [32, 1, 1]
    arguments: {rows: q_heads * q_len, splits: SPLIT}
*/

#if METHOD == 0

// One thread per score.
kernel void attention_scores(
    device const float* q [[buffer(0)]], device const float* k [[buffer(1)]], device float* scores [[buffer(2)]],
    constant int& q_heads [[buffer(3)]], constant int& kv_heads [[buffer(4)]], constant int& head_dim [[buffer(5)]],
    constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]], uint3 place [[thread_position_in_grid]]) {
    int key = place.x, query = place.y, head = place.z;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float score = -INFINITY;
    if (key <= kv_len - q_len + query) {
        float sum = 0;
        for (int d = 0; d < head_dim; ++d) {
            sum += q[row * head_dim + d] * k[(kv_head * kv_len + key) * head_dim + d];
        }
        score = sum * rsqrt(float(head_dim));
    }
    scores[size_t(row) * kv_len + key] = score;
}

// One thread per row.
kernel void attention_softmax(
    device float* scores [[buffer(0)]], constant int& rows [[buffer(1)]], constant int& kv_len [[buffer(2)]],
    uint row [[thread_position_in_grid]]) {
    if (int(row) >= rows) return;
    device float* line = scores + size_t(row) * kv_len;
    float greatest = -INFINITY;
    for (int j = 0; j < kv_len; ++j) greatest = max(greatest, line[j]);
    float total = 0;
    for (int j = 0; j < kv_len; ++j) {
        float weight = exp(line[j] - greatest);
        line[j] = weight;
        total += weight;
    }
    for (int j = 0; j < kv_len; ++j) line[j] /= total;
}

// One thread per output element.
kernel void attention_output(
    device const float* scores [[buffer(0)]], device const float* v [[buffer(1)]], device float* out [[buffer(2)]],
    constant int& q_heads [[buffer(3)]], constant int& kv_heads [[buffer(4)]], constant int& head_dim [[buffer(5)]],
    constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]], uint3 place [[thread_position_in_grid]]) {
    int d = place.x, query = place.y, head = place.z;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float sum = 0;
    for (int j = 0; j < kv_len; ++j) {
        sum += scores[size_t(row) * kv_len + j] * v[(kv_head * kv_len + j) * head_dim + d];
    }
    out[row * head_dim + d] = sum;
}

#else

// Greatest score before any key. Finite, so that the difference of two of them is 0 and not NaN.
#define NOTHING (-3.0e38f)
// log2(e) / sqrt(128): scores are kept in powers of two, which is what the hardware computes.
#define SCALE 0.12751743f
#if METHOD == 1
#define SIMDGROUP_ROWS ROWS
#else
#define SIMDGROUP_ROWS 8
#endif
// Vectors from one key to the next, in the device's memory and in a tile.
#define KEY_STRIDE 32
#define TILE_STRIDE (32 + PAD)

// A query row: the heads that share a key-value head are neighbours when SHARE is 1.
struct Row {
    int place;    // row of q and out
    int visible;  // keys it may see
};

static Row row_at(int number, int slice, int group, int q_len, int kv_len) {
    int query = SHARE ? number / group : number;
    int head = SHARE ? slice * group + number % group : slice;
    return Row{head * q_len + query, kv_len - q_len + query + 1};
}

#if METHOD == 1

#define GROUPS (32 / LANES)  // keys side by side, and float4s of a row in a lane

// The sum over the lanes that share a key.
static float key_sum(float value) {
#if LANES == 32
    return simd_sum(value);
#else
    for (ushort mask = LANES / 2; mask > 0; mask /= 2) value += simd_shuffle_xor(value, mask);
    return value;
#endif
}

// What a lane knows of its rows. Lanes that share a key hold different dimensions and equal `greatest` and `total`.
struct State {
    float4 query[ROWS][GROUPS];
    float4 sum[ROWS][GROUPS];
    float greatest[ROWS];
    float total[ROWS];
};

// One step of the online softmax: STEPS keys for each group of lanes, starting at row `first` of `keys`.
template <int STRIDE, typename P>
static void step(thread State& state, P keys, P values, int first, int last_row, int key, thread const int* visible,
                 int lane) {
    int part = lane % LANES, side = lane / LANES;
    float score[ROWS][STEPS];
    for (int s = 0; s < STEPS; ++s) {
        // Rows behind the end are read as the last one and masked below.
        int at = min(first + s * GROUPS + side, last_row) * STRIDE + part;
        float4 mine[GROUPS];
        for (int c = 0; c < GROUPS; ++c) mine[c] = keys[at + c * LANES];
        for (int r = 0; r < ROWS; ++r) {
            float product = 0;
            for (int c = 0; c < GROUPS; ++c) product += dot(state.query[r][c], mine[c]);
            score[r][s] = key_sum(product);
        }
    }
    for (int r = 0; r < ROWS; ++r) {
        float raised = state.greatest[r];
        for (int s = 0; s < STEPS; ++s) {
            if (key + s * GROUPS + side >= visible[r]) score[r][s] = -INFINITY;
            raised = max(raised, score[r][s]);
        }
        float decay = exp2(state.greatest[r] - raised);
        state.greatest[r] = raised;
        state.total[r] *= decay;
        for (int c = 0; c < GROUPS; ++c) state.sum[r][c] *= decay;
        for (int s = 0; s < STEPS; ++s) {
            score[r][s] = exp2(score[r][s] - raised);
            state.total[r] += score[r][s];
        }
    }
    for (int s = 0; s < STEPS; ++s) {
        int at = min(first + s * GROUPS + side, last_row) * STRIDE + part;
        for (int c = 0; c < GROUPS; ++c) {
            float4 mine = values[at + c * LANES];
            for (int r = 0; r < ROWS; ++r) state.sum[r][c] += score[r][s] * mine;
        }
    }
}
#define STEP_KEYS (STEPS * GROUPS)

#else

// Place of this lane's two elements in an 8 x 8 matrix.
static int matrix_row(int lane) { return ((lane / 4) & 4) + (lane / 2) % 4; }
static int matrix_column(int lane) { return ((lane / 4) & 2) * 2 + (lane % 2) * 2; }

// What a lane knows: its elements of the query and of the sums, for the one row that it holds in all of them.
struct State {
    simdgroup_float8x8 query[16];
    simdgroup_float8x8 sum[16];
    float greatest;
    float total;
};

// One step of the online softmax over STEPS blocks of eight keys, starting at row `first` of `keys`.
//
// A dot product may visit the dimensions in any order. So four matrices take the dimensions 4 r, 4 r + 1 … of a block of
// 32 in turn, and all that a lane needs of a key for them is one vector. Values are spread over two matrices alike.
template <int STRIDE, typename P>
static void step(thread State& state, P keys, P values, int first, int last_row, int key, thread const int* visible,
                 int lane) {
    int row = matrix_row(lane), column = matrix_column(lane);
    simdgroup_float8x8 score[STEPS];
    for (int s = 0; s < STEPS; ++s) {
        // Rows behind the end are read as the last one and masked below.
        int left = min(first + s * 8 + column, last_row) * STRIDE + row;
        int right = min(first + s * 8 + column + 1, last_row) * STRIDE + row;
        score[s] = make_filled_simdgroup_matrix<float, 8, 8>(0.0f);
        for (int t = 0; t < 4; ++t) {
            float4 a = keys[left + t * 8], b = keys[right + t * 8];
            for (int i = 0; i < 4; ++i) {
                simdgroup_float8x8 turned;
                turned.thread_elements() = float2(a[i], b[i]);
                simdgroup_multiply_accumulate(score[s], state.query[t * 4 + i], turned, score[s]);
            }
        }
    }
    float raised = state.greatest;
    for (int s = 0; s < STEPS; ++s) {
        float2 two = score[s].thread_elements();
        if (key + s * 8 + column >= visible[0]) two.x = -INFINITY;
        if (key + s * 8 + column + 1 >= visible[0]) two.y = -INFINITY;
        score[s].thread_elements() = two;
        raised = max(raised, max(two.x, two.y));
    }
    // The four lanes of a row differ in bits 0 and 3.
    raised = max(raised, simd_shuffle_xor(raised, 1));
    raised = max(raised, simd_shuffle_xor(raised, 8));
    float decay = exp2(state.greatest - raised);
    state.greatest = raised;
    state.total *= decay;
    for (int t = 0; t < 16; ++t) state.sum[t].thread_elements() *= decay;
    for (int s = 0; s < STEPS; ++s) {
        float2 two = exp2(score[s].thread_elements() - raised);
        score[s].thread_elements() = two;
        state.total += two.x + two.y;
        int at = min(first + s * 8 + row, last_row) * STRIDE + column / 2;
        for (int t = 0; t < 8; ++t) {
            float4 mine = values[at + t * 4];
            simdgroup_float8x8 half_of_them;
            half_of_them.thread_elements() = mine.xy;
            simdgroup_multiply_accumulate(state.sum[2 * t], score[s], half_of_them, state.sum[2 * t]);
            half_of_them.thread_elements() = mine.zw;
            simdgroup_multiply_accumulate(state.sum[2 * t + 1], score[s], half_of_them, state.sum[2 * t + 1]);
        }
    }
}
#define STEP_KEYS (STEPS * 8)

#endif

// A row's result: the finished row, or with `splits` the sum over a part of the keys and what is needed to merge it.
static void finish(device float* target, device float* weights, int place, int part, float4 sum, float greatest,
                   float total, int rows, int split, int splits) {
    if (splits == 1) {
        ((device float4*)target)[place * 32 + part] = sum / total;
    } else {
        int slot = split * rows + place;
        ((device float4*)target)[slot * 32 + part] = sum;
        if (part == 0) {
            weights[slot * 2] = greatest;
            weights[slot * 2 + 1] = total;
        }
    }
}

// The rows of a threadgroup over a part of the keys.
template <bool TILED>
static void attend(device const float* q, device const float* k, device const float* v, device float* target,
                   device float* weights, int q_heads, int kv_heads, int q_len, int kv_len, int splits, uint3 block,
                   uint3 blocks, int thread_index, int simdgroup, int simdgroups, int lane,
                   threadgroup float4* tile_keys, threadgroup float4* tile_values) {
    int slice = block.y, split = block.z;
    int group = q_heads / kv_heads;
    int kv_head = SHARE ? slice : slice / group;
    int rows = SHARE ? q_len * group : q_len;
    device const float4* queries = (device const float4*)q;
    device const float4* keys = (device const float4*)k + kv_head * kv_len * 32;
    device const float4* values = (device const float4*)v + kv_head * kv_len * 32;

    // The rows that see most keys begin first, so that short ones fill the end.
    int first_block = (int(blocks.x) - 1 - int(block.x)) * simdgroups * SIMDGROUP_ROWS;
    int first_row = first_block + simdgroup * SIMDGROUP_ROWS;
    int length = (kv_len + splits - 1) / splits;
    int begin = split * length;
    int end = min(begin + length, kv_len);
    int last_row = min(first_row + SIMDGROUP_ROWS, rows) - 1;
    // Rows behind the last one repeat it and are not stored; a SIMD group of none but such reads no key.
    int seen = first_row < rows ? min(end, row_at(last_row, slice, group, q_len, kv_len).visible) : begin;

    State state;
#if METHOD == 1
    int part = lane % LANES;
    int place[ROWS], visible[ROWS];
    for (int r = 0; r < ROWS; ++r) {
        Row row = row_at(min(first_row + r, rows - 1), slice, group, q_len, kv_len);
        place[r] = row.place;
        visible[r] = min(row.visible, end);
        for (int c = 0; c < GROUPS; ++c) {
            state.query[r][c] = queries[row.place * 32 + part + c * LANES] * SCALE;
            state.sum[r][c] = 0;
        }
        state.greatest[r] = NOTHING;
        state.total[r] = 0;
    }
#else
    int column = matrix_column(lane);
    Row row = row_at(min(first_row + matrix_row(lane), rows - 1), slice, group, q_len, kv_len);
    int visible[1] = {min(row.visible, end)};
    for (int t = 0; t < 4; ++t) {
        float4 a = queries[row.place * 32 + t * 8 + column] * SCALE;
        float4 b = queries[row.place * 32 + t * 8 + column + 1] * SCALE;
        for (int i = 0; i < 4; ++i) {
            state.query[t * 4 + i].thread_elements() = float2(a[i], b[i]);
            state.sum[t * 4 + i] = make_filled_simdgroup_matrix<float, 8, 8>(0.0f);
        }
    }
    state.greatest = NOTHING;
    state.total = 0;
#endif

    if (TILED) {
        // All SIMD groups walk as far as the last row of the threadgroup sees: they meet at the barriers.
        int block_last = min(first_block + simdgroups * SIMDGROUP_ROWS, rows) - 1;
        int block_seen = min(end, row_at(block_last, slice, group, q_len, kv_len).visible);
        for (int tile = begin; tile < block_seen; tile += KV_TILE) {
            threadgroup_barrier(mem_flags::mem_threadgroup);
            for (int i = thread_index; i < KV_TILE * 32; i += simdgroups * 32) {
                int from = min(tile + i / 32, kv_len - 1) * KEY_STRIDE + i % 32;
                int to = i / 32 * TILE_STRIDE + i % 32;
                tile_keys[to] = keys[from];
                tile_values[to] = values[from];
            }
            threadgroup_barrier(mem_flags::mem_threadgroup);
            for (int i = 0; i < KV_TILE && tile + i < seen; i += STEP_KEYS) {
                step<TILE_STRIDE, threadgroup const float4*>(
                    state, tile_keys, tile_values, i, KV_TILE - 1, tile + i, visible, lane);
            }
        }
    } else {
        for (int key = begin; key < seen; key += STEP_KEYS) {
            step<KEY_STRIDE, device const float4*>(state, keys, values, key, kv_len - 1, key, visible, lane);
        }
    }

    int all_rows = q_heads * q_len;
#if METHOD == 1
    for (int r = 0; r < ROWS; ++r) {
#if LANES < 32
        // Each group of lanes has seen keys of its own.
        float greatest = state.greatest[r];
        for (ushort mask = LANES; mask < 32; mask *= 2) greatest = max(greatest, simd_shuffle_xor(greatest, mask));
        float decay = exp2(state.greatest[r] - greatest);
        state.greatest[r] = greatest;
        state.total[r] *= decay;
        for (int c = 0; c < GROUPS; ++c) state.sum[r][c] *= decay;
        for (ushort mask = LANES; mask < 32; mask *= 2) {
            state.total[r] += simd_shuffle_xor(state.total[r], mask);
            for (int c = 0; c < GROUPS; ++c) state.sum[r][c] += simd_shuffle_xor(state.sum[r][c], mask);
        }
#endif
        if (first_row + r < rows && lane < LANES) {
            for (int c = 0; c < GROUPS; ++c) {
                finish(target, weights, place[r], part + c * LANES, state.sum[r][c], state.greatest[r], state.total[r],
                       all_rows, split, splits);
            }
        }
    }
#else
    state.total += simd_shuffle_xor(state.total, 1);
    state.total += simd_shuffle_xor(state.total, 8);
    if (first_row + matrix_row(lane) < rows) {
        for (int t = 0; t < 8; ++t) {
            float2 a = state.sum[2 * t].thread_elements(), b = state.sum[2 * t + 1].thread_elements();
            finish(target, weights, row.place, t * 4 + column / 2, float4(a, b), state.greatest, state.total, all_rows,
                   split, splits);
        }
    }
#endif
}

// Rows over all their keys. The number of SIMD groups is known, so that copying a tile is unrolled.
kernel void attention_fused(
    device const float* q [[buffer(0)]], device const float* k [[buffer(1)]], device const float* v [[buffer(2)]],
    device float* out [[buffer(3)]], constant int& q_heads [[buffer(4)]], constant int& kv_heads [[buffer(5)]],
    constant int& q_len [[buffer(6)]], constant int& kv_len [[buffer(7)]],
    uint3 block [[threadgroup_position_in_grid]], uint3 blocks [[threadgroups_per_grid]],
    uint thread_index [[thread_index_in_threadgroup]], uint simdgroup [[simdgroup_index_in_threadgroup]],
    uint lane [[thread_index_in_simdgroup]]) {
#if KV_TILE > 0
    threadgroup float4 tile_keys[KV_TILE * TILE_STRIDE];
    threadgroup float4 tile_values[KV_TILE * TILE_STRIDE];
    attend<true>(q, k, v, out, nullptr, q_heads, kv_heads, q_len, kv_len, 1, block, blocks, thread_index, simdgroup,
                 SIMDGROUPS, lane, tile_keys, tile_values);
#else
    attend<false>(q, k, v, out, nullptr, q_heads, kv_heads, q_len, kv_len, 1, block, blocks, thread_index, simdgroup,
                  SIMDGROUPS, lane, nullptr, nullptr);
#endif
}

#if SPLIT > 1
// Few rows, each cut into parts. Nobody is there to share a tile with, so keys are read directly.
kernel void attention_split(
    device const float* q [[buffer(0)]], device const float* k [[buffer(1)]], device const float* v [[buffer(2)]],
    device float* parts [[buffer(3)]], device float* weights [[buffer(4)]], constant int& q_heads [[buffer(5)]],
    constant int& kv_heads [[buffer(6)]], constant int& q_len [[buffer(7)]], constant int& kv_len [[buffer(8)]],
    uint3 block [[threadgroup_position_in_grid]], uint3 blocks [[threadgroups_per_grid]],
    uint thread_index [[thread_index_in_threadgroup]], uint simdgroup [[simdgroup_index_in_threadgroup]],
    uint simdgroups [[simdgroups_per_threadgroup]], uint lane [[thread_index_in_simdgroup]]) {
    attend<false>(q, k, v, parts, weights, q_heads, kv_heads, q_len, kv_len, SPLIT, block, blocks, thread_index,
                  simdgroup, simdgroups, lane, nullptr, nullptr);
}

// A SIMD group per row adds the parts up, each scaled to the greatest score of all.
kernel void attention_merge(
    device const float* parts [[buffer(0)]], device const float* weights [[buffer(1)]], device float* out [[buffer(2)]],
    constant int& rows [[buffer(3)]], constant int& splits [[buffer(4)]], uint2 place [[thread_position_in_grid]]) {
    int lane = place.x, row = place.y;
    float greatest = NOTHING;
    for (int s = 0; s < splits; ++s) greatest = max(greatest, weights[(s * rows + row) * 2]);
    float total = 0;
    float4 sum = 0;
    for (int s = 0; s < splits; ++s) {
        int slot = s * rows + row;
        float scale = exp2(weights[slot * 2] - greatest);
        total += weights[slot * 2 + 1] * scale;
        sum += ((device const float4*)parts)[slot * 32 + lane] * scale;
    }
    ((device float4*)out)[row * 32 + lane] = sum / total;
}
#endif

#endif
// EVOLVE-BLOCK-END
