"""Kernels that work on elements: unary, binary, binary with two results, ternary, copy."""

import math

import numpy as np

from mlx_base import MLX, TYPES, strides
from suite import In, Out, Scalar, to_bf16

UNARY = ["utils.h", "unary_ops.h", "unary.h"]
BINARY = ["utils.h", "binary_ops.h", "binary.h"]


def erf(x):
    return np.vectorize(math.erf)(x.astype(np.float64))


def add_unary(mlx: MLX):
    wide = lambda x: x.astype(np.float64)
    for kind, op, function, low, high, rtol, atol in [
            ("float", "Exp", lambda x: np.exp(wide(x)), -5, 5, 1e-5, 1e-6),
            ("half", "Sqrt", lambda x: np.sqrt(wide(x)), 0, 9, 1e-3, 1e-4),
            ("bfloat16_t", "Tanh", lambda x: np.tanh(wide(x)), -3, 3, 8e-3, 1e-3),
            ("complex64_t", "Abs", lambda x: np.abs(x.astype(np.complex128)) + 0j, -3, 3, 1e-5, 1e-5),
            ("float", "Erf", erf, -3, 3, 1e-5, 1e-6),
            ("float", "Log1p", lambda x: np.log1p(wide(x)), 0, 5, 1e-5, 1e-6),
            ("float", "Expm1", lambda x: np.expm1(wide(x)), -2, 2, 1e-5, 1e-6),
            ("float", "Sigmoid", lambda x: 1 / (1 + np.exp(-wide(x))), -6, 6, 1e-5, 1e-6),
            ("float", "ErfInv", None, -0.9, 0.9, 1e-4, 1e-5),
            ("int", "Negative", lambda x: -x, -99, 99, 0, 0),
            ("uint8_t", "BitwiseInvert", lambda x: ~x, 0, 255, 0, 0),
            ("float", "Round", lambda x: np.rint(x), -9, 9, 0, 0),
            ("int64_t", "Square", lambda x: x * x, -2**30, 2**30, 0, 0),
            ("complex64_t", "Exp", lambda x: np.exp(x.astype(np.complex128)), -2, 2, 1e-5, 1e-5),
            ("complex64_t", "Conjugate", np.conj, -2, 2, 0, 0),
            ("bool", "LogicalNot", lambda x: 1 - x, 0, 1, 0, 0)]:
        x = mlx.values((101,), kind, low, high)
        result = None if function is None else function(x)
        if op == "ErfInv":
            y = x
            x = erf(y).astype(np.float32)
            result = y.astype(np.float64)
        mlx.one(
            "unary", "unary_v", f"unary_v_{op}_{kind}", UNARY, f"unary_v<{kind}, {kind}, {op}>",
            [In(x, TYPES[kind]), Out(result, TYPES[kind], rtol, atol), Scalar(101, np.uint32)],
            threads=(101,), group=(32,))
    x = mlx.values((5, 6), "float", 0.5, 4)
    mlx.one(
        "unary", "unary_v2", "unary_v2_Rsqrt_float", UNARY, "unary_v2<float, float, Rsqrt>",
        [In(x), Out(1 / np.sqrt(x.astype(np.float64)), np.float32, 1e-5, 1e-6), Scalar(30, np.int64)],
        threads=(5, 3), group=(5, 3, 1))
    x = mlx.values((3, 4, 7), "float", 0.5, 4)
    turned = x.transpose(2, 0, 1)
    mlx.one(
        "unary", "unary_g", "unary_g_Log_float", UNARY, "unary_g<float, float, Log, 1, int>",
        [In(x), Out(np.log(turned.astype(np.float64)), np.float32, 1e-5, 1e-6), In(np.array([7, 3, 4], np.int32)),
         In(np.array([1, 28, 7], np.int64)), Scalar(3)], threads=(4, 3, 7), group=(4, 3, 1))


