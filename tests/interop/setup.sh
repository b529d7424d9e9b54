#!/usr/bin/env bash
# Installs the official clients the sandbox is tried with, in the versions pinned here: tests/interop/setup.sh FOLDER
# FOLDER (build/interop) gets node_modules/ and one Python environment per version. Up-to-date ones are left alone.
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: setup.sh FOLDER" >&2; exit 1; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)

# is_current STAMP FILE…: true when STAMP holds the checksum of the FILEs.
is_current() { [ -f "$1" ] && [ "$(cat "$1")" = "$(cat "${@:2}" | sha256sum)" ]; }
mark_current() { cat "${@:2}" | sha256sum >"$1"; }

javascript=("$here/package.json" "$here/package-lock.json")
if ! is_current "$folder/node_modules/.gm-stamp" "${javascript[@]}"; then
    echo "interop: JavaScript clients"
    cp "${javascript[@]}" "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    mark_current "$folder/node_modules/.gm-stamp" "${javascript[@]}"
fi

for requirements in "$here"/python-*.txt; do
    name=$(basename "$requirements" .txt)
    is_current "$folder/$name/.gm-stamp" "$requirements" && continue
    echo "interop: $name"
    rm -rf "${folder:?}/$name"
    python3 -m venv "$folder/$name"
    "$folder/$name/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
    mark_current "$folder/$name/.gm-stamp" "$requirements"
done
echo "interop: all clients are installed in $folder"
