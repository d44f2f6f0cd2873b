#!/bin/sh
# The proxies that docs/deployment.md has files for, and systemd's own check of its file: `all`; else nginx alone.
wanted="nginx"
if [ "${1:-}" = all ]; then wanted="nginx caddy systemd-analyze"; fi
PATH="$PATH:/usr/sbin"
missing() { for each in $wanted; do command -v "$each" >/dev/null 2>&1 || printf '%s ' "$each"; done; }
if [ -z "$(missing)" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    for each in $(missing); do
        package="$each"
        if [ "$each" = nginx ]; then package="nginx-light"; fi
        if [ "$each" = systemd-analyze ]; then package="systemd"; fi
        # Only its program is wanted: whatever it would start by itself stays off.
        RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null 2>&1
    done
fi
if [ -z "$(missing)" ]; then exit 0; fi
echo "The tests of a team's server need $(missing): install it (Debian: 'apt-get install nginx-light caddy systemd') and try again." >&2
exit 1
