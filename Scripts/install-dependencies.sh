#!/bin/sh
# Installs the C libraries that Undertone links, when they are missing: apt on Debian and Ubuntu, Homebrew on macOS.
# Each argument is one package more, by its names in both: install-dependencies.sh libkissfft-dev:kissfft
set -eu

if ! command -v "${SWIFT:-swift}" >/dev/null 2>&1; then
    echo "Undertone is built with Swift 6.2 or newer, which is not installed: see https://www.swift.org/install" >&2
    exit 1
fi

apt_packages="libsndfile1-dev libsoxr-dev libsvm-dev libxgboost-dev libxxhash-dev libcairo2-dev libebur128-dev libdnnl-dev
    libsonic-dev portaudio19-dev libspeexdsp-dev libsqlite3-dev pkg-config"
brew_packages="libsndfile libsoxr libsvm xgboost xxhash cairo libebur128 onednn sonic portaudio speexdsp sqlite pkg-config"

for extra in "$@"; do
    apt_packages="$apt_packages ${extra%%:*}"
    brew_packages="$brew_packages ${extra##*:}"
done

if command -v apt-get >/dev/null 2>&1; then
    missing=""
    for package in $apt_packages; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
    done
    [ -z "$missing" ] && exit 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Undertone needs these packages, and this user may not install them:$missing" >&2
            echo "Ask an administrator to run: apt-get install$missing" >&2
            exit 1
        fi
        as_root="sudo"
    fi
    echo "Installing$missing" >&2
    $as_root apt-get update -qq
    # shellcheck disable=SC2086  # the list is meant to be split
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
elif command -v brew >/dev/null 2>&1; then
    for package in $brew_packages; do
        brew list --versions "$package" >/dev/null 2>&1 || brew install "$package"
    done
else
    echo "Undertone needs libsndfile, soxr, libsvm, XGBoost, xxHash, cairo, libebur128, oneDNN, sonic, PortAudio, speexdsp and SQLite with their headers." >&2
    echo "This system has neither apt-get nor brew: install them with its own package manager, then run make again." >&2
    exit 1
fi
