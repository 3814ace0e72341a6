"""Kernels that combine many elements: reductions, scans, sorts."""

import numpy as np

from mlx_base import MLX, TYPES
from suite import In, Out, Scalar, Temp, to_bf16

HEADERS = ["utils.h", "atomic.h", "reduction/ops.h", "reduce.h"]


def combined(op, x, axis, kind):
    wide = x.astype(np.int64 if np.issubdtype(x.dtype, np.integer) else np.float64)
    return {"Sum": np.sum, "Prod": np.prod, "Min": np.min, "Max": np.max}[op](wide, axis=axis)


def add_all_reduce(mlx: MLX):
    for kind, result, op, low, high, rtol in [
            ("float", "float", "Sum", -1, 1, 1e-4), ("half", "half", "Max", -5, 5, 0), ("int", "int", "Min", -900, 900, 0),
            ("bool", "bool", "And", 0, 1, 0), ("int64_t", "int64_t", "Sum", -2**40, 2**40, 0)]:
        x = mlx.values((700,), kind, low, high)
        if op == "And":
            x[:] = 1
        expected = np.array([int(x.all())]) if op == "And" else np.array([combined(op, x, None, kind)])
        mlx.one(
            "reduce all", "all_reduce", f"all_reduce_{op}_{kind}", HEADERS,
            f"all_reduce<{kind}, {result}, {op}<{result}>>",
            [In(x, TYPES[kind]), Out(expected, TYPES[result], rtol, rtol), Scalar(700, np.uint64),
             Scalar(700, np.uint64)], groups=(1,), group=(64,))
    mlx.one(
        "reduce init", "init_reduce", "init_reduce_Max_float", HEADERS, "init_reduce<float, Max<float>>",
        [Out(np.full(12, -np.inf, np.float32))], threads=(4, 3), group=(4, 3, 1))
    mlx.one(
        "reduce init", "init_reduce", "init_reduce_Prod_int", HEADERS, "init_reduce<int, Prod<int>>",
        [Out(np.full(12, 1, np.int32))], threads=(4, 3), group=(4, 3, 1))


def add_row_reduce(mlx: MLX):
    x = mlx.values((3, 5, 11), "float")
    shared = [Scalar(5), Scalar(11 * 5, np.int64)]
    for kind, op, rtol in [("float", "Sum", 1e-5), ("bfloat16_t", "Max", 0)]:
        x = mlx.values((3, 5, 11), kind)
        mlx.one(
            "reduce row", "row_reduce_small", f"row_reduce_small_{op}_{kind}", HEADERS,
            f"row_reduce_small<{kind}, {kind}, {op}<{kind}>, int, 1>",
            [In(x, TYPES[kind]), Out(combined(op, x, (0, 2), kind), TYPES[kind], rtol, rtol), Scalar(11, np.int64),
             Scalar(3, np.int64), In(np.array([5], np.int32)), In(np.array([11], np.int64)), Scalar(1),
             In(np.array([3], np.int32)), In(np.array([55], np.int64)), Scalar(1)], threads=(5, 1, 1), group=(5, 1, 1))
    for kind, op, rtol in [("float", "Sum", 1e-4), ("int", "Max", 0), ("half", "Min", 0)]:
        x = mlx.values((9, 333), kind, -50, 50)
        mlx.one(
            "reduce row", "row_reduce_simple", f"row_reduce_simple_{op}_{kind}", HEADERS,
            f"row_reduce_simple<{kind}, {kind}, {op}<{kind}>>",
            [In(x, TYPES[kind]), Out(combined(op, x, 1, kind), TYPES[kind], rtol, rtol), Scalar(333, np.uint64),
             Scalar(9, np.int64)], groups=(1, 3, 1), group=(64,))
    x = mlx.values((4, 3, 200), "float")
    mlx.one(
        "reduce row", "row_reduce_looped", "row_reduce_looped_Sum_float", HEADERS,
        "row_reduce_looped<float, float, Sum<float>, int, 1>",
        [In(x), Out(combined("Sum", x, (0, 2), "float"), np.float32, 1e-4, 1e-4), Scalar(200, np.int64),
         Scalar(4, np.int64), In(np.array([3], np.int32)), In(np.array([200], np.int64)), Scalar(1),
         In(np.array([4], np.int32)), In(np.array([600], np.int64)), Scalar(1)], groups=(1, 3, 1), group=(64,))


