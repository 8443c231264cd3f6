#!/usr/bin/env bash
# Drives the page of a running `undertone serve` in a real browser: Tests/Browser/page_check.sh [--url URL] [--audio FILE] [--screenshots DIR]
# The first run creates Tests/Browser/.venv from requirements.txt. Chromium or Chrome must be installed (Debian: apt-get install chromium).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
environment="$here/.venv"
if ! cmp -s "$here/requirements.txt" "$environment/requirements.txt"; then
    echo "Creating the Python environment of the browser check…" >&2
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/pip" install --quiet --requirement "$here/requirements.txt" >&2
    cp "$here/requirements.txt" "$environment/requirements.txt"
fi
exec "$environment/bin/python" "$here/page_check.py" "$@"
