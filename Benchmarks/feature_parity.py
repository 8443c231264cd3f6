"""Holds Undertone's descriptors against librosa and kaldi-native-fbank on real clips.

    Benchmarks/python.sh Benchmarks/feature_parity.py CORPORA_DIR

Draws 60 clips from five corpora with a fixed seed, decodes each once at 16 kHz, gives both sides the same samples and prints
the largest difference of each descriptor beside its bound. Exit status 1 when a bound does not hold.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"

import pathlib
import subprocess
import sys
import tempfile

import kaldi_native_fbank
import librosa
import numpy

import clip_sample
import feature_references as references

def largest(ours, theirs, relative):
    """The largest difference; relative ones are to the column's own value, or to its root mean square where that is larger."""
    difference = numpy.abs(ours.astype("f8") - theirs)
    if relative:
        scale = numpy.maximum(numpy.abs(theirs), numpy.sqrt((theirs**2).mean(axis=0, keepdims=True)))
        difference = difference / numpy.maximum(scale, 1e-12)
    return float(difference.max(initial=0))


def main():
    root = pathlib.Path(sys.argv[1])
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "FeatureBenchmark"],
        check=True, stdout=subprocess.DEVNULL)
    program = package / ".build" / "release" / "FeatureBenchmark"
    clips = clip_sample.draw(root, 60)
    failed = False
    print(f"librosa {librosa.__version__}, kaldi-native-fbank {kaldi_native_fbank.__version__}, "
          f"{len(clips)} clips from {len(clip_sample.CORPORA)} corpora, 16 kHz")
    print(f"{'descriptor':22} {'convention':10} {'clips':>5} {'largest difference':>19} {'bound':>14}  holds")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        signals = []
        for index, clip in enumerate(clips):
            samples, _ = librosa.load(clip, sr=16000, mono=True)
            samples.astype("<f4").tofile(folder / f"{index}.f32")
            signals.append(samples)
        for convention, groups, checks in references.CHECKS:
            listing = folder / "list"
            listing.write_text("".join(f"{folder}/{i}.f32\t{folder}/{i}.out\n" for i in range(len(clips))))
            names = subprocess.run(
                [program, "extract", convention, groups, listing], check=True, capture_output=True, text=True
            ).stdout.strip().split(",")
            worst = {}
            for index, samples in enumerate(signals):
                ours = numpy.fromfile(folder / f"{index}.out", "<f4").reshape(-1, len(names))
                for name, (reference, bound, relative) in checks.items():
                    columns = [i for i, n in enumerate(names) if n == name or n.rsplit("_", 1)[0] == name]
                    theirs = reference(samples)
                    if theirs.shape != (ours.shape[0], len(columns)):
                        sys.exit(f"{name}: {theirs.shape} there, {(ours.shape[0], len(columns))} here, {clips[index]}")
                    worst[name] = max(worst.get(name, (0, "")), (largest(ours[:, columns], theirs, relative), str(clips[index])))
            for name, (_, bound, relative) in checks.items():
                value, clip = worst[name]
                holds = value <= bound
                failed |= not holds
                kind = "relative" if relative else "absolute"
                print(f"{name:22} {convention:10} {len(clips):5} {value:19.2e} {bound:7.0e} {kind}  "
                      f"{'yes' if holds else 'NO: ' + clip}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