def add_binary(mlx: MLX):
    for template, kind, op, function, shape_a, shape_b, low, high, tolerance in [
            ("binary_vv", "float", "Add", np.add, 77, 77, -2, 2, 0),
            ("binary_vv", "half", "Multiply", np.multiply, 77, 77, -2, 2, 0),
            ("binary_vv", "int", "Remainder", np.mod, 77, 77, 1, 50, 0),
            ("binary_vv", "float", "LogAddExp", lambda a, b: np.logaddexp(np.float64(a), np.float64(b)), 77, 77, -4, 4, 1e-5),
            ("binary_vs", "float", "Maximum", np.maximum, 77, 1, -2, 2, 0),
            ("binary_vs", "bfloat16_t", "Subtract", lambda a, b: to_bf16(a - b), 77, 1, -2, 2, 0),
            ("binary_vs", "int64_t", "FloorDivide", np.floor_divide, 77, 1, 1, 2**40, 0),
            ("binary_sv", "float", "Power", lambda a, b: np.power(np.float64(a), b), 1, 77, 0.5, 3, 2e-5),
            ("binary_sv", "uint8_t", "BitwiseXor", np.bitwise_xor, 1, 77, 0, 255, 0),
            ("binary_ss", "float", "ArcTan2", lambda a, b: np.arctan2(np.float64(a), b), 1, 1, -2, 2, 1e-5),
            ("binary_vv", "complex64_t", "Divide", np.divide, 77, 77, 0.5, 2, 1e-5)]:
        a, b = mlx.values((shape_a,), kind, low, high), mlx.values((shape_b,), kind, low, high)
        expected = function(a, b)
        arguments = [In(a, TYPES[kind]), In(b, TYPES[kind]), Out(expected, TYPES[kind], tolerance, tolerance)]
        if template != "binary_ss":
            arguments.append(Scalar(77, np.uint32))
        mlx.one(
            "binary", template, f"{template}_{op}_{kind}", BINARY, f"{template}<{kind}, {kind}, {op}>", arguments,
            threads=(1 if template == "binary_ss" else 77,), group=(32,))
    a, b = mlx.values((80,), "float"), mlx.values((80,), "float")
    b[::3] = a[::3]
    mlx.one(
        "binary", "binary_vv2", "binary_vv2_Equal_float", BINARY, "binary_vv2<float, bool, Equal>",
        [In(a), In(b), Out((a == b).astype(np.uint8)), Scalar(80, np.int64)], threads=(10, 4), group=(10, 4, 1))
    a, b = mlx.values((6, 9), "float"), mlx.values((9, 6), "float")
    mlx.one(
        "binary", "binary_g_nd2", "binary_g_nd2_Greater_float", BINARY, "binary_g_nd2<float, bool, Greater, int>",
        [In(a), In(b), Out((a > b.T).astype(np.uint8)), In(np.array([9, 1], np.int64)),
         In(np.array([1, 6], np.int64))], threads=(9, 6), group=(9, 6, 1))
    a, b = mlx.values((4, 5, 6), "half"), mlx.values((1, 5, 1), "half")
    mlx.one(
        "binary", "binary_g_nd3", "binary_g_nd3_Minimum_half", BINARY, "binary_g_nd3<half, half, Minimum>",
        [In(a), In(b), Out(np.minimum(a, b)), In(strides((4, 5, 6))), In(np.array([0, 1, 0], np.int64))],
        threads=(6, 5, 4), group=(6, 5, 4))
    a, b = mlx.values((2, 3, 4, 5), "int"), mlx.values((2, 1, 4, 1), "int")
    mlx.one(
        "binary", "binary_g", "binary_g_Subtract_int", BINARY, "binary_g<int, int, Subtract, 2, int>",
        [In(a), In(b), Out(a - b), In(np.array([2, 3, 4, 5], np.int32)), In(strides((2, 3, 4, 5))),
         In(np.array([4, 0, 1, 0], np.int64)), Scalar(4)], threads=(3, 4, 6), group=(3, 4, 2))


def add_binary_two(mlx: MLX):
    headers = ["utils.h", "binary_ops.h", "binary_two.h"]
    for template, kind, shape_b in [("binary_vv", "int", 50), ("binary_vs", "float", 1), ("binary_vv", "float", 50)]:
        a, b = mlx.values((50,), kind, -50, 50), mlx.values((shape_b,), kind, 3, 9)
        quotient, rest = np.floor_divide(a, b), np.mod(a, b)
        if kind == "float":
            quotient = np.floor(a / b)
        mlx.one(
            "binary_two", f"{template} (two)", f"{template}_DivMod_{kind}", headers,
            f"{template}<{kind}, {kind}, DivMod>",
            [In(a), In(b), Out(quotient, TYPES[kind]),
             Out(rest, TYPES[kind], 1e-5, 1e-5), Scalar(50, np.uint32)], threads=(50,), group=(32,))


