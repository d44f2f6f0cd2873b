#!/bin/sh
# A Chromium for the browser tests: its shell without windows, which needs half as much of the computer, or any on the
# PATH; else from the system's packages, else Playwright's own. `whole` wants the one that people use.
python="$1"
wanted="chromium-headless-shell chromium"
if [ "${2:-}" = whole ]; then wanted="chromium"; fi
works() { command -v "$1" >/dev/null 2>&1 && "$1" --version >/dev/null 2>&1; }
if works "${wanted%% *}"; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq
    for package in $wanted; do
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null 2>&1
        if works "$package"; then exit 0; fi
    done
fi
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    # Ubuntu's chromium-browser without snap is a script that only prints a sentence: ask for the version.
    if works "$name"; then exit 0; fi
done
if "$python" -m playwright install --with-deps chromium; then exit 0; fi
echo "The browser tests need Chromium: install it (Debian: 'apt-get install chromium') and run 'make test' again." >&2
exit 1
