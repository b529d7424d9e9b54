#!/usr/bin/env bash
# usage: withkeyring.sh unlocked|locked|noservice|nobus|hung PROGRAM [ARGUMENT …]
# Runs a test program with a private session bus and keyring in that state. Nothing of the user's own is touched.
set -eu
case=$1
shift
export GM_KEYCHAIN_CASE=$case
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_RUNTIME_DIR=$home/run XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config HOME=$home
mkdir -m 700 "$XDG_RUNTIME_DIR"
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS

# A bus that starts no service by itself: only what the case needs is on it.
cat >"$home/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=$home</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF

case $case in
nobus)
    "$@"
    ;;
noservice)
    dbus-run-session --config-file="$home/bus.conf" -- "$@"
    ;;
unlocked | locked | hung)
    dbus-run-session --config-file="$home/bus.conf" -- bash -c '
        start() { # with --unlock: opens the keyring, and makes it the first time
            printf secret | gnome-keyring-daemon --foreground "$@" --components=secrets >"$HOME/daemon.log" 2>&1 &
            daemon=$!
            export GM_KEYRING_PID=$daemon
            for _ in $(seq 100); do
                dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
                    string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true" && break
                sleep 0.05
            done
        }
        start --unlock
        if [ "$GM_KEYCHAIN_CASE" = locked ]; then
            # A daemon that nobody has told the password, on a bus without anything to ask for it.
            kill "$daemon"
            wait "$daemon" 2>/dev/null || true
            start
        fi
        result=0
        "$@" || result=$?
        kill -CONT "$daemon" 2>/dev/null || true
        kill "$daemon" 2>/dev/null || true
        exit "$result"' bash "$@"
    ;;
*)
    echo "unknown case: $case" >&2
    exit 2
    ;;
esac
