"""What the scripts of MLX's kernel families share."""

import numpy as np

from suite import BF16, to_bf16

ROOT = "mlx/backend/metal/kernels/"
TYPES = {
    "float": np.float32, "half": np.float16, "bfloat16_t": BF16, "int": np.int32, "uint": np.uint32,
    "int64_t": np.int64, "uint64_t": np.uint64, "short": np.int16, "uint16_t": np.uint16, "int8_t": np.int8,
    "uint8_t": np.uint8, "bool": np.uint8, "complex64_t": np.complex64,
}


class MLX:
    """Adds cases whose kernels come from MLX's headers."""

    def __init__(self, suite):
        self.suite = suite
        self.random = np.random.default_rng(20261121)

    def values(self, shape, kind="float", low=-2.0, high=2.0):
        """Random values that a type can hold."""
        dtype = TYPES[kind]
        if dtype is BF16:
            return to_bf16(self.random.uniform(low, high, shape))
        if kind == "bool":
            return self.random.integers(0, 2, shape).astype(np.uint8)
        if kind == "complex64_t":
            return (self.random.uniform(low, high, shape) + 1j * self.random.uniform(low, high, shape)).astype(dtype)
        if np.issubdtype(dtype, np.integer):
            return self.random.integers(int(low), int(high) + 1, shape).astype(dtype)
        return self.random.uniform(low, high, shape).astype(dtype)

    @staticmethod
    def text(headers, instances):
        """The text that MLX writes for itself: includes and instantiations."""
        lines = [f'#include "{ROOT}{header}"' for header in headers]
        for name, function in instances:
            lines.append(f'template [[host_name("{name}")]] [[kernel]] decltype({function}) {function};')
        return "\n".join(lines) + "\n"

    @staticmethod
    def launch(entry, arguments, threads=None, groups=None, group=(1, 1, 1), memory=None):
        """A launch; `arguments` are names of buffers in order, or a dictionary by index."""
        if not isinstance(arguments, dict):
            arguments = dict(enumerate(arguments))
        launch = {
            "entry": entry, "threadgroup": list(group),
            "arguments": {str(index): name for index, name in arguments.items()}}
        if threads is not None:
            launch["threads"] = list(threads)
        if groups is not None:
            launch["threadgroups"] = list(groups)
        if memory:
            launch["threadgroupMemory"] = memory
        return launch

    def one(
        self, family, template, name, headers, function, arguments, threads=None, groups=None, group=(1, 1, 1),
        constants=None, memory=None):
        """One launch of one kernel; `arguments` are buffers in order, or a dictionary by index."""
        if not isinstance(arguments, dict):
            arguments = dict(enumerate(arguments))
        buffers = {f"b{index}": buffer for index, buffer in arguments.items()}
        launch = self.launch(
            name, {index: f"b{index}" for index in arguments}, threads=threads, groups=groups, group=group,
            memory=memory)
        self.suite.case(
            family, template, name, self.text(headers, [(name, function)]), [launch], buffers, constants)


def strides(shape):
    """Row-major strides, in elements."""
    result = []
    step = 1
    for extent in reversed(shape):
        result.append(step)
        step *= extent
    return np.array(list(reversed(result)), dtype=np.int64)