def add_column_reduce(mlx: MLX):
    def arguments(rows, columns, x, expected, dtype, tolerance):
        return [
            In(x, dtype), Out(expected, dtype, tolerance, tolerance), Scalar(rows, np.uint64),
            Scalar(columns, np.int64), In(np.array([1], np.int32)), In(np.array([0], np.int64)), Scalar(1),
            In(np.array([rows], np.int32)), In(np.array([columns], np.int64)), Scalar(1), Scalar(1, np.uint64)]

    for kind, op, tolerance in [("float", "Sum", 1e-5), ("int", "Prod", 0)]:
        low = 1 if op == "Prod" else -3
        x = mlx.values((13, 30), kind, low, 3)
        expected = combined(op, x, 0, kind)
        mlx.one(
            "reduce column", "col_reduce_small", f"col_reduce_small_{op}_{kind}", HEADERS,
            f"col_reduce_small<{kind}, {kind}, {op}<{kind}>, int, 1>",
            arguments(13, 30, x, expected, TYPES[kind], tolerance), groups=(1, 1, 1), group=(8, 4, 1))
    x = mlx.values((90, 7), "float")
    mlx.one(
        "reduce column", "col_reduce_longcolumn", "col_reduce_longcolumn_Sum_float", HEADERS,
        "col_reduce_longcolumn<float, float, Sum<float>, int, 1>",
        arguments(90, 7, x, combined("Sum", x, 0, "float"), np.float32, 1e-4) + [Scalar(1, np.uint64)],
        groups=(1, 1, 1), group=(7, 16, 1))
    for kind, op, tolerance in [("float", "Max", 0), ("half", "Sum", 2e-2)]:
        x = mlx.values((70, 50), kind, -1, 1)
        mlx.one(
            "reduce column", "col_reduce_looped", f"col_reduce_looped_{op}_{kind}", HEADERS,
            f"col_reduce_looped<{kind}, {kind}, {op}<{kind}>, int, 1, 32, 32>",
            arguments(70, 50, x, combined(op, x, 0, kind), TYPES[kind], tolerance) + [Scalar(0, np.int64)],
            groups=(2, 1, 1), group=(256,))
    x = mlx.values((64, 32), "float")
    partial = np.zeros((32, 32))
    partial[0], partial[1] = x[:32].astype(np.float64).sum(0), x[32:].astype(np.float64).sum(0)
    mlx.one(
        "reduce column", "col_reduce_2pass", "col_reduce_2pass_Sum_float", HEADERS,
        "col_reduce_2pass<float, float, Sum<float>, int, 1, 32, 32>",
        arguments(64, 32, x, partial, np.float32, 1e-5) + [Scalar(0, np.int64), Scalar(1, np.uint64)],
        groups=(1, 32, 1), group=(256,))


def scanned(op, x, inclusive, reverse):
    wide = x.astype(np.float64) if x.dtype.kind == "f" else x.astype(np.int64)
    if reverse:
        wide = wide[:, ::-1]
    function = {"CumSum": np.cumsum, "CumProd": np.cumprod, "CumMax": np.maximum.accumulate,
                "CumMin": np.minimum.accumulate, "CumLogaddexp": np.logaddexp.accumulate}[op]
    result = function(wide, axis=1)
    if not inclusive:
        first = {"CumSum": 0, "CumProd": 1, "CumMax": -np.inf, "CumMin": np.inf, "CumLogaddexp": -np.inf}[op]
        result = np.concatenate([np.full((x.shape[0], 1), first), result[:, :-1]], axis=1)
    return result[:, ::-1] if reverse else result


def add_scan(mlx: MLX):
    headers = ["utils.h", "scan.h"]
    for kind, op, inclusive, reverse, tolerance in [
            ("float", "CumSum", 1, 0, 1e-4), ("int", "CumSum", 0, 0, 0), ("float", "CumMax", 1, 1, 0),
            ("half", "CumMin", 1, 0, 0), ("float", "CumProd", 1, 0, 1e-4), ("int64_t", "CumSum", 1, 1, 0),
            ("float", "CumLogaddexp", 1, 0, 1e-4)]:
        low, high = (0.97, 1.03) if op == "CumProd" else (-3, 3)
        x = mlx.values((2, 301), kind, low, high)
        expected = scanned(op, x, inclusive, reverse)
        flags = f"{'true' if inclusive else 'false'}, {'true' if reverse else 'false'}"
        mlx.one(
            "scan", "contiguous_scan", f"contiguous_scan_{op}_{kind}_{inclusive}{reverse}", headers,
            f"contiguous_scan<{kind}, {kind}, {op}<{kind}>, 4, {flags}>",
            [In(x), Out(expected, TYPES[kind], tolerance, tolerance), Scalar(301, np.uint64)], groups=(1, 2, 1),
            group=(64,))
    for kind, op, inclusive, reverse, tolerance in [("float", "CumSum", 1, 0, 1e-4), ("int", "CumMax", 1, 1, 0),
                                                    ("float", "CumSum", 0, 0, 1e-4)]:
        x = mlx.values((70, 40), kind, -3, 3)
        expected = scanned(op, x.T, inclusive, reverse).T
        flags = f"{'true' if inclusive else 'false'}, {'true' if reverse else 'false'}"
        mlx.one(
            "scan", "strided_scan", f"strided_scan_{op}_{kind}_{inclusive}{reverse}", headers,
            f"strided_scan<{kind}, {kind}, {op}<{kind}>, 4, {flags}>",
            [In(x), Out(expected, TYPES[kind], tolerance, tolerance), Scalar(70, np.uint64), Scalar(40, np.uint64),
             Scalar(2, np.uint64)], groups=(1, 2, 1), group=(256,))


