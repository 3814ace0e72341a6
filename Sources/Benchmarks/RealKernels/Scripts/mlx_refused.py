"""Kernels that are refused by name, each for the reason that it must be refused for."""

import numpy as np

from mlx_base import MLX, TYPES
from suite import In, Out, Scalar


def add_tensor_units(mlx: MLX):
    """Kernels for the matrix units of newer chips are written with Apple's own tensor library."""
    for header in ["steel/gemm/kernels/steel_gemm_fused_nax.h", "quantized_nax.h", "steel/attn/kernels/steel_attention_nax.h"]:
        first = ["utils.h", "steel/gemm/gemm_nax.h"] if "gemm" in header else ["utils.h", "steel/attn/nax.h"]
        name = header.split("/")[-1][:-2]
        mlx.suite.case(
            "tensor units", header, name, mlx.text(first + [header], []), [], {},
            refusal="'#include <MetalPerformancePrimitives/MetalPerformancePrimitives.h>' is not available to kernels")


def add_out_of_bounds(mlx: MLX):
    """The bias of a product whose rows do not fill the last tile is read past its end."""
    from mlx_linear import STEEL, gemm_params, packed
    m, n, k = 40, 33, 20
    tiles_n, tiles_m, params = gemm_params(m, n, k, k, n, n, 32, 16)
    arguments = {
        0: In(mlx.values((m, k), "float")), 1: In(mlx.values((k, n), "float")), 2: In(mlx.values((m, n), "float")),
        3: Out(np.zeros((m, n), np.float32)), 4: params, 5: packed("2iq2f", n, 1, 0, 2.0, -0.5)}
    name = "gemm_bias_ragged"
    buffers = {f"b{index}": buffer for index, buffer in arguments.items()}
    launch = mlx.launch(
        name, {index: f"b{index}" for index in arguments}, groups=(tiles_n, tiles_m, 1), group=(32, 2, 2))
    text = mlx.text(
        STEEL + ["steel/gemm/kernels/steel_gemm_fused.h"], [(name, "gemm<float, 32, 32, 16, 2, 2, false, false>")])
    mlx.suite.case(
        "out of bounds", "gemm", name, text, [launch], buffers, {"use_out_source": 1, "do_axpby": 1},
        refusal="outOfBounds(buffer: \"b2\"")


def add_all(mlx: MLX):
    for add in [add_tensor_units, add_out_of_bounds]:
        add(mlx)
