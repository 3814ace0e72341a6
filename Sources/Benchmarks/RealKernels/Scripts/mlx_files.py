"""Kernels that MLX publishes as source files only: layer and RMS norm, rope, arg reduce, random bits.

Each whole file is the kernel text, with its hundred and more instantiations, and the headers of the same checkout.
"""

import os

import numpy as np

from mlx_base import MLX, ROOT, TYPES, strides
from mlx_rows import TOLERANCE
from suite import In, Out, Scalar


class Files:
    """Adds cases whose text is a file of a checkout."""

    def __init__(self, mlx: MLX, checkout):
        self.mlx, self.checkout = mlx, checkout

    def one(self, family, file, entry, arguments, constants=None, **grid):
        if not isinstance(arguments, dict):
            arguments = dict(enumerate(arguments))
        with open(os.path.join(self.checkout, ROOT, file)) as source:
            text = source.read()
        buffers = {f"b{index}": buffer for index, buffer in arguments.items()}
        launch = self.mlx.launch(entry, {index: f"b{index}" for index in arguments}, **grid)
        self.mlx.suite.case(family, f"{file}: {entry}", f"file_{entry}", text, [launch], buffers, constants)


def add_norms(files: Files):
    mlx = files.mlx
    # Rows that fill their threads: MLX's layer norm clears its private array from a negative index on otherwise.
    rows, columns = 3, 512
    for kind, name in [("float", "float32"), ("half", "float16"), ("bfloat16_t", "bfloat16")]:
        x, w, b = mlx.values((rows, columns), kind), mlx.values((columns,), kind), mlx.values((columns,), kind)
        rtol, atol = TOLERANCE[kind]
        wide = x.astype(np.float64)
        centered = wide - wide.mean(-1, keepdims=True)
        layer = centered / np.sqrt((centered ** 2).mean(-1, keepdims=True) + 1e-5) * w + b
        rms = wide / np.sqrt((wide ** 2).mean(-1, keepdims=True) + 1e-5) * w
        inputs = [In(x, TYPES[kind]), In(w, TYPES[kind])]
        for looped in ["", "_looped"]:
            if looped and kind == "half":
                continue
            size, rms_size = (1024, 1024) if looped else (64, 128)
            files.one(
                "layer_norm", "layer_norm.metal", f"layer_norm{looped}{name}",
                inputs + [In(b, TYPES[kind]), Out(layer, TYPES[kind], 4 * rtol, 4 * atol), Scalar(1e-5, np.float32),
                          Scalar(columns, np.uint32), Scalar(1, np.uint32), Scalar(1, np.uint32)],
                groups=(rows,), group=(size,))
            files.one(
                "rms_norm", "rms_norm.metal", f"rms{looped}{name}",
                inputs + [Out(rms, TYPES[kind], 4 * rtol, 4 * atol), Scalar(1e-5, np.float32),
                          Scalar(columns, np.uint32), Scalar(1, np.uint32)],
                constants={"has_w": 1}, groups=(rows,), group=(rms_size,))


def add_rope(files: Files):
    mlx = files.mlx
    heads, length, depth, base = 5, 6, 16, 10000.0
    for kind, name, traditional in [("float", "rope_float32", 0), ("half", "rope_float16", 1),
                                    ("bfloat16_t", "rope_bfloat16", 0), ("float", "rope_single_float32", 0)]:
        single = "single" in name
        count = 1 if single else length
        x = mlx.values((heads, count, depth), kind)
        angle = (7 + np.arange(count))[:, None] * base ** (-np.arange(depth // 2) / (depth // 2))[None, :]
        first = x[..., 0::2] if traditional else x[..., :depth // 2]
        second = x[..., 1::2] if traditional else x[..., depth // 2:]
        turned = first * np.cos(angle) - second * np.sin(angle), first * np.sin(angle) + second * np.cos(angle)
        expected = np.stack(turned, -1).reshape(x.shape) if traditional else np.concatenate(turned, -1)
        rtol, atol = TOLERANCE[kind]
        inputs = {0: In(x, TYPES[kind]), 1: Out(expected, TYPES[kind], 8 * rtol, 8 * atol), 2: Scalar(7),
                  3: Scalar(1.0, np.float32), 10: Scalar(np.log2(base), np.float32)}
        if single:
            inputs[4] = Scalar(depth, np.int64)
            grid = {"threads": (depth // 2, heads), "group": (depth // 2, heads, 1)}
        else:
            inputs.update({4: In(strides(x.shape)), 5: In(strides(x.shape)), 6: Scalar(0, np.int64), 7: Scalar(heads)})
            grid = {"threads": (depth // 2, length, 2), "group": (depth // 2, length, 2)}
        files.one("rope", "rope.metal", name, inputs, {"forward": 1, "traditional": traditional}, **grid)


def add_arg_reduce(files: Files):
    mlx = files.mlx
    for kind, entry in [("float", "argmin_float32"), ("half", "argmax_float16"), ("int", "argmax_int32"),
                        ("int64_t", "argmin_int64")]:
        x = mlx.random.permutation(4 * 211).reshape(4, 211).astype(np.int64) - 300
        values = x.astype(TYPES[kind])
        expected = (values.argmin(1) if "argmin" in entry else values.argmax(1)).astype(np.uint32)
        files.one(
            "arg_reduce", "arg_reduce.metal", entry,
            [In(values), Out(expected), In(np.array([4], np.int32)), In(np.array([211], np.int64)),
             In(np.array([1], np.int64)), Scalar(1, np.uint64), Scalar(1, np.int64), Scalar(211, np.uint64)],
            threads=(64, 4, 1), group=(64, 1, 1))


def threefry(key, count):
    """Two words of random bits for a key and a counter."""
    mask = 0xFFFFFFFF
    ks = [int(key[0]), int(key[1]), int(key[0]) ^ int(key[1]) ^ 0x1BD11BDA]
    x, y = (count[0] + ks[0]) & mask, (count[1] + ks[1]) & mask
    for i in range(5):
        for r in [[13, 15, 26, 6], [17, 29, 16, 24]][i % 2]:
            x = (x + y) & mask
            y = ((y << r) | (y >> (32 - r))) & mask
            y ^= x
        x = (x + ks[(i + 1) % 3]) & mask
        y = (y + ks[(i + 2) % 3] + i + 1) & mask
    return x, y


def add_random(files: Files):
    keys = files.mlx.random.integers(0, 2**32, (2, 2)).astype(np.uint32)
    half = 8
    expected = np.zeros((2, 2 * half), np.uint32)
    for k in range(2):
        for i in range(half):
            expected[k, i], expected[k, half + i] = threefry(keys[k], (i, i + half))
    shared = [In(keys), Out(expected), Scalar(0, np.uint8), Scalar(2 * half * 4, np.uint64)]
    files.one("random", "random.metal", "rbitsc", shared, threads=(2, half), group=(2, half, 1))
    files.one(
        "random", "random.metal", "rbits",
        shared + [Scalar(2), In(np.array([2, 2], np.int32)), In(np.array([2, 1], np.int64))],
        threads=(2, half), group=(2, half, 1))


def add_all(mlx: MLX, checkout):
    files = Files(mlx, checkout)
    for add in [add_norms, add_rope, add_arg_reduce, add_random]:
        add(files)