def add_sort(mlx: MLX):
    headers = ["utils.h", "sort.h"]
    for kind, argument in [("float", False), ("int", False), ("half", True), ("bfloat16_t", True)]:
        x = mlx.values((3, 117), kind, -500, 500)
        if argument:
            # Values that differ, so that there is one order.
            x = np.stack([mlx.random.permutation(117) for _ in range(3)]).astype(np.float32) - 50
            x = x if kind == "bfloat16_t" else x.astype(np.float16)
        expected = np.argsort(x, axis=1).astype(np.uint32) if argument else np.sort(x, axis=1)
        result = "uint" if argument else kind
        mlx.one(
            "sort", "block_sort", f"block_sort_{'arg_' if argument else ''}{kind}", headers,
            f"block_sort<{kind}, {result}, {'true' if argument else 'false'}, 32, 4>",
            [In(x, TYPES[kind]), Out(expected, TYPES[result]), Scalar(117), Scalar(1), Scalar(1), Scalar(117),
             Scalar(117)], groups=(1, 3, 1), group=(32,))
    x = mlx.values((60, 5), "float")
    mlx.one(
        "sort", "block_sort_nc", "block_sort_nc_float", headers, "block_sort_nc<float, float, false, 32, 4>",
        [In(x), Out(np.sort(x, axis=0)), Scalar(60), Scalar(5), Scalar(5), Scalar(1), In(np.array([5], np.int32)),
         In(np.array([1], np.int64)), In(np.array([1], np.int64))], groups=(1, 5, 1), group=(32,))
    add_block_merge_sort(mlx, headers)


def add_block_merge_sort(mlx: MLX, headers):
    """Three blocks, sorted by themselves and merged in two rounds."""
    size, block = 300, 128
    x = mlx.random.permutation(size).astype(np.float32) - 100
    names = ["mb_block_sort", "mb_block_partition", "mb_block_merge"]
    text = mlx.text(headers, [(name, f"{name}<float, uint, true, 32, 4>") for name in names])
    buffers = {
        "x": In(x), "values_0": Temp(size * 4), "indices_0": Temp(size * 4), "values_1": Temp(size * 4),
        "indices_1": Temp(size * 4), "partitions": Temp(16 * 4), "size": Scalar(size), "one": Scalar(1),
        "shape": In(np.array([1], np.int32)), "zero": In(np.array([0], np.int64)), "tiles_2": Scalar(2),
        "tiles_4": Scalar(4), "blocks": Scalar(3), "values": Out(np.sort(x)),
        "indices": Out(np.argsort(x).astype(np.uint32))}
    launches = [
        mlx.launch(names[0], ["x", "values_0", "indices_0", "size", "one", "one", "shape", "zero"], groups=(3, 1, 1),
                   group=(32,))]
    for tiles, source, target in [("tiles_2", ("values_0", "indices_0"), ("values_1", "indices_1")),
                                  ("tiles_4", ("values_1", "indices_1"), ("values", "indices"))]:
        launches.append(mlx.launch(
            names[1], ["partitions", *source, "size", tiles, "blocks"], groups=(1, 1, 1), group=(4,)))
        launches.append(mlx.launch(
            names[2], ["partitions", *source, *target, "size", tiles, "blocks"], groups=(3, 1, 1), group=(32,)))
    mlx.suite.case("sort", "mb_block_sort", "multi_block_sort_float", text, launches, buffers)


def add_all(mlx: MLX):
    for add in [add_all_reduce, add_row_reduce, add_column_reduce, add_scan, add_sort]:
        add(mlx)
