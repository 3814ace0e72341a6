// Causal grouped-query attention, head dimension 128: from three naive launches to fused kernels that share each key.

// EVOLVE-BLOCK-START
// 0: scores, softmax and weighted sum in three launches. 1: fused, online softmax, a warp for some rows.
// 2: as 1 for few queries; for many a threadgroup multiplies tiles of queries and keys from registers.
// tune(choice): METHOD = 0 | 1 | 2
// Warps of a threadgroup; they take neighbouring query rows.
// tune: WARPS = 1 | 2 | 4 | 8
// Query rows of a warp that use a key while it is in registers.
// tune: ROWS = 1 | 2 | 4
// Lanes that share a key's dot product; 32 / LANES keys are worked on side by side.
// tune: LANES = 32 | 16 | 8
// Keys of a lane per step of the online softmax.
// tune: STEPS = 1 | 2 | 4
// Query rows and keys of a tile, and the part of it that a thread multiplies.
// tune: BQ = 32 | 64
// tune: BK = 32 | 64
// tune: TQ = 2 | 4 | 8
// tune: TK = 2 | 4
// Parts into which the keys are cut, for a second launch to merge, where there are few queries.
// tune: SPLIT = 1 | 8 | 32
// 1: a row is one query of one of the heads that share a key-value head, so neighbouring rows share all keys.
// tune(choice): SHARE = 0 | 1
// What a method does not use stays at its default.
// constraint: METHOD > 0 || WARPS + ROWS + STEPS + SPLIT == 4 && LANES == 32 && SHARE == 0
// constraint: METHOD == 2 || BQ == 32 && BK == 32 && TQ == 2 && TK == 2
// constraint: METHOD != 2 || WARPS == 4 && ROWS == 1 && LANES == 32 && STEPS == 2
// Queries, sums, keys and values of a lane must fit its registers.
// constraint: METHOD != 1 || (2 * ROWS + STEPS) * (128 / LANES) <= 80
// A row of a tile lies within a warp; 64 to 256 threads.
// constraint: METHOD != 2 || BK / TK <= 32 && BQ / TQ * (BK / TK) >= 64 && BQ / TQ * (BK / TK) <= 256
// Tiles of queries, keys and weights in 48 KiB.
// constraint: METHOD != 2 || (BQ * 132 + BK * 132 + BQ * (BK + 4)) * 4 <= 49152

/* launch-plan
temporaries:
  - {name: scores, type: f32, count: (METHOD == 0) * q_heads * q_len * kv_len}
  - {name: parts, type: f32, count: (METHOD > 0 && SPLIT > 1 && q_len < 16) * SPLIT * q_heads * q_len * 128}
  - {name: weights, type: f32, count: (METHOD > 0 && SPLIT > 1 && q_len < 16) * SPLIT * q_heads * q_len * 2}
launches:
  - kernel: attention_scores
    when: METHOD == 0
    threadgroups: ["ceildiv(kv_len, 128)", q_len, q_heads]
    threadgroup: [128, 1, 1]
  - kernel: attention_softmax
    when: METHOD == 0
    threadgroups: ["ceildiv(q_heads * q_len, 128)"]
    threadgroup: [128, 1, 1]
    arguments: {rows: q_heads * q_len}
  - kernel: attention_output
    when: METHOD == 0
    threadgroups: ["ceildiv(head_dim, 128)", q_len, q_heads]
    threadgroup: [128, 1, 1]
  # max(1, SHARE * group) heads are one slice of the grid.
  - kernel: attention_fused
    when: METHOD == 1 && (SPLIT == 1 || q_len >= 16) || METHOD == 2 && SPLIT == 1 && q_len < 16
    threadgroups:
      - ceildiv(q_len * max(1, SHARE * (q_heads / kv_heads)), WARPS * ROWS)
      - q_heads / max(1, SHARE * (q_heads / kv_heads))
    threadgroup: [32 * WARPS]
  - kernel: attention_tiles
    when: METHOD == 2 && q_len >= 16
    threadgroups:
      - ceildiv(q_len * max(1, SHARE * (q_heads / kv_heads)), BQ)
      - q_heads / max(1, SHARE * (q_heads / kv_heads))
    threadgroup: [BQ / TQ * (BK / TK)]
  # No more warps than there are rows for.
  - kernel: attention_split
    when: METHOD > 0 && SPLIT > 1 && q_len < 16
    threadgroups:
      - ceildiv(q_len * max(1, SHARE * (q_heads / kv_heads)), WARPS * ROWS)
      - q_heads / max(1, SHARE * (q_heads / kv_heads))
      - SPLIT
    threadgroup: [32 * WARPS]
  - kernel: attention_merge
    when: METHOD > 0 && SPLIT > 1 && q_len < 16
    threadgroups: [q_heads * q_len]
    threadgroup: [32]
    arguments: {rows: q_heads * q_len, splits: SPLIT}
*/

