"""Fourier and Hadamard transforms."""

import numpy as np

from mlx_base import MLX, TYPES
from suite import In, Out, Scalar


def add_fft(mlx: MLX):
    for source, count, steps, per_thread in [
            ("float2", 64, {"radix_8_steps_": 2}, 8), ("float", 64, {"radix_8_steps_": 2}, 8),
            ("float2", 60, {"radix_5_steps_": 1, "radix_4_steps_": 1, "radix_3_steps_": 1}, 6),
            ("float2", 91, {"radix_13_steps_": 1, "radix_7_steps_": 1}, 13)]:
        for inverse in [0, 1]:
            if inverse and (source == "float" or count == 91):
                continue
            batch, at_once = 6, 4
            x = mlx.values((batch, count), "complex64_t" if source == "float2" else "float")
            wide = x.astype(np.complex128)
            expected = np.fft.ifft(wide) if inverse else np.fft.fft(wide)
            if source == "float":
                expected = expected[:, :count // 2 + 1]
            threads = count // per_thread
            mlx.one(
                "fft", "fft", f"fft_{source}_{count}_{inverse}", ["utils.h", "fft.h"], f"fft<512, {source}, float2>",
                [In(x), Out(expected, np.complex64, 2e-5, 2e-5), Scalar(count), Scalar(batch)],
                threads=((batch + at_once - 1) // at_once, at_once, threads), group=(1, at_once, threads),
                constants={"inv_": inverse, "is_power_of_2_": int(count == 64), "elems_per_thread_": per_thread, **steps})
    expected = np.array(
        [np.exp(-2j * np.pi * k / (8 * p)) for p in [8, 64, 512] for k in range(p)], np.complex64)
    mlx.suite.case(
        "fft", "generate_bluestein_twiddles", "generate_bluestein_twiddles", mlx.text(["utils.h", "fft.h"], []),
        [mlx.launch("generate_bluestein_twiddles", ["twiddles"], threads=(584,), group=(64,))],
        {"twiddles": Out(expected, np.complex64, 1e-5, 1e-5)})


def hadamard(x):
    """The transform along the last axis, which has a power of two."""
    x = x.astype(np.float64)
    step = 1
    while step < x.shape[-1]:
        pairs = x.reshape(*x.shape[:-1], -1, 2, step)
        x = np.concatenate([pairs[..., :1, :] + pairs[..., 1:, :], pairs[..., :1, :] - pairs[..., 1:, :]], axis=-2)
        x = x.reshape(*x.shape[:-3], -1)
        step *= 2
    return x


def add_hadamard(mlx: MLX):
    for kind, count, radix, width in [("float", 64, 16, 2), ("half", 256, 16, 4), ("float", 128, 8, 2)]:
        x = mlx.values((3, count), kind, -1, 1)
        tolerance = 1e-5 if kind == "float" else 2e-3
        mlx.one(
            "hadamard", "hadamard_n", f"hadamard_n_{kind}_{count}", ["utils.h", "hadamard.h"],
            f"hadamard_n<{kind}, {count}, {radix}, {width}>",
            [In(x), Out(hadamard(x) * 0.25, TYPES[kind], tolerance, 4 * tolerance), Scalar(0.25, np.float32)],
            threads=(count // radix, 3, 1), group=(count // radix, 1, 1))


def add_all(mlx: MLX):
    add_fft(mlx)
    add_hadamard(mlx)