def add_ternary(mlx: MLX):
    headers = ["utils.h", "ternary_ops.h", "ternary.h"]
    condition = mlx.values((90,), "bool")
    for kind in ["float", "half", "bfloat16_t", "int64_t"]:
        b, c = mlx.values((90,), kind), mlx.values((90,), kind)
        mlx.one(
            "ternary", "ternary_v", f"ternary_v_{kind}", headers, f"ternary_v<{kind}, Select, false, false>",
            [In(condition), In(b, TYPES[kind]), In(c, TYPES[kind]), Out(np.where(condition, b, c), TYPES[kind]),
             Scalar(90, np.uint32)], threads=(90,), group=(32,))
    b, c = mlx.values((1,), "float"), mlx.values((90,), "float")
    mlx.one(
        "ternary", "ternary_v2", "ternary_v2_float", headers, "ternary_v2<float, Select, true, false>",
        [In(condition), In(b), In(c), Out(np.where(condition, b, c)), Scalar(90, np.int64)],
        threads=(9, 5), group=(9, 5, 1))
    condition = mlx.values((6, 5), "bool")
    b, c = mlx.values((5, 6), "complex64_t"), mlx.values((5,), "complex64_t")
    mlx.one(
        "ternary", "ternary_g_nd2", "ternary_g_nd2_complex64_t", headers, "ternary_g_nd2<complex64_t, Select>",
        [In(condition), In(b), In(c), Out(np.where(condition, b.T, c[None, :])), In(np.array([5, 1], np.int64)),
         In(np.array([1, 6], np.int64)), In(np.array([0, 1], np.int64))], threads=(5, 6), group=(5, 6, 1))


def add_copy(mlx: MLX):
    headers = ["utils.h", "copy.h"]
    for source, target in [("float", "half"), ("float", "bfloat16_t"), ("int", "float"), ("half", "bfloat16_t"),
                           ("float", "bool"), ("float", "complex64_t")]:
        x = mlx.values((45,), source, -9, 9)
        x[::7] = 0
        values = {"half": lambda: x.astype(np.float16), "bfloat16_t": lambda: to_bf16(x.astype(np.float32)),
                  "float": lambda: x.astype(np.float32), "bool": lambda: (x != 0).astype(np.uint8),
                  "complex64_t": lambda: x.astype(np.complex64)}[target]()
        mlx.one(
            "copy", "copy_v", f"copy_v_{source}_{target}", headers, f"copy_v<{source}, {target}>",
            [In(x, TYPES[source]), Out(values, TYPES[target]), Scalar(45, np.uint32)], threads=(45,), group=(32,))
    x = mlx.values((1,), "float")
    mlx.one(
        "copy", "copy_s", "copy_s_float_half", headers, "copy_s<float, half>",
        [In(x), Out(np.repeat(x.astype(np.float16), 45)), Scalar(45, np.uint32)], threads=(45,), group=(32,))
    x = mlx.values((4, 6, 5), "float")
    mlx.one(
        "copy", "copy_g_nd3", "copy_g_nd3_float_float", headers, "copy_g_nd3<float, float>",
        {0: In(x), 1: Out(x.transpose(2, 0, 1)), 3: In(np.array([1, 30, 5], np.int64))},
        threads=(6, 4, 5), group=(6, 4, 5))
    x = mlx.values((3, 4, 2, 5), "int")
    order = (3, 1, 0, 2)
    shape = np.array([5, 4, 3, 2], np.int32)
    picked = strides((3, 4, 2, 5))[list(order)]
    mlx.one(
        "copy", "copy_g", "copy_g_int_float", headers, "copy_g<int, float, 2, int>",
        {0: In(x), 1: Out(x.transpose(order).astype(np.float32)), 2: In(shape), 3: In(picked), 5: Scalar(4)},
        threads=(1, 3, 20), group=(1, 3, 20))
    expected = np.zeros((5, 8), np.float32)
    x = mlx.values((5, 4), "float")
    expected[:, 2:6] = x
    mlx.one(
        "copy", "copy_gg_dynamic_nd2", "copy_gg_dynamic_nd2_float", headers, "copy_gg_dynamic_nd2<float, float>",
        {0: In(x), 1: Out(expected), 3: In(np.array([4, 1], np.int64)), 4: In(np.array([8, 1], np.int64)),
         6: Scalar(0, np.int64), 7: Scalar(2, np.int64)}, threads=(4, 5), group=(4, 5, 1))


def add_all(mlx: MLX):
    for add in [add_unary, add_binary, add_binary_two, add_ternary, add_copy]:
        add(mlx)
