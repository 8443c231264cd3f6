"""Counts syllables in recordings whose sentence is known, beside the method of de Jong & Wempe (2009) on Praat.

    Benchmarks/python.sh Benchmarks/syllable_truth.py CORPORA_DIR [--development]

Draws 300 recordings a corpus with a fixed seed, of speakers on whom no threshold was chosen (RAVDESS actors 13-24, CREMA-D
1046-1091, all of TESS and of the German EmoDB); with --development of the others. Prints the mean count beside the true one, the
mean absolute error, and the correlation of counts and of rates (syllables a second of the recording).

The peer is written from the paper: intensity of a 50 Hz floor every 16 ms; maxima above the median (0 dB), with a dip of 2 dB
before them; only those that Praat's pitch calls voiced. "Revised" has the threshold of the authors' later version instead: 25 dB
below the 99th percentile.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import pathlib
import subprocess
import sys
import tempfile

import numpy
import parselmouth
import soundfile
import soxr

import syllable_sentences as sentences

RATE = 16000


def published_count(samples, is_revised):
    sound = parselmouth.Sound(samples.astype("f8"), float(RATE))
    try:
        intensity = sound.to_intensity(50, 0.016, True)
        pitch = sound.to_pitch_ac(0.02, 30)  # a window of 100 ms
    except parselmouth.PraatError:  # shorter than a window
        return 0
    levels, times = intensity.values[0], intensity.xs()
    if is_revised:
        threshold = max(numpy.percentile(levels, 99) - 25, levels.min())
    else:
        threshold = numpy.median(levels)
    peaks = [
        i for i in range(1, len(levels) - 1)
        if levels[i] > levels[i - 1] and levels[i] >= levels[i + 1] and levels[i] > threshold
    ]
    count, before = 0, 0
    for peak in peaks:
        if levels[peak] - levels[before : peak + 1].min() >= 2:
            count += pitch.get_value_at_time(times[peak]) > 0
        before = peak
    return count


def our_counts(signals):
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "VoiceBenchmark"],
        check=True, stdout=subprocess.DEVNULL)
    program = package / ".build" / "release" / "VoiceBenchmark"
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for index, samples in enumerate(signals):
            samples.astype("<f4").tofile(folder / f"{index}.f32")
        listing = folder / "list"
        listing.write_text("".join(f"{folder}/{i}.f32\t{folder}/{i}.out\n" for i in range(len(signals))))
        output = subprocess.run(
            [program, "functionals", "prosody", listing], check=True, capture_output=True, text=True).stdout
        column = output.splitlines()[0].split("\t").index("syllable_count")
        rows = [numpy.fromfile(folder / f"{i}.out", "<f4") for i in range(len(signals))]
    return numpy.array([0 if numpy.isnan(row[column]) else row[column] for row in rows])


def correlation(a, b):
    return f"{numpy.corrcoef(a, b)[0, 1]:5.2f}" if a.std() > 0 and b.std() > 0 else "    -"


def main():
    root = pathlib.Path(sys.argv[1])
    development = "--development" in sys.argv[2:]
    corpora = ("ravdess", "crema-d") if development else ("ravdess", "crema-d", "tess", "emodb")
    names, signals, truth = [], [], []
    for corpus in corpora:
        for path, syllables in sentences.draw(root, corpus, 300, development):
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            samples = samples.mean(axis=1)
            signals.append(samples if rate == RATE else soxr.resample(samples, rate, RATE))
            names.append(corpus)
            truth.append(syllables)
    names, truth = numpy.array(names), numpy.array(truth, "f8")
    durations = numpy.array([len(signal) / RATE for signal in signals])
    counts = {
        "Undertone": our_counts(signals),
        "de Jong & Wempe": numpy.array([published_count(signal, False) for signal in signals], "f8"),
        "… revised": numpy.array([published_count(signal, True) for signal in signals], "f8"),
    }
    print(f"parselmouth {parselmouth.__version__}, {len(signals)} recordings, "
          f"{'development' if development else 'held-out'} speakers")
    print(f"{'corpus':8} {'method':16} {'clips':>5} {'true':>6} {'mean':>6} {'error':>6} {'r':>5} {'r rate':>6}")
    for corpus in (*corpora, "all"):
        chosen = (names == corpus) | (corpus == "all")
        for method, values in counts.items():
            ours, true = values[chosen], truth[chosen]
            print(
                f"{corpus:8} {method:16} {chosen.sum():5} {true.mean():6.2f} {ours.mean():6.2f} "
                f"{abs(ours - true).mean():6.2f} {correlation(ours, true)} "
                f"{correlation(ours / durations[chosen], true / durations[chosen]):>6}")


if __name__ == "__main__":
    main()
