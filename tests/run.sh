#!/usr/bin/env bash
# Installs what is needed, builds everything and runs every test.
# tests/run.sh [--quick | --sanitize]   --quick leaves out the clients of other languages;
#                                       --sanitize runs unit and integration tests under ASan and UBSan as well
set -euo pipefail
cd "$(dirname "$0")/.."

is_quick=false
is_sanitized=false
case "${1:-}" in
"") ;;
--quick) is_quick=true ;;
--sanitize) is_sanitized=true ;;
*)
    echo "run.sh: there is no option \"$1\". The options are --quick and --sanitize." >&2
    exit 1
    ;;
esac

bash packaging/setup.sh build run test
command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache
jobs=$(nproc)
summary=()
failed=0

# run_preset NAME CTEST-ARGUMENTS…: configure, build, test; remembers the outcome for the summary.
run_preset() {
    local preset=$1
    shift
    echo "== $preset: build"
    cmake --preset "$preset"
    cmake --build --preset "$preset"
    echo "== $preset: test"
    local log=build/$preset/ctest.log
    if ctest --preset "$preset" "$@" | tee "$log"; then
        summary+=("$preset: $(grep -E 'tests passed' "$log")")
    else
        failed=1
        summary+=("$preset: FAILED. $(grep -E 'tests passed' "$log" || true)")
    fi
}

if $is_quick; then
    run_preset ci -j "$jobs" -LE interop
else
    bash tests/interop/setup.sh build/interop
    run_preset ci -j "$jobs"
fi
if $is_sanitized; then
    run_preset asan -j "$jobs" -L 'unit|integration'
fi

echo "== summary"
printf '%s\n' "${summary[@]}"
exit $failed
