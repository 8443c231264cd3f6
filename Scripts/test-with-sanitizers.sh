#!/usr/bin/env bash
# Runs tests under AddressSanitizer and ThreadSanitizer: Scripts/test-with-sanitizers.sh [address|thread] [FILTER]
# Each builds everything anew in a folder of its own, which takes some ten minutes on two cores. FILTER chooses tests as `swift test
# --filter` does; all of them run when none is given. Servers and tools that tests start are built with the sanitizer too, and end with
# status 66 when it finds something.
set -euo pipefail
cd "$(dirname "$0")/.."
# oneDNN's threads, which the sanitizers cannot follow, are left out.
export OMP_NUM_THREADS=1
sanitizers=${1:-address thread}
for sanitizer in $sanitizers; do
    case $sanitizer in
    address) export ASAN_OPTIONS=exitcode=66:detect_leaks=0 ;;
    thread) export TSAN_OPTIONS=exitcode=66:suppressions=$PWD/Scripts/thread-sanitizer.supp ;;
    *)
        echo "There is no such sanitizer here: $sanitizer. Say address or thread." >&2
        exit 64
        ;;
    esac
    swift test -c release --sanitize="$sanitizer" --scratch-path ".build-$sanitizer" ${2:+--filter "$2"}
done
