"""Kernels that work on rows: softmax, logsumexp, cross entropy, scaled dot product attention, dot, arange."""

import numpy as np

from mlx_base import TYPES, MLX
from suite import In, Out, Scalar, Temp, to_bf16

TOLERANCE = {"float": (2e-6, 2e-6), "half": (2e-3, 1e-3), "bfloat16_t": (1.6e-2, 8e-3)}


def softmax(x):
    e = np.exp(x.astype(np.float64) - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def logsumexp(x):
    x = x.astype(np.float64)
    m = x.max(-1)
    return m + np.log(np.exp(x - m[..., None]).sum(-1))


def add_softmax(mlx: MLX):
    for kind, acc, columns in [("float", "float", 250), ("half", "float", 128), ("bfloat16_t", "float", 77)]:
        x = mlx.values((5, columns), kind, -6, 6)
        rtol, atol = TOLERANCE[kind]
        expected = softmax(x)
        for template, group in [("softmax_single_row", 64), ("softmax_looped", 1024)]:
            if template == "softmax_looped" and kind == "half":
                continue
            mlx.one(
                "softmax", template, f"{template}_{kind}", ["utils.h", "softmax.h"],
                f"{template}<{kind}, {acc}>",
                [In(x, TYPES[kind]), Out(expected, TYPES[kind], rtol, atol), Scalar(columns)],
                groups=(5,), group=(1024 if "looped" in template else group,))


def add_logsumexp(mlx: MLX):
    for kind, columns in [("float", 300), ("bfloat16_t", 64)]:
        x = mlx.values((3, columns), kind, -6, 6)
        rtol, atol = TOLERANCE[kind]
        for template, group in [("logsumexp", 96), ("logsumexp_looped", 1024)]:
            mlx.one(
                "logsumexp", template, f"{template}_{kind}", ["utils.h", "logsumexp.h"], f"{template}<{kind}>",
                [In(x, TYPES[kind]), Out(logsumexp(x), TYPES[kind], rtol, atol), Scalar(columns)],
                groups=(3,), group=(group,))


def add_cross_entropy(mlx: MLX):
    for kind in ["float", "half"]:
        x = mlx.values((4, 150), kind, -4, 4)
        targets = np.array([3, 149, -1, 70], dtype=np.int32)
        picked = x.astype(np.float64)[np.arange(4), targets]
        loss = logsumexp(x) - picked
        mlx.one(
            "cross_entropy", "cross_entropy", f"cross_entropy_{kind}", ["utils.h", "cross_entropy.h"],
            f"cross_entropy<{kind}>",
            [In(x, TYPES[kind]), In(targets), Out(loss, np.float32, 1e-5, 1e-5), Scalar(150)],
            groups=(4,), group=(64,))
    cotangent = mlx.values((4,), "float")
    x = mlx.values((4, 150), "float", -4, 4)
    picked = x.astype(np.float64)[np.arange(4), targets]
    loss = (logsumexp(x) - picked).astype(np.float32)
    hot = np.zeros((4, 150))
    hot[np.arange(4), targets] = 1
    mlx.one(
        "cross_entropy", "cross_entropy_vjp", "cross_entropy_vjp_float", ["utils.h", "cross_entropy.h"],
        "cross_entropy_vjp<float>",
        [In(x), In(targets), In(loss), In(cotangent),
         Out(cotangent[:, None] * (softmax(x) - hot), np.float32, 1e-5, 1e-5), Scalar(150)],
        groups=(4,), group=(64,))


def attention(q, k, v, scale, mask=None):
    """Reference for heads of (heads, length, depth)."""
    scores = scale * np.einsum("hqd,hkd->hqk", q.astype(np.float64), k.astype(np.float64))
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    return np.einsum("hqk,hkd->hqd", softmax(scores), v.astype(np.float64))


def add_sdpa_vector(mlx: MLX):
    heads, kv_heads, length, depth = 4, 2, 45, 64
    scale = 0.125
    for kind, queries, causal, masked in [
            ("float", 1, 0, 0), ("half", 2, 1, 0), ("bfloat16_t", 1, 0, 0), ("float", 2, 0, 1)]:
        q = mlx.values((heads, queries, depth), kind)
        k = mlx.values((kv_heads, length, depth), kind)
        v = mlx.values((kv_heads, length, depth), kind)
        rtol, atol = TOLERANCE[kind]
        mask = None
        extra = {}
        if causal:
            mask = np.arange(length)[None, None, :] <= np.arange(queries)[None, :, None] + length - queries
        if masked:
            bits = mlx.values((heads, queries, length), "bool")
            bits[..., 0] = 1
            mask = bits.astype(bool)
            extra = {11: In(bits), 13: Scalar(1), 14: Scalar(length), 15: Scalar(queries * length)}
        expected = attention(q, k.repeat(2, 0), v.repeat(2, 0), scale, mask)
        name = f"sdpa_vector_{kind}_{queries}_{causal}_{masked}"
        arguments = {
            0: In(q, TYPES[kind]), 1: In(k, TYPES[kind]), 2: In(v, TYPES[kind]),
            3: Out(expected, TYPES[kind], 4 * rtol, 4 * atol), 4: Scalar(2), 5: Scalar(length),
            6: Scalar(length * depth, np.uint64), 7: Scalar(depth, np.uint64), 8: Scalar(length * depth, np.uint64),
            9: Scalar(depth, np.uint64), 10: Scalar(scale, np.float32), **extra}
        mlx.one(
            "sdpa_vector", "sdpa_vector", name, ["utils.h", "sdpa_vector.h"],
            f"sdpa_vector<{kind}, {depth}, {depth}>", arguments, groups=(heads, queries), group=(1024,),
            constants={"do_causal": causal, "has_mask": masked, "bool_mask": masked})


def add_sdpa_two_pass(mlx: MLX):
    """Both passes in a row, so that the second is checked on what the first wrote."""
    heads, kv_heads, length, depth, blocks = 4, 2, 200, 64, 32
    scale = 0.125
    for kind, first in [("float", "sdpa_vector_2pass_1"), ("half", "sdpa_vector_2pass_1"),
                        ("float", "sdpa_vector_2pass_1_gqa")]:
        q = mlx.values((heads, 1, depth), kind)
        k = mlx.values((kv_heads, length, depth), kind)
        v = mlx.values((kv_heads, length, depth), kind)
        rtol, atol = TOLERANCE[kind]
        expected = attention(q, k.repeat(2, 0), v.repeat(2, 0), scale)
        one = f"{first}_{kind}"
        two = f"sdpa_vector_2pass_2_{kind}"
        size = 2 if kind == "half" else 4
        buffers = {
            "q": In(q, TYPES[kind]), "k": In(k, TYPES[kind]), "v": In(v, TYPES[kind]),
            "partials": Temp(heads * blocks * depth * size), "sums": Temp(heads * blocks * 4),
            "maxs": Temp(heads * blocks * 4), "N": Scalar(length), "ks": Scalar(length * depth, np.uint64),
            "kr": Scalar(depth, np.uint64), "scale": Scalar(scale, np.float32), "blocks": Scalar(blocks),
            "out": Out(expected, TYPES[kind], 4 * rtol, 4 * atol)}
        function = f"{first}<{kind}, {depth}, {depth}>" if "gqa" not in first else f"{first}<{kind}, {depth}, {depth}, 2, 2>"
        text = mlx.text(
            ["utils.h", "sdpa_vector.h"], [(one, function), (two, f"sdpa_vector_2pass_2<{kind}, {depth}>")])
        launches = [
            mlx.launch(
                one, {0: "q", 1: "k", 2: "v", 3: "partials", 4: "sums", 5: "maxs", 7: "N", 8: "ks", 9: "kr", 10: "ks",
                      11: "kr", 12: "scale"}, groups=(kv_heads, 1, blocks), group=(32, 2, 1)),
            mlx.launch(two, ["partials", "sums", "maxs", "out", "blocks"], groups=(heads, 1), group=(1024,)),
        ]
        mlx.suite.case(
            "sdpa_vector 2-pass", first, one, text, launches, buffers, {"blocks": blocks})


def add_sdpa_blocked(mlx: MLX):
    batch, heads, rows, depth, length = 2, 3, 4, 16, 9
    q = mlx.values((batch, heads, length, depth), "float")
    picked = q[:, :, 2:2 + rows] * np.float32(0.25)
    mlx.one(
        "sdpa_blocked", "sdpa_blocked_scale_copy", "sdpa_blocked_scale_copy_float", ["utils.h", "sdpa_blocked.h"],
        "sdpa_blocked_scale_copy<float>",
        [In(q), Out(picked, np.float32), Scalar(0.25, np.float32),
         In(np.array([heads * length * depth, length * depth, depth], np.int64)), Scalar(heads), Scalar(rows),
         Scalar(depth), Scalar(2)],
        threads=(depth, rows, batch * heads), group=(16, 4, 1))
    scores = mlx.values((2 * rows, 10), "half")
    expected = scores.copy()
    for r in range(2 * rows):
        for c in range(rows):
            if c > r % rows:
                expected[r, 10 - rows + c] = np.finfo(np.float16).min
    mlx.one(
        "sdpa_blocked", "sdpa_blocked_causal_mask", "sdpa_blocked_causal_mask_half", ["utils.h", "sdpa_blocked.h"],
        "sdpa_blocked_causal_mask<half>", [Out(expected, np.float16, start=scores), Scalar(rows), Scalar(10)],
        threads=(rows, 2 * rows), group=(4, 8, 1))


def add_arange(mlx: MLX):
    for kind, start, step in [("float", 1.5, 0.25), ("half", -2.0, 0.5), ("int", -7, 3), ("uint8_t", 3, 2)]:
        dtype = TYPES[kind]
        expected = (np.arange(60) * np.float64(step) + start).astype(dtype)
        mlx.one(
            "arange", "arange", f"arange_{kind}", ["utils.h", "arange.h"], f"arange<{kind}>",
            [Scalar(start, dtype), Scalar(step, dtype), Out(expected)], threads=(60,), group=(32,))


def add_dot(mlx: MLX):
    for kind, items in [("float", 4), ("half", 8)]:
        a, b = mlx.values((1000,), kind), mlx.values((1000,), kind)
        groups, size = 4, 128
        block = size * items
        expected = [
            (a[i * block:(i + 1) * block].astype(np.float64) * b[i * block:(i + 1) * block].astype(np.float64)).sum()
            for i in range(groups)]
        mlx.one(
            "dot", "dot_product", f"dot_product_{kind}", ["utils.h", "dot.h"],
            f"dot_product<{kind}, {items}, {size}, {size // 32}>",
            [In(a), In(b), Out(expected, np.float32, 1e-5, 1e-4), Scalar(1000)], groups=(groups,), group=(size,))


def add_searchsorted(mlx: MLX):
    for kind, right in [("float", "false"), ("int", "true")]:
        a = np.sort(mlx.values((41,), kind, -20, 20))
        v = mlx.values((6, 5), kind, -22, 22)
        expected = np.searchsorted(a, v.reshape(-1), side="right" if right == "true" else "left")
        mlx.one(
            "searchsorted", "searchsorted", f"searchsorted_{kind}", ["utils.h", "sort.h", "searchsorted.h"],
            f"searchsorted<{kind}, {right}>",
            [In(a), In(v), Out(expected.astype(np.uint32)), Scalar(41, np.uint32), Scalar(1, np.int64)],
            threads=(5, 6, 1), group=(5, 6, 1))


def add_all(mlx: MLX):
    for add in [add_softmax, add_logsumexp, add_cross_entropy, add_sdpa_vector, add_sdpa_two_pass, add_sdpa_blocked,
                add_arange, add_dot, add_searchsorted]:
        add(mlx)
