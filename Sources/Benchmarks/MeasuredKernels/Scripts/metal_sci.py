"""Runs a measured set's kernels against the set's own references and prints what came of them, task by task.

    python3 metal_sci.py PATH-TO-MeasuredKernels --set DIR --kernels DIR [--work FOLDER] [--only PART-OF-NAME]
        [--repository CLONE.git]

SET/tools/check.py compares the outputs. With a clone of the public repository that the kernels come from, every kernel text in it
is compiled as well, and the table says how far its verdict agrees with that of Apple's compiler, which the repository records.
"""

import argparse
import collections
import hashlib
import json
import os
import subprocess
import sys

import numpy as np


def verdicts(options, checker, inputs):
    """(task, name, verdict, note, finding) of every kernel."""
    work = os.path.join(options.work, "run")
    command = [options.program, "run", options.set, options.kernels, work]
    subprocess.run(command + ([options.only] if options.only else []), check=True)
    with open(os.path.join(options.set, "cases.json")) as file:
        cases = {case["name"]: case for case in json.load(file)}
    with open(os.path.join(work, "results.json")) as file:
        results = collections.defaultdict(list)
        for result in json.load(file):
            results[result["name"]].append(result)
    rows = []
    for name, builds in results.items():
        case = cases[name]
        stopped = [build for build in builds if build["status"] != "ran"]
        warnings = sorted({warning for build in builds for warning in build["warnings"]})
        if stopped:
            build = stopped[0]
            rows.append((case["task"], name, build["status"], f"{build['build']}: {build['message']}",
                         build["finding"], warnings))
            continue
        types = {a["buffer"]: a["dtype"] for l in case["launches"] for a in l["args"] if "dtype" in a}
        notes = []
        for build in builds:
            got = {}
            for output in case["outputs"]:
                path = os.path.join(work, f"{name.replace('/', '_')}.{output}.{build['build']}.out")
                got[output] = np.fromfile(path, dtype=inputs.DTYPES[types[output]])
                os.remove(path)
            passed, text = checker.compare(case, got, options.set)
            if not passed:
                notes.append(f"{build['build']}: {text}")
        rows.append((case["task"], name, "wrong" if notes else "right", "; ".join(notes), "", warnings))
    return rows


def report(rows):
    """Prints a line per task, every kernel that is not right, and the checks that fired; returns how many are right."""
    kinds = ["right", "refused", "fault", "wrong"]
    print(f"{'task':12s}{'kernels':>9s}" + "".join(f"{kind:>9s}" for kind in kinds) + f"{'warned':>9s}")
    tasks = sorted({row[0] for row in rows})
    for task in tasks + ["all"]:
        own = [row for row in rows if task in (row[0], "all")]
        counts = collections.Counter(row[2] for row in own)
        warned = sum(1 for row in own if row[5])
        print(f"{task:12s}{len(own):9d}" + "".join(f"{counts[kind]:9d}" for kind in kinds) + f"{warned:9d}")
    for _, name, verdict, note, _, _ in rows:
        if verdict != "right":
            print(f"{name}: {verdict}: {note}")
    findings = collections.Counter(row[4] for row in rows if row[4])
    print("checks that stopped kernels: " + (", ".join(f"{k} {v}" for k, v in sorted(findings.items())) or "none"))
    return sum(1 for row in rows if row[2] == "right")


def compile_labels(repository, folder):
    """Writes every distinct kernel text with a compile verdict to `folder`; returns {md5: Apple accepted it}."""
    def git(*arguments):
        return subprocess.run(["git", "--git-dir", repository, *arguments], check=True, capture_output=True).stdout
    paths = set(git("ls-tree", "-r", "--name-only", "HEAD").decode().split("\n"))
    accepted = {}
    os.makedirs(folder, exist_ok=True)
    for path in sorted(paths):
        if not path.endswith("_candidate.metal"):
            continue
        result = path.replace("_candidate.metal", "_result.json")
        if result not in paths:
            continue
        text = git("show", f"HEAD:{path}")
        digest = hashlib.md5(text).hexdigest()
        verdict = json.loads(git("show", f"HEAD:{result}")).get("compile_ok")
        if verdict is None:
            continue
        accepted[digest] = accepted.get(digest, False) or bool(verdict)
        with open(os.path.join(folder, digest + ".metal"), "wb") as file:
            file.write(text)
    return accepted


def compare_compilers(options):
    """Prints how our verdicts agree with Apple's; returns whether we accept all that Apple accepts."""
    folder = os.path.join(options.work, "texts")
    accepted = compile_labels(options.repository, folder)
    subprocess.run([options.program, "compile", folder, options.work], check=True)
    with open(os.path.join(options.work, "verdicts.json")) as file:
        ours = {entry["name"][:-6]: entry for entry in json.load(file)}
    good = [ours[digest] for digest, ok in accepted.items() if ok]
    bad = [ours[digest] for digest, ok in accepted.items() if not ok]
    print(f"of {len(good)} texts that Apple's compiler accepts, {sum(e['isAccepted'] for e in good)} compile here")
    print(f"of {len(bad)} that it refuses, {sum(not e['isAccepted'] for e in bad)} are refused here")
    for entry in good:
        if not entry["isAccepted"]:
            print(f"  refused here only: {entry['name']}: {entry['message']}")
    for entry in bad:
        if entry["isAccepted"]:
            print(f"  accepted here only: {entry['name']}")
    return all(entry["isAccepted"] for entry in good)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--set", required=True)
    parser.add_argument("--kernels", required=True)
    parser.add_argument("--work", default="metal-sci-work")
    parser.add_argument("--only")
    parser.add_argument("--repository")
    options = parser.parse_args()
    options.set, options.kernels = os.path.abspath(options.set), os.path.abspath(options.kernels)
    os.makedirs(options.work, exist_ok=True)
    # The references come with the set, not with this repository.
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(options.set, "tools"))
    import check as checker
    import inputs
    rows = verdicts(options, checker, inputs)
    right = report(rows)
    agrees = compare_compilers(options) if options.repository else True
    sys.exit(0 if right == len(rows) and agrees else 1)


if __name__ == "__main__":
    main()
