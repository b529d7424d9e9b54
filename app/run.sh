#!/usr/bin/env bash
# Installs what is needed, builds Genie Monitor and starts it on the sandbox. Arguments are passed on to the program.
set -euo pipefail
cd "$(dirname "$0")/.."

bash packaging/setup.sh build run >&2
command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=ccache
cmake --preset release >&2
cmake --build --preset release >&2
program=build/release/app/genie-monitor

if [ $# -gt 0 ]; then
    exec "$program" "$@"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$program" --sandbox
fi
echo "run.sh: there is no display, so this watches the sandbox's events here instead. Ctrl+C ends it." >&2
exec "$program" watch --sandbox --all
