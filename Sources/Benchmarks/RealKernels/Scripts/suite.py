"""Describes kernels, their inputs and their numpy references, runs them, and prints what came of each."""

import collections
import json
import os
import subprocess

import numpy as np


class BF16:
    """Marks arrays of bfloat16, kept as float32 values that bfloat16 can hold."""


def to_bf16(values):
    """float32 rounded to nearest even bfloat16, as float32."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).astype(np.uint64)
    bits = ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint32) << 16
    return bits.astype(np.uint32).view(np.float32)


def encode(values, dtype):
    """The bytes of an array as the kernel reads them."""
    if dtype is BF16:
        return (np.ascontiguousarray(values, dtype=np.float32).view(np.uint32) >> 16).astype(np.uint16).tobytes()
    return np.ascontiguousarray(values, dtype=dtype).tobytes()


def decode(data, dtype):
    """An array from what a kernel wrote."""
    if dtype is BF16:
        return (np.frombuffer(data, dtype=np.uint16).astype(np.uint32) << 16).view(np.float32)
    return np.frombuffer(data, dtype=dtype)


def size_of(dtype):
    return 2 if dtype is BF16 else np.dtype(dtype).itemsize


class In:
    """A buffer with contents."""

    def __init__(self, values, dtype=None):
        self.values = np.asarray(values)
        self.dtype = dtype or self.values.dtype


class Scalar(In):
    """A buffer that holds one number or a few."""

    def __init__(self, value, dtype=np.int32):
        super().__init__(np.asarray(value, dtype=dtype), dtype)


class Out:
    """A buffer that the kernel writes, compared with `expected`; starts as `start` or as zeros."""

    def __init__(self, expected, dtype=None, rtol=0.0, atol=0.0, start=None):
        self.expected = np.asarray(expected)
        self.dtype = dtype or self.expected.dtype
        self.rtol, self.atol, self.start = rtol, atol, start


class Temp:
    """A buffer between launches."""

    def __init__(self, byte_count):
        self.byte_count = byte_count


class Suite:
    """Cases of one run, and what came of them."""

    def __init__(self, folder, header_root):
        self.folder, self.header_root = folder, header_root
        self.cases, self.descriptions = [], []
        os.makedirs(folder, exist_ok=True)

    def case(self, family, template, name, text, launches, buffers, constants=None, fast_math=None, refusal=None,
             dialect="metal"):
        """Adds one program: `launches` over named `buffers`; with `refusal` it has to be refused in these words."""
        described = {}
        for key, buffer in buffers.items():
            entry = {"isOutput": isinstance(buffer, Out)}
            if isinstance(buffer, Temp):
                entry["bytes"] = buffer.byte_count
            else:
                start = buffer.start if isinstance(buffer, Out) else buffer.values
                if start is None:
                    entry["bytes"] = buffer.expected.size * size_of(buffer.dtype)
                else:
                    entry["file"] = f"{name}.{key}.in"
                    with open(os.path.join(self.folder, entry["file"]), "wb") as file:
                        file.write(encode(start, buffer.dtype))
            described[key] = entry
        self.cases.append((family, template, name, buffers, refusal))
        description = {
            "name": name, "dialect": dialect, "text": text, "definitions": constants or {}, "buffers": described, "launches": launches}
        if fast_math is not None:
            description["fastMath"] = fast_math
        self.descriptions.append(description)

    def run(self, program, part=None):
        """Runs all, or those whose name contains `part`; returns (family, template, name, verdict, note) rows."""
        with open(os.path.join(self.folder, "suite.json"), "w") as file:
            json.dump({"headerRoot": self.header_root, "cases": self.descriptions}, file)
        subprocess.run([program, self.folder] + ([part] if part else []), check=True)
        with open(os.path.join(self.folder, "results.json")) as file:
            results = collections.defaultdict(list)
            for result in json.load(file):
                results[result["name"]].append(result)
        rows = []
        for family, template, name, buffers, refusal in self.cases:
            if name in results:
                verdict, note = self.verdict(name, buffers, results[name])
                if refusal is not None:
                    expected = verdict in ("refused", "fault") and refusal in note
                    verdict, note = ("refused", refusal) if expected else ("wrong", f"{verdict}, not refused: {note}")
                rows.append((family, template, name, verdict, note))
        return rows

    def verdict(self, name, buffers, results):
        for result in results:
            if result["status"] != "ran":
                return result["status"], result["message"]
        worst = 0.0
        for result in results:
            for key, buffer in buffers.items():
                if not isinstance(buffer, Out):
                    continue
                path = os.path.join(self.folder, f"{name}.{key}.{result['build']}.out")
                with open(path, "rb") as file:
                    got = decode(file.read(), buffer.dtype)[: buffer.expected.size]
                error, message = compare(got, buffer)
                if message:
                    return "wrong", f"{result['build']} build, buffer {key}: {message}"
                worst = max(worst, error)
        return "runs", f"largest difference {worst:.3g}"


def compare(got, buffer):
    expected = buffer.expected.reshape(-1)
    if buffer.rtol == 0 and buffer.atol == 0:
        same = (got == expected) | ((got != got) & (expected != expected))
        if same.all():
            return 0.0, None
        index = int(np.argmin(same))
        return 0.0, f"{int((~same).sum())} of {same.size} differ; [{index}] is {got[index]}, not {expected[index]}"
    wide = np.complex128 if np.iscomplexobj(expected) else np.float64
    got, expected = got.astype(wide), expected.astype(wide)
    unequal_special = np.isfinite(expected) != np.isfinite(got)
    with np.errstate(invalid="ignore"):
        difference = np.abs(got - expected)
        difference[~np.isfinite(expected) & ~unequal_special] = 0
        bad = unequal_special | (difference > buffer.atol + buffer.rtol * np.abs(expected))
    if bad.any():
        index = int(np.argmax(bad))
        return 0.0, f"{int(bad.sum())} of {bad.size} differ; [{index}] is {got[index]}, not {expected[index]}"
    return float(difference.max(initial=0.0)), None


def report(rows):
    """The table by family, and every row that did not run."""
    families = collections.OrderedDict()
    for family, _, _, verdict, _ in rows:
        families.setdefault(family, collections.Counter())[verdict] += 1
    print(f"{'family':24} {'runs':>5} {'refused':>8} {'fault':>6} {'wrong':>6}")
    for family, counts in families.items():
        print(
            f"{family:24} {counts['runs']:5} {counts['refused']:8} {counts['fault']:6} {counts['wrong']:6}")
    total = collections.Counter(row[3] for row in rows)
    print(f"{'all':24} {total['runs']:5} {total['refused']:8} {total['fault']:6} {total['wrong']:6}")
    templates = collections.Counter(row[1] for row in rows if row[3] == "runs")
    counted = sum(min(4, count) for count in templates.values())
    running = {row[0] for row in rows if row[3] == "runs"}
    print(f"{counted} entry points of {len(running)} families run, at most 4 of a template counted")
    for family, template, name, verdict, note in rows:
        if verdict != "runs" and note:
            print(f"\n{verdict}: {name} ({family})\n" + "\n".join("    " + line for line in note.split("\n")[:12]))
    return total
