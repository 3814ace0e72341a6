"""Kernels that pick and place elements by index."""

import numpy as np

from mlx_base import MLX, TYPES, strides
from suite import In, Out, Scalar

HEADERS = ["utils.h", "indexing/indexing.h"]


def add_gather_axis(mlx: MLX):
    for kind, index in [("float", "uint"), ("half", "int")]:
        x = mlx.values((4, 9, 5), kind)
        indices = mlx.values((4, 3, 5), index, 0, 8)
        if index == "int":
            indices[0] -= 9
        expected = np.take_along_axis(x, indices.astype(np.int64), axis=1)
        mlx.one(
            "gather_axis", "gather_axis", f"gather_axis_{kind}_{index}", HEADERS + ["indexing/gather_axis.h"],
            f"gather_axis<{kind}, {index}, int, true, true>",
            [In(x), In(indices), Out(expected), In(np.array([4, 5], np.int32)), In(np.array([45, 1], np.int64)),
             In(np.array([15, 1], np.int64)), Scalar(2, np.uint64), Scalar(1), Scalar(9), Scalar(5, np.uint64),
             Scalar(5, np.uint64)], threads=(5, 3, 4), group=(5, 3, 4))


def add_gather_front(mlx: MLX):
    for kind, index in [("float", "int"), ("bfloat16_t", "uint")]:
        x = mlx.values((11, 23), kind)
        indices = mlx.values((6,), index, 0, 10)
        if index == "int":
            indices[2] = -1
        mlx.one(
            "gather_front", "gather_front", f"gather_front_{kind}", HEADERS + ["indexing/gather_front.h"],
            f"gather_front<{kind}, {index}, int64_t, 2>",
            [In(x, TYPES[kind]), In(indices), Out(x[indices.astype(np.int64)], TYPES[kind]), Scalar(23, np.int64),
             Scalar(11)], threads=(12, 6), group=(12, 6, 1))


def add_scatter_axis(mlx: MLX):
    headers = ["utils.h", "atomic.h", "reduction/ops.h", "indexing/scatter_axis.h"]
    for kind, op in [("float", "Sum"), ("int", "Max"), ("half", "None")]:
        updates = mlx.values((3, 6, 4), kind, -9, 9)
        indices = np.stack([mlx.random.permutation(7)[:6] for _ in range(3 * 4)]).reshape(3, 4, 6).transpose(0, 2, 1)
        if op == "Sum":
            indices[:, 1] = indices[:, 0]
        start = mlx.values((3, 7, 4), kind, -9, 9)
        expected = start.copy()
        for a in range(3):
            for b in range(6):
                for c in range(4):
                    place = (a, indices[a, b, c], c)
                    value = updates[a, b, c]
                    old = expected[place]
                    expected[place] = {"Sum": old + value, "Max": max(old, value), "None": value}[op]
        name = op if op == "None" else f"{op}<{kind}>"
        tolerance = 1e-5 if op == "Sum" else 0
        mlx.one(
            "scatter_axis", "scatter_axis", f"scatter_axis_{op}_{kind}", headers,
            f"scatter_axis<{kind}, uint, int, {name}, true, true>",
            [In(updates), In(indices.astype(np.uint32)), Out(expected, TYPES[kind], tolerance, tolerance, start=start),
             In(np.array([3, 4], np.int32)), In(np.array([24, 1], np.int64)), In(np.array([24, 1], np.int64)),
             Scalar(2, np.uint64), Scalar(1), Scalar(7), Scalar(4, np.uint64), Scalar(4, np.uint64)],
            threads=(4, 6, 3), group=(4, 6, 3))


