#!/usr/bin/env python3
"""Makes the vectors of this folder anew: NAME.source and NAME.target by this script, NAME.vcdiff by xdelta3 3.0.11.

    python3 make.py     # needs xdelta3; its output does not differ from run to run
"""
import json
import pathlib
import random
import subprocess

here = pathlib.Path(__file__).parent
dice = random.Random(3284)
alphabet = "abcdefghijklmnopqrstuvwxyz ,."


def text(length):
    return "".join(dice.choices(alphabet, k=length)).encode()


def status(step, found):
    return json.dumps({"status": step, "message": "Looking at more places", "metadata": {"goal_id": "g-17", "count": found}}).encode()


def edited(source, edits):
    """The source with words taken out, put in and moved."""
    target = bytearray(source)
    for _ in range(edits):
        at = dice.randrange(len(target))
        end = min(len(target), at + dice.randrange(3, 40))
        piece = bytes(target[at:end])
        del target[at:end]
        target[dice.randrange(len(target)):0] = dice.choice([piece, text(9), piece + piece])
    return bytes(target)


def make(name, source, target, *options):
    (here / f"{name}.target").write_bytes(target)
    files = [here / f"{name}.target", here / f"{name}.vcdiff"]
    base = []
    if source is not None:
        (here / f"{name}.source").write_bytes(source)
        base = ["-s", here / f"{name}.source"]
    subprocess.run(["xdelta3", "-e", "-f", *options, *base, *files], check=True)


plain = ["-A", "-S", "none", "-n"]  # without application header, further compression, checksum
prose = text(3000)
long_prose = text(36_000)
bits = dice.randbytes(600)

make("status", status("searching", 3), status("processing", 14), *plain)
make("checksum", status("searching", 3), status("processing", 14), "-A", "-S", "none")
make("appheader", status("searching", 3), status("processing", 14), "-S", "none", "-n", "-A=genie")
make("same", prose, prose, *plain)
make("empty", prose, b"", *plain)
make("nothing", None, b"", *plain)
make("nosource", None, prose[:300] + prose[100:250], *plain)
make("edits", prose, edited(prose, 60), *plain)
make("binary", bits, bits[300:] + b"\0\xff" * 20 + bits[:300], *plain)
make("runs", text(64), b"=" * 500 + text(20) + b"ab" * 300, *plain)
make("tables", b"".join(b"|%05d" % (n % 7) for n in range(400)), b"".join(b"|%05d" % (n % 11) for n in range(500)), *plain)
make("windows", long_prose, edited(long_prose, 30), *plain, "-W", "16384")
make("secondary", prose, edited(prose, 60) + text(4000), "-A", "-S", "djw")
