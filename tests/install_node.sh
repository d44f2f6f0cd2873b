#!/bin/sh
# The node that Playwright brings needs one library which the barest systems lack (Debian: libatomic1).
python="$1"
works() { "$("$python" -c 'import tests.node_tests as n; print(n.NODE)')" --version >/dev/null 2>&1; }
if works; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq libatomic1 >/dev/null 2>&1
fi
if works; then exit 0; fi
echo "The tests need the library that node is built with: install it (Debian: 'apt-get install libatomic1') and try again." >&2
exit 1
