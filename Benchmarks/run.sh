#!/usr/bin/env bash
# Measures everything beside its peer, one after the other on an otherwise idle machine: make bench.
# Needs Python 3 (the peers get an environment of their own) and the corpora: UNDERTONE_CORPORA=DIR make bench
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${UNDERTONE_CORPORA:-}" ]; then
    echo "Set UNDERTONE_CORPORA to the folder that holds the corpora: the benchmarks measure on real clips." >&2
    exit 64
fi
sh Scripts/install-dependencies.sh libkissfft-dev:kissfft
swift build -c release --product undertone >&2
swift build -c release --package-path Benchmarks >&2

heading() { printf '\n== %s\n\n' "$1"; }
heading "1. Parity of features with librosa and kaldi-native-fbank"
Benchmarks/python.sh Benchmarks/feature_parity.py "$UNDERTONE_CORPORA"
heading "2. Speed of features beside librosa and kaldi-native-fbank"
Benchmarks/python.sh Benchmarks/speed_features.py "$UNDERTONE_CORPORA"
heading "3. Cold start beside librosa and scikit-learn"
Benchmarks/python.sh Benchmarks/cold_start.py
heading "4. Support vector machines beside scikit-learn's"
Benchmarks/python.sh Benchmarks/classifier_comparison.py "$UNDERTONE_CORPORA"
heading "5. A ten-hour recording"
Benchmarks/python.sh Benchmarks/long_recording.py
heading "6. Speech detection beside WebRTC's; noise suppression; the timeline"
Benchmarks/python.sh Benchmarks/speech_detection.py "$UNDERTONE_CORPORA"
Benchmarks/python.sh Benchmarks/noise_suppression.py "$UNDERTONE_CORPORA"
Benchmarks/python.sh Benchmarks/timeline.py "$UNDERTONE_CORPORA"
heading "7. Voice measurements beside Praat's and openSMILE's"
Benchmarks/python.sh Benchmarks/praat_parity.py "$UNDERTONE_CORPORA"
Benchmarks/python.sh Benchmarks/egemaps_parity.py "$UNDERTONE_CORPORA" || true
Benchmarks/python.sh Benchmarks/egemaps_speed.py "$UNDERTONE_CORPORA"
heading "8. Speaker-independent accuracy; openSMILE's features beside ours under one classifier"
Benchmarks/python.sh Benchmarks/feature_comparison.py "$UNDERTONE_CORPORA"
Benchmarks/accuracy.py
heading "9. Nets beside PyTorch; what bfloat16 loses"
Benchmarks/python.sh Benchmarks/neural_speed.py
Benchmarks/number_formats.py
heading "10. The server: same answers, live voices, uploads beside FastAPI, start, faults, its document, ten minutes' memory"
make server >&2
for script in equality load uploads start faults schema soak; do
    Benchmarks/python-server.sh "Benchmarks/server_$script.py"
done
