#!/usr/bin/env bash
# Builds the fuzz targets with clang and runs them one after another.
# tests/fuzz/run.sh [--minutes N] [target …]   N minutes for each target (1), all targets unless some are named, e.g. vcdiff.
# New inputs are kept in build/fuzz/corpus, findings in build/fuzz/findings. Exit 1: there was a finding.
set -euo pipefail
cd "$(dirname "$0")/../.."

minutes=1
if [ "${1:-}" = --minutes ]; then
    minutes=${2:?--minutes needs a number}
    shift 2
fi
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    for source in tests/fuzz/fuzz_*.cpp; do
        name=$(basename "$source" .cpp)
        targets+=("${name#fuzz_}")
    done
fi

command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --target "${targets[@]/#/fuzz_}"

mkdir -p build/fuzz/findings
failed=0
for target in "${targets[@]}"; do
    mkdir -p "build/fuzz/corpus/$target"
    echo "== $target" >&2
    if ! "build/fuzz/tests/fuzz/fuzz_$target" -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=1024 \
        -malloc_limit_mb=256 -print_final_stats=1 -artifact_prefix="build/fuzz/findings/$target-" \
        "build/fuzz/corpus/$target" "tests/fuzz/corpus/$target" 2>"build/fuzz/$target.log"; then
        failed=1
        tail -n 40 "build/fuzz/$target.log" >&2
    fi
    grep -E 'stat::number_of_executed_units|stat::peak_rss_mb' "build/fuzz/$target.log" >&2 || true
done
exit $failed
