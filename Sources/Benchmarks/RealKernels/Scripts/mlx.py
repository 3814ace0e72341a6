"""Runs kernels of MLX's published headers, unmodified, against numpy, and prints a table by family.

    python3 mlx.py PATH-TO-RealKernels [--work FOLDER] [--wheel FILE] [--checkout FOLDER] [--only PART-OF-NAME]

The headers come from the registry package `mlx-metal`, which is downloaded, not installed; nothing of it is kept in the
repository. Kernels that the package does not carry as text (norms, rope, arg reduce, random bits) are run from a checkout of
MLX where one is given.
"""

import argparse
import glob
import os
import subprocess
import sys
import zipfile

import mlx_elements
import mlx_files
import mlx_indexing
import mlx_linear
import mlx_quantized
import mlx_reductions
import mlx_refused
import mlx_rows
import mlx_transforms
from mlx_base import MLX
from suite import Suite, report

VERSION = "0.32.4"
FAMILIES = [
    mlx_rows, mlx_elements, mlx_reductions, mlx_indexing, mlx_linear, mlx_transforms, mlx_quantized,
    mlx_refused]


def headers(work, wheel):
    """The folder that holds `mlx/backend/metal/kernels`, fetched and unpacked if it is not there."""
    root = os.path.join(work, "headers")
    if os.path.isdir(os.path.join(root, "mlx")):
        return root
    if wheel is None:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--platform", "macosx_14_0_arm64",
             "--only-binary=:all:", f"mlx-metal=={VERSION}", "-d", work], check=True)
        wheel = glob.glob(os.path.join(work, "mlx_metal-*.whl"))[0]
    prefix = "mlx/include/"
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(prefix + "mlx/backend/metal/kernels/") and name.endswith(".h"):
                place = os.path.join(root, name[len(prefix):])
                os.makedirs(os.path.dirname(place), exist_ok=True)
                with open(place, "wb") as file:
                    file.write(archive.read(name))
    return root


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--work", default="mlx-work")
    parser.add_argument("--wheel")
    parser.add_argument("--checkout")
    parser.add_argument("--only")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    root = os.path.abspath(headers(options.work, options.wheel))
    suite = Suite(os.path.join(options.work, "cases"), root)
    mlx = MLX(suite)
    for family in FAMILIES:
        family.add_all(mlx)
    rows = suite.run(os.path.abspath(options.program), options.only)
    if options.checkout:
        files = Suite(os.path.join(options.work, "files"), os.path.abspath(options.checkout))
        mlx_files.add_all(MLX(files), options.checkout)
        rows += files.run(os.path.abspath(options.program), options.only)
    total = report(rows)
    sys.exit(1 if total["wrong"] or total["fault"] else 0)


if __name__ == "__main__":
    main()
