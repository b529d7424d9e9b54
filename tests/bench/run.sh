#!/usr/bin/env bash
# Builds the benchmarks (preset ci), fetches the peers they are measured against, runs all and prints one table.
# tests/bench/run.sh [bench…]   only those named, e.g. benchdecode. Exit 1: a budget was missed.
set -euo pipefail
cd "$(dirname "$0")/../.."

build=build/ci
command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache
cmake --preset ci >/dev/null
cmake --build --preset ci --target benches
npm ci --prefix tests/bench/ablyjs --silent --no-audit --no-fund

benches=("$@")
if [ ${#benches[@]} -eq 0 ]; then
    for bench in "$build"/tests/bench/bench*; do
        [ -x "$bench" ] && [ -f "$bench" ] && benches+=("$(basename "$bench")")
    done
fi

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
for bench in "${benches[@]}"; do
    echo "== $bench" >&2
    if [ -f "tests/bench/$bench.py" ]; then
        python3 "tests/bench/$bench.py" "$build" >>"$rows"
    else
        "$build/tests/bench/$bench" >>"$rows"
    fi
done
python3 tests/bench/table.py <"$rows"
