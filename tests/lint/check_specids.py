#!/usr/bin/env python3
"""Checks that every clause of Ably's spec named in code or tests exists, and that none was withdrawn."""
import pathlib
import re
import sys

CLAUSE = re.compile(r"(?<![A-Za-z0-9])((?:RT[A-Z]{1,3}|RS[A-Z]{1,3}|REC|TM|TR|TP|TI|TO|TG|TD|TE|TH|CD|CHD|CHM|PC|CSV)"
                    r"[0-9]+(?:[a-z](?:[0-9]+(?:[a-z][0-9]*)?)?)?)(?![A-Za-z0-9])")
# A test may name a withdrawn clause to prove the contrary: then the word stands in the same line.
CONTRARY = re.compile(r"(?:\b|_)withdrawn\b")


def read_ids(path):
    ids = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, note = line.partition(" ")
            ids[name] = note
    return ids


def check(root):
    ids = read_ids(root / "tests/lint/specids.txt")
    problems, named = [], set()
    for top in ("core/ably", "core/monitor", "core/sandbox", "tests/core", "tests/integration", "tests/interop"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cpp", ".mjs", ".py") or "node_modules" in file.parts:
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                for clause in CLAUSE.findall(line.replace("_", " ")):
                    place = f"{file.relative_to(root).as_posix()}:{number}"
                    named.add(clause)
                    if clause not in ids:
                        problems.append(f"{place}: {clause} is not a clause of the spec")
                    elif ids[clause] and not CONTRARY.search(line):
                        problems.append(f"{place}: {clause} must not be used: {ids[clause]}")
    return problems, named


if __name__ == "__main__":
    found, clauses = check(pathlib.Path(sys.argv[1]))
    print("\n".join(found) if found else f"specids: all {len(clauses)} clauses named in the code exist")
    sys.exit(1 if found else 0)
