#!/usr/bin/env python3
"""Lays benchmark rows out as one table; exit 1 when a budget is not met.

Reads JSON lines from stdin: {"what", "ours", "unit", "peer"?, "peerName"?, "ratio"?, "budget"?, "ok"}.
"""
import json
import sys

COLUMNS = ("what", "ours", "peer", "ratio", "budget", "")


def number(value):
    if not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:g}"


def cells(row):
    unit = row.get("unit", "")
    peer = f'{number(row["peer"])} {unit} ({row["peerName"]})' if "peer" in row else ""
    ratio = f'{row["ratio"]:.2f} ×' if "ratio" in row else ""
    return (row["what"], f'{number(row["ours"])} {unit}', peer, ratio, row.get("budget", ""), "" if row["ok"] else "MISSED")


def main():
    rows = [json.loads(line) for line in sys.stdin if line.startswith("{")]
    table = [COLUMNS, *map(cells, rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(COLUMNS))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
    return 0 if rows and all(row["ok"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