#if METHOD == 0

// One thread per score.
extern "C" __global__ void attention_scores(
    const float* q, const float* k, float* scores, int q_heads, int kv_heads, int head_dim, int q_len, int kv_len) {
    int key = blockIdx.x * blockDim.x + threadIdx.x, query = blockIdx.y, head = blockIdx.z;
    if (key >= kv_len) return;
    int kv_head = head / (q_heads / kv_heads);
    int row = head * q_len + query;
    float score = -INFINITY;
    if (key <= kv_len - q_len + query) {
        float sum = 0;
        for (int d = 0; d < head_dim; ++d) {
            sum += q[row * head_dim + d] * k[(kv_head * kv_len + key) * head_dim + d];
        }
        score = sum * rsqrtf(float(head_dim));
    }
    scores[size_t(row) * kv_len + key] = score;
}

// One thread per row.
extern "C" __global__ void attention_softmax(float* scores, int rows, int kv_len) {
    int row = blockIdx.x * blockDim.x + threadIdx.x;
    if (row >= rows) return;
    float* line = scores + size_t(row) * kv_len;
    float greatest = -INFINITY;
    for (int j = 0; j < kv_len; ++j) greatest = fmaxf(greatest, line[j]);
    float total = 0;
    for (int j = 0; j < kv_len; ++j) {
        float weight = expf(line[j] - greatest);
        line[j] = weight;
        total += weight;
    }
    for (int j = 0; j < kv_len; ++j) line[j] /= total;
}

