#!/usr/bin/env python3
"""Messages a second from a loopback socket to a subscriber, ours against Ably's JavaScript client on the same stream.

benchdecode.py BUILD-FOLDER [FRAMES]: prints rows for table.py. A second is one of the client's own processor time, and each
figure the best of three runs taken in turns: what else the machine does, and how fast the sender is, decides nothing.
"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 3


def run(port, frames, *command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, check=True)
    result = json.loads(done.stdout.splitlines()[-1])
    if result["events"] != frames:
        sys.exit(f"{command[0]}: {result['events']} of {frames} events")
    return result["events"] / result["cpuSeconds"]


def measure(port, frames, build, wire):
    ours = [build / "benchdecode", port, frames, wire]
    contenders = {
        "callback": [*ours, "callback"],
        "store": [*ours, "store"],
        "peer": ["node", HERE / "ablyjs" / "decode.js", port, frames, wire],
    }
    best = dict.fromkeys(contenders, 0.0)
    for _ in range(ROUNDS):
        for name, command in contenders.items():
            best[name] = max(best[name], run(port, frames, *command))
    return best


def row(what, ours, peer, least):
    return {"what": what, "ours": round(ours), "peer": round(peer), "peerName": "ably-js", "unit": "events per CPU second",
            "ratio": round(ours / peer, 2), "budget": f"at least {least} ×" if least else "", "ok": ours >= least * peer}


def main():
    build = pathlib.Path(sys.argv[1]) / "tests" / "bench"
    frames = int(sys.argv[2]) if len(sys.argv) > 2 else 150_000
    pump = subprocess.Popen([build / "pump", str(frames)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = pump.stdout.readline().strip()
        for wire in ("json", "msgpack"):
            best = measure(port, frames, build, wire)
            print(json.dumps(row(f"socket → decoded → callback, {wire}", best["callback"], best["peer"], 0)))
            print(json.dumps(row(f"socket → decoded → store, {wire}", best["store"], best["peer"], 4)))
    finally:
        pump.stdin.close()
        pump.wait(timeout=10)


if __name__ == "__main__":
    main()
