#!/usr/bin/env python3
"""Text search over a million payloads against ripgrep on the same text: benchsearch.py BUILD. Both must find the same."""
import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROUNDS = 9


def ripgrep(file, needle, ignore_case):
    """Lines found, and the shortest time of the whole process in ms; the file is in the cache."""
    command = ["rg", "-F", "-c", *(["-i"] if ignore_case else []), needle, file]
    shortest, lines = float("inf"), 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        lines = int(subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout)
        shortest = min(shortest, (time.perf_counter() - start) * 1000)
    return lines, shortest


def main():
    build = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "payloads.txt"
        found = subprocess.run([build / "tests/bench/benchsearch", file], stdout=subprocess.PIPE, check=True, text=True)
        for ours in map(json.loads, found.stdout.splitlines()):
            lines, peer = ripgrep(file, ours["needle"], ours["ignoreCase"])
            if lines != ours["rows"]:
                sys.exit(f'{ours["needle"]}: we find {ours["rows"]} rows, ripgrep {lines}')
            case = ", any case" if ours["ignoreCase"] else ""
            print(json.dumps({"what": f'search "{ours["needle"]}"{case}, {lines} of 1 M', "ours": round(ours["ms"], 1),
                              "unit": "ms", "peer": round(peer, 1), "peerName": "ripgrep",
                              "ratio": round(ours["ms"] / peer, 2), "budget": "at most 1 ×", "ok": ours["ms"] <= peer}))


if __name__ == "__main__":
    main()