// One thread per output element.
extern "C" __global__ void attention_output(
    const float* scores, const float* v, float* out, int q_heads, int kv_heads, int head_dim, int q_len, int kv_len) {
    int d = blockIdx.x * blockDim.x + threadIdx.x, query = blockIdx.y, head = blockIdx.z;
    if (d >= head_dim) return;
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
#define ALL 0xffffffffu

__device__ inline float dot(float4 a, float4 b) { return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w; }
__device__ inline float4 scaled(float4 a, float s) { return make_float4(a.x * s, a.y * s, a.z * s, a.w * s); }
__device__ inline void add(float4& sum, float4 a, float s) {
    sum.x += a.x * s;
    sum.y += a.y * s;
    sum.z += a.z * s;
    sum.w += a.w * s;
}

// A query row: the heads that share a key-value head are neighbours when SHARE is 1.
struct Row {
    int place;    // row of q and out
    int visible;  // keys it may see
};

__device__ inline Row row_at(int number, int slice, int group, int q_len, int kv_len) {
    int query = SHARE ? number / group : number;
    int head = SHARE ? slice * group + number % group : slice;
    return Row{head * q_len + query, kv_len - q_len + query + 1};
}

#define GROUPS (32 / LANES)  // keys side by side, and float4s of a row in a lane
#define STEP_KEYS (STEPS * GROUPS)

// The sum over the lanes that share a key.
__device__ inline float key_sum(float value) {
#pragma unroll
    for (int mask = LANES / 2; mask > 0; mask /= 2) value += __shfl_xor_sync(ALL, value, mask);
    return value;
}

// A row's result: the finished row, or with `splits` the sum over a part of the keys and what is needed to merge it.
__device__ inline void finish(float* target, float* weights, int place, int part, float4 sum, float greatest,
                              float total, int rows, int split, int splits) {
    if (splits == 1) {
        ((float4*)target)[place * 32 + part] = scaled(sum, 1.0f / total);
    } else {
        int slot = split * rows + place;
        ((float4*)target)[slot * 32 + part] = sum;
        if (part == 0) {
            weights[slot * 2] = greatest;
            weights[slot * 2 + 1] = total;
        }
    }
}

// The rows of a warp over a part of the keys. Lanes that share a key hold different dimensions and equal `greatest`
// and `total`.
__device__ inline void attend(const float* q, const float* k, const float* v, float* target, float* weights,
                              int q_heads, int kv_heads, int q_len, int kv_len, int splits) {
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    int slice = blockIdx.y, split = blockIdx.z;
    int group = q_heads / kv_heads;
    int kv_head = SHARE ? slice : slice / group;
    int rows = SHARE ? q_len * group : q_len;
    const float4* queries = (const float4*)q;
    const float4* keys = (const float4*)k + kv_head * kv_len * 32;
    const float4* values = (const float4*)v + kv_head * kv_len * 32;

    // The rows that see most keys begin first, so that short ones fill the end.
    int first_row = ((gridDim.x - 1 - blockIdx.x) * WARPS + warp) * ROWS;
    if (first_row >= rows) return;
    int length = (kv_len + splits - 1) / splits;
    int begin = split * length;
    int end = min(begin + length, kv_len);
    int last_row = min(first_row + ROWS, rows) - 1;
    int seen = min(end, row_at(last_row, slice, group, q_len, kv_len).visible);
    int part = lane % LANES, side = lane / LANES;

    int place[ROWS], visible[ROWS];
    float4 query[ROWS][GROUPS], sum[ROWS][GROUPS];
    float greatest[ROWS], total[ROWS];
#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        // Rows behind the last one repeat it and are not stored.
        Row row = row_at(min(first_row + r, rows - 1), slice, group, q_len, kv_len);
        place[r] = row.place;
        visible[r] = min(row.visible, end);
#pragma unroll
        for (int c = 0; c < GROUPS; ++c) {
            query[r][c] = scaled(queries[row.place * 32 + part + c * LANES], SCALE);
            sum[r][c] = make_float4(0, 0, 0, 0);
        }
        greatest[r] = NOTHING;
        total[r] = 0;
    }

    for (int key = begin; key < seen; key += STEP_KEYS) {
        float score[ROWS][STEPS];
#pragma unroll
        for (int s = 0; s < STEPS; ++s) {
            // Keys behind the end are read as the last one and masked below.
            int at = min(key + s * GROUPS + side, kv_len - 1) * 32 + part;
            float4 mine[GROUPS];
#pragma unroll
            for (int c = 0; c < GROUPS; ++c) mine[c] = keys[at + c * LANES];
#pragma unroll
            for (int r = 0; r < ROWS; ++r) {
                float product = 0;
#pragma unroll
                for (int c = 0; c < GROUPS; ++c) product += dot(query[r][c], mine[c]);
                score[r][s] = key_sum(product);
            }
        }
#pragma unroll
        for (int r = 0; r < ROWS; ++r) {
            float raised = greatest[r];
#pragma unroll
            for (int s = 0; s < STEPS; ++s) {
                if (key + s * GROUPS + side >= visible[r]) score[r][s] = -INFINITY;
                raised = fmaxf(raised, score[r][s]);
            }
            float decay = exp2f(greatest[r] - raised);
            greatest[r] = raised;
            total[r] *= decay;
#pragma unroll
            for (int c = 0; c < GROUPS; ++c) sum[r][c] = scaled(sum[r][c], decay);
#pragma unroll
            for (int s = 0; s < STEPS; ++s) {
                score[r][s] = exp2f(score[r][s] - raised);
                total[r] += score[r][s];
            }
        }
#pragma unroll
        for (int s = 0; s < STEPS; ++s) {
            int at = min(key + s * GROUPS + side, kv_len - 1) * 32 + part;
#pragma unroll
            for (int c = 0; c < GROUPS; ++c) {
                float4 mine = values[at + c * LANES];
#pragma unroll
                for (int r = 0; r < ROWS; ++r) add(sum[r][c], mine, score[r][s]);
            }
        }
    }

#pragma unroll
    for (int r = 0; r < ROWS; ++r) {
        // Each group of lanes has seen keys of its own.
        float most = greatest[r];
#pragma unroll
        for (int mask = LANES; mask < 32; mask *= 2) most = fmaxf(most, __shfl_xor_sync(ALL, most, mask));
        float decay = exp2f(greatest[r] - most);
        total[r] *= decay;
#pragma unroll
        for (int c = 0; c < GROUPS; ++c) sum[r][c] = scaled(sum[r][c], decay);
#pragma unroll
        for (int mask = LANES; mask < 32; mask *= 2) {
            total[r] += __shfl_xor_sync(ALL, total[r], mask);
#pragma unroll
            for (int c = 0; c < GROUPS; ++c) {
                sum[r][c].x += __shfl_xor_sync(ALL, sum[r][c].x, mask);
                sum[r][c].y += __shfl_xor_sync(ALL, sum[r][c].y, mask);
                sum[r][c].z += __shfl_xor_sync(ALL, sum[r][c].z, mask);
                sum[r][c].w += __shfl_xor_sync(ALL, sum[r][c].w, mask);
            }
        }
        if (first_row + r < rows && lane < LANES) {
#pragma unroll
            for (int c = 0; c < GROUPS; ++c) {
                finish(target, weights, place[r], part + c * LANES, sum[r][c], most, total[r], q_heads * q_len, split,
                       splits);
            }
        }
    }
}

