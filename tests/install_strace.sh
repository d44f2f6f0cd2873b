#!/bin/sh
# What looks at the program from outside, for the test that nothing calls out (Linux): strace, and unshare of util-linux.
wanted="strace unshare"
missing() { for each in $wanted; do command -v "$each" >/dev/null 2>&1 || printf '%s ' "$each"; done; }
if [ "$(uname)" != Linux ] || [ -z "$(missing)" ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq strace util-linux >/dev/null 2>&1
fi
if [ -z "$(missing)" ]; then exit 0; fi
echo "The test that nothing calls out needs $(missing): install it (Debian: 'apt-get install strace util-linux') and try again." >&2
exit 1
