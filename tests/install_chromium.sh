#!/bin/sh
# A Chromium for the browser tests: one on the PATH, else from the system's packages, else Playwright's own.
python="$1"
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's chromium-browser without snap is a script that only prints a sentence: ask for the version.
    if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1
    if command -v chromium >/dev/null 2>&1 && chromium --version >/dev/null 2>&1; then exit 0; fi
fi
if "$python" -m playwright install --with-deps chromium; then exit 0; fi
echo "The browser tests need Chromium: install it (Debian: 'apt-get install chromium') and run 'make test' again." >&2
exit 1