// Rows over all their keys.
extern "C" __global__ void __launch_bounds__(32 * WARPS) attention_fused(
    const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v, float* __restrict__ out,
    int q_heads, int kv_heads, int q_len, int kv_len) {
    attend(q, k, v, out, nullptr, q_heads, kv_heads, q_len, kv_len, 1);
}

#if METHOD == 2

#define ACROSS (BK / TK)                // threads that share a row of a tile
#define THREADS (BQ / TQ * ACROSS)
#define PARTS ((32 + ACROSS - 1) / ACROSS)  // float4s of a row of the sum in a thread
#define STRIDE 33                       // float4s from one row of a tile to the next
#define WEIGHT_STRIDE (BK + 4)

// A threadgroup takes BQ rows and walks over the keys, BK at a time: scores from tiles in shared memory with TQ x TK of
// them in each thread's registers, an online softmax, then the weights times the values with TQ rows in each thread.
extern "C" __global__ void __launch_bounds__(THREADS) attention_tiles(
    const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v, float* __restrict__ out,
    int q_heads, int kv_heads, int q_len, int kv_len) {
    __shared__ float4 query[BQ * STRIDE];
    __shared__ float4 tile[BK * STRIDE];
    __shared__ float weight[BQ * WEIGHT_STRIDE];
    int x = threadIdx.x % ACROSS, y = threadIdx.x / ACROSS;
    int slice = blockIdx.y, group = q_heads / kv_heads;
    int kv_head = SHARE ? slice : slice / group;
    int rows = SHARE ? q_len * group : q_len;
    int first_row = (gridDim.x - 1 - blockIdx.x) * BQ;
    const float4* keys = (const float4*)k + kv_head * kv_len * 32;
    const float4* values = (const float4*)v + kv_head * kv_len * 32;

    for (int i = threadIdx.x; i < BQ * 32; i += THREADS) {
        Row row = row_at(min(first_row + i / 32, rows - 1), slice, group, q_len, kv_len);
        query[i / 32 * STRIDE + i % 32] = scaled(((const float4*)q)[row.place * 32 + i % 32], SCALE);
    }
    int place[TQ], visible[TQ];
    float greatest[TQ], total[TQ];
    float4 sum[TQ][PARTS];
#pragma unroll
    for (int r = 0; r < TQ; ++r) {
        Row row = row_at(min(first_row + y * TQ + r, rows - 1), slice, group, q_len, kv_len);
        place[r] = row.place;
        visible[r] = row.visible;
        greatest[r] = NOTHING;
        total[r] = 0;
#pragma unroll
        for (int c = 0; c < PARTS; ++c) sum[r][c] = make_float4(0, 0, 0, 0);
    }

    int seen = row_at(min(first_row + BQ, rows) - 1, slice, group, q_len, kv_len).visible;
    for (int base = 0; base < seen; base += BK) {
        __syncthreads();
        for (int i = threadIdx.x; i < BK * 32; i += THREADS) {
            tile[i / 32 * STRIDE + i % 32] = keys[min(base + i / 32, kv_len - 1) * 32 + i % 32];
        }
        __syncthreads();
        float score[TQ][TK] = {};
#pragma unroll 4
        for (int d = 0; d < 32; ++d) {
            float4 mine[TK];
#pragma unroll
            for (int s = 0; s < TK; ++s) mine[s] = tile[(x + s * ACROSS) * STRIDE + d];
#pragma unroll
            for (int r = 0; r < TQ; ++r) {
                float4 other = query[(y * TQ + r) * STRIDE + d];
#pragma unroll
                for (int s = 0; s < TK; ++s) score[r][s] += dot(other, mine[s]);
            }
        }
#pragma unroll
        for (int r = 0; r < TQ; ++r) {
            float raised = greatest[r];
#pragma unroll
            for (int s = 0; s < TK; ++s) {
                if (base + x + s * ACROSS >= visible[r]) score[r][s] = -INFINITY;
                raised = fmaxf(raised, score[r][s]);
            }
#pragma unroll
            for (int mask = ACROSS / 2; mask > 0; mask /= 2) {
                raised = fmaxf(raised, __shfl_xor_sync(ALL, raised, mask));
            }
            float decay = exp2f(greatest[r] - raised);
            greatest[r] = raised;
            total[r] *= decay;
#pragma unroll
            for (int c = 0; c < PARTS; ++c) sum[r][c] = scaled(sum[r][c], decay);
#pragma unroll
            for (int s = 0; s < TK; ++s) {
                score[r][s] = exp2f(score[r][s] - raised);
                total[r] += score[r][s];
                weight[(y * TQ + r) * WEIGHT_STRIDE + x + s * ACROSS] = score[r][s];
            }
        }
        __syncthreads();
        for (int i = threadIdx.x; i < BK * 32; i += THREADS) {
            tile[i / 32 * STRIDE + i % 32] = values[min(base + i / 32, kv_len - 1) * 32 + i % 32];
        }
        __syncthreads();
#pragma unroll 4
        for (int j = 0; j < BK; ++j) {
            float mine[TQ];
#pragma unroll
            for (int r = 0; r < TQ; ++r) mine[r] = weight[(y * TQ + r) * WEIGHT_STRIDE + j];
#pragma unroll
            for (int c = 0; c < PARTS; ++c) {
                float4 value = tile[j * STRIDE + x + c * ACROSS];
#pragma unroll
                for (int r = 0; r < TQ; ++r) add(sum[r][c], value, mine[r]);
            }
        }
    }
#pragma unroll
    for (int r = 0; r < TQ; ++r) {
#pragma unroll
        for (int mask = ACROSS / 2; mask > 0; mask /= 2) total[r] += __shfl_xor_sync(ALL, total[r], mask);
        if (first_row + y * TQ + r < rows) {
#pragma unroll
            for (int c = 0; c < PARTS; ++c) {
                ((float4*)out)[place[r] * 32 + x + c * ACROSS] = scaled(sum[r][c], 1.0f / total[r]);
            }
        }
    }
}

