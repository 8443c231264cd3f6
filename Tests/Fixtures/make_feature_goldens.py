"""Writes the golden values of Tests/FeaturesTests from synthetic signals.

    Benchmarks/python.sh Tests/Fixtures/make_feature_goldens.py

Signals are made by formulas that the tests repeat, so that no audio is stored. Each file is one JSON object a line: the signal,
the descriptor, the convention, the frames that are kept and their values.
"""
import json
import pathlib
import sys

import kaldi_native_fbank
import librosa
import numpy
import scipy

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent.parent / "Benchmarks"))
import feature_references as references  # noqa: E402

RATE = 16000


def noise(count, seed):
    """SplitMix64's upper 24 bits as numbers in -1…1, as the tests make them."""
    state, values = seed, []
    mask = (1 << 64) - 1
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        z ^= z >> 31
        values.append((z >> 40) / 8388608 - 1)
    return numpy.array(values)


def signals():
    n = numpy.arange(RATE * 3 // 4)
    t = n / RATE
    # The faint noise bounds a frame's dynamic range: 60 dB below the tone kaldi-native-fbank's Float transform is only its own rounding.
    chirp = 0.4 * numpy.sin(2 * numpy.pi * (100 * t + 2500 * t * t)) * (0.05 + t) + 0.02 * noise(len(n), 3)
    harmonics = sum(0.3 / h * numpy.sin(2 * numpy.pi * 140 * h * t) for h in range(1, 12))
    # Speech-like: a voice that starts and stops, over faint noise, with digital silence at the end.
    gate = numpy.where((t > 0.1) & (t < 0.5), 1, 0) * numpy.where(t < 0.6, 1, 0)
    voice = gate * harmonics + 0.001 * noise(len(n), 2) * numpy.where(t < 0.6, 1, 0)
    return {
        "noise": (0.5 * noise(len(n), 1)).astype("f4"),
        "chirp": chirp.astype("f4"),
        "voice": voice.astype("f4"),
    }


def delta(y, order):
    return librosa.feature.delta(references.mfcc(y).T, width=9, order=order).T


def regression(rows, window=2):
    """The HTK Book 3.4, section 5.9."""
    padded = numpy.concatenate([rows[:1]] * window + [rows] + [rows[-1:]] * window)
    count = len(rows)
    total = sum(
        i * (padded[window + i:window + i + count] - padded[window - i:window - i + count]) for i in range(1, window + 1))
    return total / (2 * sum(i * i for i in range(1, window + 1)))


def main():
    target = here.parent / "FeaturesTests" / "Golden"
    extra = {
        "librosa": dict(mfcc_delta=lambda y: delta(y, 1), mfcc_delta2=lambda y: delta(y, 2)),
        "htk": dict(
            mfcc_delta=lambda y: regression(references.htk_mfcc(y)),
            mfcc_delta2=lambda y: regression(regression(references.htk_mfcc(y)))),
    }
    versions = {
        "librosa": librosa.__version__, "kaldi-native-fbank": kaldi_native_fbank.__version__,
        "numpy": numpy.__version__, "scipy": scipy.__version__, "python": sys.version.split()[0],
    }
    for convention in ("librosa", "kaldi", "htk"):
        lines = [json.dumps({"made by": "Tests/Fixtures/make_feature_goldens.py", "versions": versions})]
        for name, y in signals().items():
            descriptors = {
                key: value[0] for c, _, checks in references.CHECKS if c == convention for key, value in checks.items()}
            descriptors.update(extra.get(convention, {}))
            for descriptor, function in descriptors.items():
                rows = numpy.asarray(function(y), "f8")
                kept = sorted({0, 1, 2, 7, 23, 40, 59, 63, len(rows) - 5, len(rows) - 1} & set(range(len(rows))))
                lines.append(json.dumps({
                    "signal": name, "descriptor": descriptor, "frameCount": len(rows), "frames": kept,
                    "values": [[float(f"{v:.7g}") for v in rows[i]] for i in kept],
                }))
        (target / f"{convention}.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
