"""Matrix and vector products: gemv, masked gemv, steel gemm in its variants, steel attention, steel convolution."""

import struct

import numpy as np

from mlx_base import MLX, TYPES, strides
from mlx_rows import TOLERANCE, attention
from suite import In, Out, Scalar, Temp

STEEL = ["utils.h", "steel/gemm/gemm.h"]


def packed(layout, *values):
    """A struct as the kernel reads it."""
    return In(np.frombuffer(struct.pack("<" + layout, *values), dtype=np.uint8))


def product(a, b):
    return a.astype(np.float64) @ b.astype(np.float64)


def add_gemv(mlx: MLX):
    # The last two exchange sums across SIMD groups, in a branch with a barrier; the last two of gemv_t have rows that end
    # inside a SIMD group and leave a whole one without work.
    for kind, shape, outer, transposed, blend in [
            ("float", (4, 1, 1, 32, 4, 4), 70, False, False), ("half", (2, 1, 1, 32, 4, 4), 70, False, True),
            ("bfloat16_t", (8, 1, 1, 32, 1, 4), 70, False, False), ("float", (1, 2, 8, 4, 4, 4), 128, True, False),
            ("half", (1, 4, 8, 4, 4, 4), 128, True, False), ("float", (1, 8, 1, 32, 4, 4), 70, False, False),
            ("half", (1, 8, 1, 32, 1, 4), 70, False, False), ("float", (1, 2, 8, 4, 4, 4), 86, True, False),
            ("half", (1, 2, 8, 4, 4, 4), 70, True, False)]:
        bm, bn, sm, sn, tm, tn = shape
        inner = 131
        matrix = mlx.values((inner, outer) if transposed else (outer, inner), kind, -1, 1)
        vector, bias = mlx.values((inner,), kind, -1, 1), mlx.values((outer,), kind, -1, 1)
        expected = product(vector, matrix) if transposed else product(matrix, vector)
        if blend:
            expected = 0.5 * expected + 2.0 * bias.astype(np.float64)
        template = "gemv_t" if transposed else "gemv"
        per_group = bn * sn * tn if transposed else bm * sm * tm
        rtol, atol = TOLERANCE[kind]
        mlx.one(
            "gemv", template, f"{template}_{kind}_{bm}{bn}_{outer}", ["utils.h", "steel/utils.h", "gemv.h"],
            f"{template}<{kind}, {', '.join(map(str, shape))}, false, {'true' if blend else 'false'}>",
            {0: In(matrix, TYPES[kind]), 1: In(vector, TYPES[kind]), 2: In(bias, TYPES[kind]),
             3: Out(expected, TYPES[kind], 4 * rtol, 10 * atol), 4: Scalar(inner), 5: Scalar(outer),
             6: Scalar(outer if transposed else inner), 7: Scalar(0.5, np.float32), 8: Scalar(2.0, np.float32),
             9: Scalar(1), 10: Scalar(1), 11: Scalar(0, np.int64), 12: Scalar(0, np.int64), 13: Scalar(0, np.int64),
             14: Scalar(1)},
            groups=((outer + per_group - 1) // per_group, 1, 1), group=(32, bn, bm))
    for kind, lanes in [("float", 32), ("half", 16)]:
        rows, inner, outer = 3, 300, 37
        x, w = mlx.values((rows, inner), kind, -1, 1), mlx.values((outer, inner), kind, -1, 1)
        rtol, atol = TOLERANCE[kind]
        per_group = 32 // lanes * (lanes // 8)
        mlx.one(
            "gemv", "gemv_wide", f"gemv_wide_{kind}", ["utils.h", "steel/utils.h", "gemv.h"],
            f"gemv_wide<{kind}, 2, {lanes}>",
            {0: In(w), 1: In(x), 3: Out(product(x, w.T), TYPES[kind], 4 * rtol, 10 * atol), 4: Scalar(inner),
             5: Scalar(outer), 6: Scalar(rows), 7: Scalar(inner), 8: Scalar(inner), 11: Scalar(1), 12: Scalar(1),
             13: Scalar(0, np.int64), 14: Scalar(0, np.int64)},
            groups=(1, (outer + per_group - 1) // per_group, 1), group=(32, lanes // 8, 1))


def add_gemv_masked(mlx: MLX):
    """Masks of 32 by 32 blocks, on the result and on both operands."""
    for transposed in [False, True]:
        inner, outer = 96, 64
        matrix = mlx.values((inner, outer) if transposed else (outer, inner), "float", -1, 1)
        vector = mlx.values((inner,), "float", -1, 1)
        out_mask = np.array([1, 0], np.uint8)
        matrix_mask = np.array([[1, 0, 1], [1, 1, 0]], np.uint8)
        vector_mask = np.array([1, 1, 0], np.uint8)
        wide = np.kron(matrix_mask, np.ones((32, 32)))
        real = matrix.T if transposed else matrix
        expected = product(real * wide, vector * np.repeat(vector_mask, 32)) * np.repeat(out_mask, 32)
        template = "gemv_t_masked" if transposed else "gemv_masked"
        # Blocks of 32 by 32: rows are simdgroups by threads by elements.
        shape = (1, 1, 8, 4, 4, 8) if transposed else (1, 1, 4, 8, 8, 4)
        bm, bn, sm, sn, tm, tn = shape
        mask_in = matrix_mask.T.copy() if transposed else matrix_mask
        # Strides of the masks: columns, rows.
        mask_strides = [1, 1] + ([1, 2] if transposed else [1, 3]) + [1, 1]
        per_group = bn * sn * tn if transposed else bm * sm * tm
        mlx.one(
            "gemv_masked", template, f"{template}_float", ["utils.h", "steel/utils.h", "gemv_masked.h"],
            f"{template}<float, bool, bool, {', '.join(map(str, shape))}, false>",
            {0: In(matrix), 1: In(vector), 3: Out(expected, np.float32, 1e-5, 1e-5), 4: Scalar(inner), 5: Scalar(outer),
             6: Scalar(outer if transposed else inner), 9: Scalar(1), 10: Scalar(1), 11: Scalar(0, np.int64),
             12: Scalar(0, np.int64), 20: In(out_mask), 21: In(mask_in), 22: In(vector_mask),
             23: In(np.array(mask_strides, np.int32)), 24: In(np.zeros(3, np.int64))},
            groups=(outer // per_group, 1, 1), group=(32, bn, bm))


def gemm_params(m, n, k, lda, ldb, ldd, block, depth, batch=1):
    tiles_n, tiles_m = (n + block - 1) // block, (m + block - 1) // block
    return tiles_n, tiles_m, packed(
        "8i3q3i4x", m, n, k, lda, ldb, ldd, tiles_n, tiles_m, m * k if batch > 1 else 0, k * n if batch > 1 else 0,
        m * n, 0, k // depth, 1)


def add_gemm(mlx: MLX):
    for kind, m, n, k, ta, tb, blend, batch in [
            ("float", 64, 32, 48, False, False, False, 1), ("half", 50, 45, 37, False, True, False, 1),
            ("bfloat16_t", 33, 40, 16, True, False, False, 2), ("float", 64, 33, 20, False, False, True, 1)]:
        a = mlx.values((batch, k, m) if ta else (batch, m, k), kind, -1, 1)
        b = mlx.values((batch, n, k) if tb else (batch, k, n), kind, -1, 1)
        c = mlx.values((m, n), kind, -1, 1)
        expected = product(a.swapaxes(1, 2) if ta else a, b.swapaxes(1, 2) if tb else b)
        if blend:
            expected = 2.0 * expected - 0.5 * c
        tiles_n, tiles_m, params = gemm_params(m, n, k, m if ta else k, k if tb else n, n, 32, 16, batch)
        rtol, atol = TOLERANCE[kind]
        mlx.one(
            "steel gemm", "gemm", f"gemm_{kind}_{int(ta)}{int(tb)}{int(blend)}",
            STEEL + ["steel/gemm/kernels/steel_gemm_fused.h"],
            f"gemm<{kind}, 32, 32, 16, 2, 2, {'true' if ta else 'false'}, {'true' if tb else 'false'}>",
            {0: In(a, TYPES[kind]), 1: In(b, TYPES[kind]), 2: In(c, TYPES[kind]),
             3: Out(expected, TYPES[kind], 4 * rtol, 10 * atol), 4: params, 5: packed("2iq2f", n, 1, 0, 2.0, -0.5),
             6: Scalar(batch), 7: In(np.array([m * k, k * n], np.int64))},
            groups=(tiles_n, tiles_m, batch), group=(32, 2, 2),
            constants={"align_M": int(m % 32 == 0), "align_N": int(n % 32 == 0), "align_K": int(k % 16 == 0),
                       "use_out_source": int(blend), "do_axpby": int(blend), "has_batch": 0})


def add_gemm_split(mlx: MLX):
    m, n, k, parts = 32, 32, 128, 2
    for kind in ["float", "half"]:
        a, b = mlx.values((m, k), kind, -1, 1), mlx.values((k, n), kind, -1, 1)
        rtol, atol = TOLERANCE[kind]
        first, second = f"gemm_splitk_{kind}", f"gemm_splitk_accum_{kind}"
        text = mlx.text(
            STEEL + ["steel/gemm/kernels/steel_gemm_splitk.h"],
            [(first, f"gemm_splitk<{kind}, float, 16, 16, 16, 2, 2, false, false, true, true>"),
             (second, f"gemm_splitk_accum<float, {kind}>")])
        buffers = {
            "a": In(a), "b": In(b), "parts": Temp(parts * m * n * 4),
            "params": packed("13i", m, n, k, k, n, n, 2, 2, parts, m * n, k // parts, 0, k // parts // 16),
            "count": Scalar(parts), "stride": Scalar(m * n), "ld": Scalar(n),
            "out": Out(product(a, b), TYPES[kind], 4 * rtol, 10 * atol)}
        launches = [
            mlx.launch(first, ["a", "b", "parts", "params"], groups=(2, 2, parts), group=(32, 2, 2)),
            mlx.launch(second, ["parts", "out", "count", "stride", "ld"], threads=(n, m), group=(16, 8, 1))]
        mlx.suite.case("steel gemm split-k", "gemm_splitk", first, text, launches, buffers)


def add_gemm_variants(mlx: MLX):
    m, n, k = 32, 40, 64
    a, b = mlx.values((m, k), "float", -1, 1), mlx.values((k, n), "float", -1, 1)
    segments = np.array([[0, 16], [16, 64], [32, 32]], np.uint32)
    expected = np.stack([product(a[:, s:e], b[s:e]) for s, e in segments])
    tiles_n, tiles_m, params = gemm_params(m, n, k, k, n, n, 32, 16)
    mlx.one(
        "steel gemm segmented", "segmented_mm", "segmented_mm_float", STEEL + ["steel/gemm/kernels/steel_gemm_segmented.h"],
        "segmented_mm<float, 32, 32, 16, 2, 2, false, false>",
        [In(a), In(b), In(segments), Out(expected, np.float32, 1e-5, 1e-5), params],
        groups=(tiles_n, tiles_m, 3), group=(32, 2, 2),
        constants={"segments_contiguous": 1, "align_M": 1, "align_N": 0})
    m, n, k, count = 32, 32, 32, 3
    a, b = mlx.values((4, m, k), "float", -1, 1), mlx.values((5, k, n), "float", -1, 1)
    left, right = np.array([3, 0, 1], np.uint32), np.array([4, 4, 2], np.uint32)
    # Without a batch the strides of a and b are those of the indices.
    tiles_n, tiles_m = 1, 1
    params = packed("8i3q3i4x", m, n, k, k, n, n, 1, 1, 1, 1, m * n, 0, k // 16, 1)
    mlx.one(
        "steel gemm gather", "gather_mm", "gather_mm_float", STEEL + ["steel/gemm/kernels/steel_gemm_gather.h"],
        "gather_mm<float, 32, 32, 16, 2, 2, false, false>",
        [In(a), In(b), In(left), In(right), Out(product(a[left], b[right]), np.float32, 1e-5, 1e-5), params,
         Scalar(count), Scalar(1, np.int64), Scalar(1, np.int64), Scalar(1), Scalar(4), Scalar(m * k, np.int64),
         Scalar(1), Scalar(5), Scalar(k * n, np.int64)],
        groups=(tiles_n, tiles_m, count), group=(32, 2, 2),
        constants={"has_batch": 0, "align_M": 1, "align_N": 1, "align_K": 1})
    m, n, k = 64, 32, 64
    a, b = mlx.values((m, k), "float", -1, 1), mlx.values((k, n), "float", -1, 1)
    out_mask, left, right = np.array([[1], [1]]), np.array([[1, 0], [1, 1]]), np.array([[1], [0]])
    block = np.ones((32, 32))
    expected = product(a * np.kron(left, block), b * np.kron(right, block)) * np.kron(out_mask, block)
    tiles_n, tiles_m, params = gemm_params(m, n, k, k, n, n, 32, 16)
    mlx.one(
        "steel gemm masked", "block_masked_gemm", "block_masked_gemm_float",
        STEEL + ["steel/gemm/kernels/steel_gemm_masked.h"],
        "block_masked_gemm<float, bool, bool, 32, 32, 16, 2, 2, false, false, true, true>",
        {0: In(a), 1: In(b), 3: Out(expected, np.float32, 1e-5, 1e-5), 4: params, 6: Scalar(1),
         7: In(np.zeros(8, np.int64)), 10: In(out_mask.astype(np.uint8)), 11: In(left.astype(np.uint8)),
         12: In(right.astype(np.uint8)), 13: In(np.array([1, 1, 1, 2, 1, 1], np.int32))},
        groups=(tiles_n, tiles_m, 1), group=(32, 2, 2))


def add_steel_attention(mlx: MLX):
    heads, kv_heads, depth, block_q, block_k = 2, 1, 64, 32, 32
    for kind, queries, keys, causal, masked in [
            ("float", 32, 64, 0, 0), ("half", 40, 50, 0, 0), ("bfloat16_t", 32, 32, 1, 0), ("float", 32, 64, 0, 1)]:
        q = mlx.values((heads, queries, depth), kind, -1, 1)
        k, v = mlx.values((kv_heads, keys, depth), kind, -1, 1), mlx.values((kv_heads, keys, depth), kind, -1, 1)
        mask = None
        extra = {}
        if causal:
            mask = np.arange(keys)[None, None, :] <= np.arange(queries)[None, :, None] + keys - queries
        if masked:
            bits = mlx.values((heads, queries, keys), "bool")
            bits[..., 3] = 1
            mask = bits.astype(bool)
            extra = {5: packed("3q", 0, queries * keys, keys), 6: In(bits)}
        expected = attention(q, k.repeat(2, 0), v.repeat(2, 0), 0.125, mask)
        blocks_q, blocks_k = (queries + block_q - 1) // block_q, (keys + block_k - 1) // block_k
        params = packed(
            "6if7i12q", 1, heads, depth, queries, keys, 2, 0.125, blocks_q, blocks_k, queries // block_q,
            keys // block_k, queries % block_q, keys % block_k, keys - queries, 0, queries * depth, depth, 0,
            keys * depth, depth, 0, keys * depth, depth, 0, queries * depth, depth)
        rtol, atol = TOLERANCE[kind]
        mlx.one(
            "steel attention", "attention", f"attention_{kind}_{causal}{masked}",
            ["utils.h", "steel/attn/kernels/steel_attention.h"],
            f"attention<{kind}, {block_q}, {block_k}, {depth}, {depth}, 4, 1, bool, float>",
            {0: In(q, TYPES[kind]), 1: In(k, TYPES[kind]), 2: In(v, TYPES[kind]),
             3: Out(expected, TYPES[kind], 4 * rtol, 4 * atol), 4: params, **extra},
            groups=(blocks_q, heads, 1), group=(32, 4, 1),
            constants={"align_Q": int(queries % block_q == 0), "align_K": int(keys % block_k == 0),
                       "has_mask": masked, "do_causal": causal})


def convolution(x, w, pad):
    """Reference for (rows, columns, channels) and (out, rows, columns, channels)."""
    wide = np.pad(x.astype(np.float64), ((pad, pad), (pad, pad), (0, 0)))
    out, height, width, _ = w.shape
    rows, columns = wide.shape[0] - height + 1, wide.shape[1] - width + 1
    result = np.zeros((rows, columns, out))
    for i in range(height):
        for j in range(width):
            result += wide[i:i + rows, j:j + columns] @ w[:, i, j].astype(np.float64).T
    return result


def add_convolution(mlx: MLX):
    size, channels, out, width, pad = 9, 16, 32, 3, 1
    for kind in ["float", "half"]:
        x, w = mlx.values((size, size, channels), kind, -1, 1), mlx.values((out, width, width, channels), kind, -1, 1)
        expected = convolution(x, w, pad)
        params = packed(
            "17i4x12qi?3x", 1, channels, out, size, size, width, width, size, size, 1, 1, pad, pad, 1, 1, 1, 1,
            size * size * channels, size * channels, channels, 1, width * width * channels, width * channels, channels, 1,
            size * size * out, size * out, out, 1, 1, False)
        m, n, k = size * size, out, width * width * channels
        tiles_n, tiles_m = (n + 31) // 32, (m + 31) // 32
        gemm = packed(
            "10i", m, n, k, k // 16, channels, channels * size - channels * (width - 1),
            16 - (width - 1) * channels * size - (width - 1) * channels, tiles_n, tiles_m, 0)
        rtol, atol = TOLERANCE[kind]
        mlx.one(
            "steel convolution", "implicit_gemm_conv_2d", f"implicit_gemm_conv_2d_{kind}",
            ["utils.h", "steel/gemm/gemm.h", "steel/conv/conv.h", "steel/conv/params.h", "steel/utils.h",
             "steel/conv/kernels/steel_conv.h"],
            f"implicit_gemm_conv_2d<{kind}, 32, 32, 16, 2, 2>",
            [In(x), In(w), Out(expected, TYPES[kind], 4 * rtol, 20 * atol), params, gemm],
            groups=(tiles_n, tiles_m, 1), group=(32, 2, 2))


def add_all(mlx: MLX):
    for add in [add_gemv, add_gemv_masked, add_gemm, add_gemm_split, add_gemm_variants, add_steel_attention,
                add_convolution]:
        add(mlx)