#endif

#if SPLIT > 1
// Few rows, each cut into parts.
extern "C" __global__ void __launch_bounds__(32 * WARPS) attention_split(
    const float* __restrict__ q, const float* __restrict__ k, const float* __restrict__ v, float* __restrict__ parts,
    float* __restrict__ weights, int q_heads, int kv_heads, int q_len, int kv_len) {
    attend(q, k, v, parts, weights, q_heads, kv_heads, q_len, kv_len, SPLIT);
}

// A warp per row adds the parts up, each scaled to the greatest score of all.
extern "C" __global__ void attention_merge(
    const float* __restrict__ parts, const float* __restrict__ weights, float* __restrict__ out, int rows, int splits) {
    int lane = threadIdx.x, row = blockIdx.x;
    float greatest = NOTHING;
    for (int s = 0; s < splits; ++s) greatest = fmaxf(greatest, weights[(s * rows + row) * 2]);
    float total = 0;
    float4 sum = make_float4(0, 0, 0, 0);
    for (int s = 0; s < splits; ++s) {
        int slot = s * rows + row;
        float scale = exp2f(weights[slot * 2] - greatest);
        total += weights[slot * 2 + 1] * scale;
        add(sum, ((const float4*)parts)[slot * 32 + lane], scale);
    }
    ((float4*)out)[row * 32 + lane] = scaled(sum, 1.0f / total);
}
#endif

#endif
// EVOLVE-BLOCK-END