def add_slice_update(mlx: MLX):
    headers = ["utils.h", "atomic.h", "reduction/ops.h", "indexing/scatter.h"]
    updates, start = mlx.values((4, 6), "float"), mlx.values((8, 10), "float")
    expected = start.copy()
    expected[2:6, 3:9] += updates
    mlx.one(
        "slice_update", "slice_update_op_impl", "slice_update_Sum_float", headers,
        "slice_update_op_impl<float, int, Sum<float>, false, true, false, 2, 2>",
        [In(updates), Out(expected, np.float32, 1e-6, 1e-6, start=start), In(np.array([4, 6], np.int32)),
         In(np.array([6, 1], np.int64)), Scalar(2), Scalar(24, np.int64), In(np.array([10, 1], np.int64)),
         Scalar(23, np.int64)], threads=(3, 4, 1), group=(3, 4, 1))


def add_masked(mlx: MLX):
    headers = ["utils.h", "indexing/masked_scatter.h"]
    mask = mlx.values((50,), "bool")
    offsets = (np.cumsum(mask) - mask).astype(np.uint32)
    source, start = mlx.values((50,), "float"), mlx.values((50,), "float")
    expected = start.copy()
    expected[mask == 1] = source[: int(mask.sum())]
    mlx.one(
        "masked_scatter", "masked_assign_impl", "masked_assign_float", headers, "masked_assign_impl<float, true>",
        [In(mask), In(offsets), In(source), Out(expected, start=start), In(np.array([50], np.int32)),
         In(np.array([1], np.int64)), Scalar(1), Scalar(50, np.int64), Scalar(50, np.int64)], threads=(50,), group=(32,))


def add_gather_scatter(mlx: MLX):
    """`gather_impl` and `scatter_impl` need a kernel around them, which MLX writes for the number of index arrays."""
    text = mlx.text(HEADERS + ["indexing/gather.h"], []) + """
[[kernel]] void gather_two(
    const device float* src [[buffer(0)]], device float* out [[buffer(1)]], const constant int* src_shape [[buffer(2)]],
    const constant int64_t* src_strides [[buffer(3)]], const constant size_t& src_ndim [[buffer(4)]],
    const constant int* slice_sizes [[buffer(5)]], const constant int* axes [[buffer(6)]],
    const constant int* idx_shapes [[buffer(7)]], const constant int64_t* idx_strides [[buffer(8)]],
    const constant bool* row_contiguous [[buffer(9)]], const constant int& idx_ndim [[buffer(10)]],
    const device int* first [[buffer(11)]], const device int* second [[buffer(12)]],
    uint3 index [[thread_position_in_grid]], uint3 grid_dim [[threads_per_grid]]) {
  Indices<int, 2> indices{{{first, second}}, idx_shapes, idx_strides, row_contiguous, idx_ndim};
  return gather_impl<float, int, 2, 1, int>(
      src, out, src_shape, src_strides, src_ndim, slice_sizes, axes, indices, index, grid_dim);
}
"""
    x = mlx.values((5, 6, 7), "float")
    first = np.array([0, 4, -1, 2], np.int32)
    second = np.array([5, 0, 3, -2], np.int32)
    buffers = {
        "x": In(x), "out": Out(x[first, second]), "shape": In(np.array([5, 6, 7], np.int32)), "strides": In(strides((5, 6, 7))),
        "ndim": Scalar(3, np.uint64), "sizes": In(np.array([1, 1, 7], np.int32)), "axes": In(np.array([0, 1], np.int32)),
        "ishapes": In(np.array([4, 4], np.int32)), "istrides": In(np.array([1, 1], np.int64)),
        "contiguous": In(np.array([1, 1], np.uint8)), "indim": Scalar(1), "first": In(first), "second": In(second)}
    launch = mlx.launch("gather_two", list(buffers), threads=(4, 1, 7), group=(4, 1, 7))
    mlx.suite.case("gather", "gather_impl", "gather_two", text, [launch], buffers)


def add_all(mlx: MLX):
    for add in [add_gather_axis, add_gather_front, add_scatter_axis, add_slice_update, add_masked, add_gather_scatter]:
        add(mlx)
