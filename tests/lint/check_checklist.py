#!/usr/bin/env python3
"""Compares the conformance checklist with the tests there are and with what they said when they last ran.

check_checklist.py SOURCE [RESULTS]    RESULTS: the folder of Qt Test's text logs, one a test; without it only names are compared

A test stands for a row when its function is the row's id with `/` and `-` as `_`, or when a data tag begins with the id as it is
written. Rows of the suite's unit part are looked for in tests/core, those of its integration and proxy parts in tests/integration.
G rows are named by `_G12` in a function or `G12` at the front of a tag. What is left out stands with its reason in
checklist-leftout.txt, a row or a whole section a line.
"""
import collections
import pathlib
import re
import sys

ROW = re.compile(r"^\| `([^`]+)` \| [^|]* \| (A\\\*|A\*|A|B|S) \|")
G_ROW = re.compile(r"^\| (G\d+) \|")
PREFIX = re.compile(r"ids start with `([^`]+)`")
FUNCTION = re.compile(r"\bvoid (?:\w+::)?(\w+)\(\)")
TAG = re.compile(r"\b(?:newRow|addRow)\(\s*\"([^\"]+)\"")
VERDICT = re.compile(r"^(PASS|FAIL!|SKIP|XFAIL|XPASS)\s*: \w+::(\w+)\((.*)\)")

Row = collections.namedtuple("Row", "id mark section place")


def read_rows(path):
    rows, section, place = [], "", ""
    for line in path.read_text().splitlines():
        if line.startswith("### "):
            section = line[4:].strip()
        elif found := PREFIX.search(line):
            place = "core" if "/unit/" in found[1] else "integration"
        elif found := ROW.match(line):
            rows.append(Row(found[1], found[2].replace("\\", ""), section, place))
        elif found := G_ROW.match(line):
            rows.append(Row(found[1], "G", "", ""))
    return rows


def read_leftout(path):
    """id or section → reason"""
    reasons = {}
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            what, _, reason = line.partition(" ")
            reasons[what] = reason.strip()
    return reasons


def row_names(text, is_function):
    """What rows a function name or a data tag may stand for: (id in comparable form or G number)"""
    names = set(re.findall(r"(?<![A-Za-z0-9])G\d+(?![0-9])", text.replace("_", " ")))
    if is_function:
        names.add(text.removesuffix("_withdrawn"))  # S rows: the contrary is asserted
    else:
        for part in text.split(":"):  # a global tag, such as the wire format, stands in front
            names.add(re.split(r"[ ,]", part)[0].replace("/", "_").replace("-", "_"))
    return names


def read_names(root):
    """place → names of functions and tags in the sources"""
    names = {"core": set(), "integration": set()}
    for place in names:
        for file in (root / "tests" / place).rglob("tst_*.cpp"):
            text = file.read_text()
            for function in FUNCTION.findall(text):
                names[place] |= row_names(function, True)
            for tag in TAG.findall(text):
                names[place] |= row_names(tag, False)
    return names


def read_results(root, folder):
    """place → name → whether all that bears it passed"""
    places = {file.stem: place for place in ("core", "integration") for file in (root / "tests" / place).rglob("tst_*.cpp")}
    passed = {"core": {}, "integration": {}}
    for log in sorted(folder.glob("*.txt")):
        place = places.get(log.stem)
        for line in log.read_text(errors="replace").splitlines() if place else ():
            if found := VERDICT.match(line):
                ok = found[1] == "PASS"
                for name in row_names(found[2], True) | (row_names(found[3], False) if found[3] else set()):
                    passed[place][name] = passed[place].get(name, True) and ok
    return passed


def key(row):
    return row.id.replace("/", "_").replace("-", "_")


def found_in(row, places):
    return [places[place] for place in (places if row.mark == "G" else [row.place]) if key(row) in places[place]]


def check(root, results):
    rows = read_rows(root / "tests/data/uts/checklist.md")
    reasons = read_leftout(root / "tests/lint/checklist-leftout.txt")
    names = read_names(root)
    verdicts = read_results(root, results) if results else None
    problems, counts = [], collections.Counter()
    used = set()
    for row in rows:
        reason = reasons.get(row.id) or reasons.get(row.section)
        used |= {row.id, row.section} & reasons.keys()
        exists = found_in(row, names)
        where = f"{row.id} ({row.mark}{', ' + row.section if row.section else ''})"
        if reason and not exists:
            counts[row.mark, "left out"] += 1
            continue
        if row.id in reasons:
            problems.append(f"{where}: has a test, so it is not left out")
        counts[row.mark, "applicable"] += 1
        if not exists:
            problems.append(f"{where}: no test")
        elif verdicts is not None:
            ran = [place[key(row)] for place in found_in(row, verdicts)]
            if not ran:
                problems.append(f"{where}: its test has not run")
            elif not all(ran):
                problems.append(f"{where}: its test does not pass")
            else:
                counts[row.mark, "passed"] += 1
        else:
            counts[row.mark, "named"] += 1
    problems += [f"checklist-leftout.txt: {what} names no row" for what in reasons.keys() - used]
    return problems, counts, reasons


def main():
    root = pathlib.Path(sys.argv[1])
    results = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    problems, counts, reasons = check(root, results)
    for mark in ("A", "A*", "S", "G", "B"):
        print(f"{mark:2}", ", ".join(f"{word} {counts[mark, word]}"
                                     for word in ("applicable", "passed" if results else "named", "left out")))
    for what, reason in reasons.items():
        print(f"left out: {what}: {reason}")
    print(*problems, sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
