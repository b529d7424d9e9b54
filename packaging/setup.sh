#!/usr/bin/env bash
# Installs what Genie Monitor needs on Debian 12 (or a relative of it): packaging/setup.sh [build] [run] [test]
# Without a word: build and run. Packages that are there already cost nothing; uses sudo when not root.
set -euo pipefail

build=(
    g++ cmake ninja-build ccache mold pkg-config
    qt6-base-dev qt6-websockets-dev libqt6svg6-dev qtkeychain-qt6-dev
    libgl1-mesa-dev
    libsimdjson-dev libssl-dev
)
run=(fonts-dejavu-core)
test=(
    xvfb xauth xdotool openbox x11-utils imagemagick
    dbus dbus-x11 gnome-keyring libsecret-tools procps
    at-spi2-core python3-pyatspi gir1.2-atspi-2.0
    chromium nodejs npm python3 python3-venv python3-pip ripgrep curl git openssl
)

sets=("$@")
[ ${#sets[@]} -gt 0 ] || sets=(build run)
wanted=()
for set in "${sets[@]}"; do
    case "$set" in
    build) wanted+=("${build[@]}") ;;
    run) wanted+=("${run[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    *)
        echo "setup.sh: \"$set\" is not a set. The sets are build, run and test." >&2
        exit 1
        ;;
    esac
done

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing=()
for package in "${wanted[@]}"; do
    is_installed "$package" && continue
    # A newer tool from elsewhere serves as well as Debian's package of it.
    case "$package" in
    nodejs) command -v node >/dev/null && continue ;;
    npm) command -v npm >/dev/null && continue ;;
    esac
    missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "setup.sh: everything for ${sets[*]} is installed."
    exit 0
fi
if ! command -v apt-get >/dev/null; then
    echo "setup.sh: this computer has no apt-get. Install these yourself: ${missing[*]}" >&2
    exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "setup.sh: run this as root, or install sudo. Missing: ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "setup.sh: installing for ${sets[*]}: ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
