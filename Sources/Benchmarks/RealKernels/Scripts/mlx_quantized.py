"""Products with quantized weights, and quantization itself."""

import numpy as np

from mlx_base import MLX, TYPES
from mlx_linear import product
from mlx_rows import TOLERANCE
from suite import In, Out, Scalar

HEADERS = ["utils.h", "steel/gemm/gemm.h", "quantized_utils.h", "quantized.h"]


def pack(values, bits):
    """Values along the last axis as 32-bit words, the first in the lowest bits."""
    stream = ((values[..., None] >> np.arange(bits)) & 1).astype(np.uint8)
    return np.packbits(stream.reshape(*values.shape[:-1], -1), axis=-1, bitorder="little")


class Weights:
    """A matrix of (rows, columns) with a scale and a bias for each group along a row."""

    def __init__(self, mlx, rows, columns, bits, group, kind):
        self.codes = mlx.random.integers(0, 1 << bits, (rows, columns))
        self.scales = mlx.values((rows, columns // group), kind, 0.01, 0.1)
        self.biases = mlx.values((rows, columns // group), kind, -0.2, 0.2)
        wide = self.scales.astype(np.float64).repeat(group, 1), self.biases.astype(np.float64).repeat(group, 1)
        self.values = self.codes * wide[0] + wide[1]
        self.packed = pack(self.codes, bits)


def unused(first):
    """The arguments of a batch, which a single product does not read."""
    return {first + i: Scalar(0, np.int64) for i in range(8)}


def add_vectors(mlx: MLX):
    for template, kind, bits, group, inner, outer in [
            ("affine_qmv", "float", 4, 64, 320, 24), ("affine_qmv", "half", 8, 32, 96, 20),
            ("affine_qmv", "bfloat16_t", 2, 64, 128, 16), ("affine_qmv", "float", 3, 64, 192, 16),
            ("affine_qmv_fast", "float", 4, 64, 512, 16), ("affine_qmv_fast", "half", 8, 64, 512, 16),
            ("affine_qmv_fast", "float", 6, 128, 512, 8), ("affine_qmv_quad", "half", 4, 64, 64, 64),
            ("affine_qvm", "float", 4, 64, 96, 64), ("affine_qvm", "half", 8, 64, 64, 128)]:
        rows = 2
        by_columns = template == "affine_qvm"
        w = Weights(mlx, inner if by_columns else outer, outer if by_columns else inner, bits, group, kind)
        x = mlx.values((rows, inner), kind, -1, 1)
        expected = product(x, w.values if by_columns else w.values.T)
        rtol, atol = TOLERANCE[kind]
        extra = f", {inner}, false" if template == "affine_qmv_quad" else ", false"
        per_group = 64 if template in ["affine_qmv_quad", "affine_qvm"] else 8
        mlx.one(
            "quantized vectors", template, f"{template}_{kind}_{bits}_{group}", HEADERS,
            f"{template}<{kind}, {group}, {bits}{extra}>",
            {0: In(w.packed), 1: In(w.scales, TYPES[kind]), 2: In(w.biases, TYPES[kind]), 3: In(x, TYPES[kind]),
             4: Out(expected, TYPES[kind], 4 * rtol, 20 * atol), 5: Scalar(inner), 6: Scalar(outer), **unused(7)},
            groups=(rows, (outer + per_group - 1) // per_group, 1),
            group=(32, 1 if template == "affine_qmv_quad" else 2, 1))


def add_matrices(mlx: MLX):
    for template, kind, bits, rows, inner, outer in [
            ("affine_qmm_t", "float", 4, 40, 64, 32), ("affine_qmm_t", "half", 8, 33, 96, 40),
            ("affine_qmm_n", "float", 4, 32, 64, 64), ("affine_qmm_n", "bfloat16_t", 8, 20, 32, 64)]:
        by_columns = template == "affine_qmm_n"
        group = 32 if not by_columns else 64
        w = Weights(mlx, inner if by_columns else outer, outer if by_columns else inner, bits, group, kind)
        x = mlx.values((rows, inner), kind, -1, 1)
        expected = product(x, w.values if by_columns else w.values.T)
        rtol, atol = TOLERANCE[kind]
        extra = ", false" if by_columns else f", {'true' if outer % 32 == 0 else 'false'}, false"
        mlx.one(
            "quantized matrices", template, f"{template}_{kind}_{bits}", HEADERS,
            f"{template}<{kind}, {group}, {bits}{extra}>",
            {0: In(w.packed), 1: In(w.scales, TYPES[kind]), 2: In(w.biases, TYPES[kind]), 3: In(x, TYPES[kind]),
             4: Out(expected, TYPES[kind], 4 * rtol, 100 * atol), 5: Scalar(inner), 6: Scalar(outer), 7: Scalar(rows),
             **unused(8)},
            groups=((outer + 31) // 32, (rows + 31) // 32, 1), group=(32, 2, 2))


def add_quantization(mlx: MLX):
    for kind, bits, group in [("float", 4, 64), ("half", 8, 32)]:
        w = Weights(mlx, 4, 128, bits, group, kind)
        rtol, atol = TOLERANCE[kind]
        mlx.one(
            "quantize", "affine_dequantize", f"affine_dequantize_{kind}_{bits}", HEADERS,
            f"affine_dequantize<{kind}, {group}, {bits}>",
            [In(w.packed), In(w.scales), In(w.biases), Out(w.values, TYPES[kind], rtol, 2 * atol)],
            threads=(w.packed.shape[1], 4), group=(32, 4, 1))
    x = mlx.values((4, 128), "float")
    groups = x.astype(np.float64).reshape(4, 2, 64)
    low, high = groups.min(-1), np.maximum(groups.max(-1), 0)
    scale = np.maximum((high - low) / 15, 1e-7)
    side = np.abs(low) > np.abs(high)
    scale = np.where(side, scale, -scale)
    edge = np.where(side, low, high)
    zero = np.rint(edge / scale)
    scale = np.where(zero == 0, scale, edge / np.where(zero == 0, 1, zero))
    bias = np.where(zero == 0, 0, edge)
    codes = np.clip(np.rint((groups - bias[..., None]) / scale[..., None]), 0, 15).astype(int).reshape(4, 128)
    mlx.one(
        "quantize", "affine_quantize", "affine_quantize_float_4", HEADERS, "affine_quantize<float, 64, 4>",
        [In(x), Out(pack(codes, 4)), Out(scale, np.float32, 1e-5, 1e-7), Out(bias, np.float32, 1e-6, 1e-7)],
        threads=(64, 4), group=(32, 1, 1))


FP4 = np.array([0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6])


def add_floating(mlx: MLX):
    """Four-bit floats with a power of two for each group of 32."""
    headers = ["utils.h", "steel/gemm/gemm.h", "quantized_utils.h", "fp_quantized.h"]
    inner, outer, rows = 128, 16, 2
    for kind in ["float", "half"]:
        codes = mlx.random.integers(0, 16, (outer, inner))
        scales = mlx.random.integers(121, 130, (outer, inner // 32)).astype(np.uint8)
        values = FP4[codes] * np.exp2(scales.astype(np.float64) - 127).repeat(32, 1)
        x = mlx.values((rows, inner), kind, -1, 1)
        rtol, atol = TOLERANCE[kind]
        mlx.one(
            "quantized floats", "fp_qmv", f"fp_qmv_{kind}", headers, f"fp_qmv<{kind}, 32, 4, false>",
            {0: In(pack(codes, 4)), 1: In(scales), 2: Scalar(1.0, np.float32), 3: In(x),
             4: Out(product(x, values.T), TYPES[kind], 4 * rtol, 40 * atol), 5: Scalar(inner), 6: Scalar(outer),
             **unused(7)},
            groups=(rows, outer // 8, 1), group=(32, 2, 1))


def add_all(mlx: MLX):
    for add in [add_vectors, add_matrices, add_quantization, add_floating]:
        add(mlx)
