#!/usr/bin/env bash
# The real program in a real window: starts on the sandbox, paints, and ends in order. windowunderxvfb.sh PROGRAM
set -euo pipefail

# Inside the display: the second call.
if [ "${2:-}" = inside ]; then
    "$1" --config-dir "$GM_FOLDER" --sandbox --scenario happy &
    program=$!
    window=$(timeout 30 xdotool search --sync --onlyvisible --name '^Genie Monitor$' | head -n 1)
    [ -n "$window" ] || { echo "no window came up" >&2; exit 1; }
    colours=0
    for _ in $(seq 40); do
        import -window "$window" "$GM_FOLDER/window.png"
        colours=$(identify -format '%k' "$GM_FOLDER/window.png")
        [ "$colours" -gt 50 ] && break
        timeout 0.25 tail -f /dev/null || true
    done
    [ "$colours" -gt 50 ] || { echo "the window shows $colours colours: nothing was painted" >&2; exit 1; }
    kill -TERM "$program"
    wait "$program"
    exit
fi

GM_FOLDER=$(mktemp -d)
export GM_FOLDER
trap 'rm -rf "$GM_FOLDER"' EXIT
unset QT_QPA_PLATFORM
xvfb-run -a -s '-screen 0 1440x900x24' bash "$0" "$1" inside
echo "the window came up, painted and ended in order"
