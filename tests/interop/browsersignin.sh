#!/usr/bin/env bash
# A display, accessibility and a keyring of their own for browsersignin.mjs. browsersignin.sh KEYRING_SCRIPT
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
if [ "${1:-}" = inside ]; then
    export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
    /usr/libexec/at-spi-bus-launcher --launch-immediately &
    launcher=$!
    trap 'kill "$launcher"' EXIT
    node "$here/browsersignin.mjs"
    exit
fi
unset QT_QPA_PLATFORM
bash "$1" unlocked xvfb-run -a -s '-screen 0 1440x900x24' bash "$0" inside
