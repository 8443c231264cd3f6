"""Measures what each noise suppressor gains on speech mixed with noise.

    Benchmarks/python.sh Benchmarks/noise_suppression.py CORPORA_DIR [--write] [--clips N] [--seed N]

Draws clips from five corpora with a fixed seed, adds white, pink and babble noise (eight voices of CREMA-D that are not among the
clips' speakers) at 0 to 20 dB, lets each method clean the mixtures at 16 kHz and prints, against the clean speech, how much the
segmental signal-to-noise ratio (20 ms frames of speech, each limited to -10…35 dB) and the scale-invariant signal-to-distortion
ratio grew, as means over the clips. Last row: the same ratios of clean speech passed through the method, which shows what it
damages. With --write the table goes to Documentation/Noise.md.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import pathlib
import subprocess
import sys
import tempfile

import numpy
import soundfile
import soxr

import clip_sample
from timing import processor

RATE = 16000
KINDS = ("white", "pink", "babble")
RATIOS = (0, 5, 10, 15, 20)
METHODS = ("speex", "spectral")
VOICES = 8


def load(path):
    samples, rate = soundfile.read(path, dtype="float32")
    if samples.ndim > 1:
        samples = samples.mean(axis=1)
    return samples if rate == RATE else soxr.resample(samples, rate, RATE)


def frames(samples, length=RATE // 50):
    return samples[: len(samples) // length * length].reshape(-1, length).astype("f8")


def speech_frames(clean):
    """Frames at most 30 dB below the energy-weighted level."""
    energy = (frames(clean) ** 2).mean(axis=1)
    return energy >= (energy ** 2).sum() / max(energy.sum(), 1e-30) / 1000


def noise(kind, count, generator, voices):
    if kind == "white":
        return generator.standard_normal(count)
    if kind == "pink":
        spectrum = numpy.fft.rfft(generator.standard_normal(count))
        return numpy.fft.irfft(spectrum / numpy.sqrt(numpy.maximum(numpy.arange(len(spectrum)), 1)), count)
    total = numpy.zeros(count)
    for index in generator.choice(len(voices), VOICES, replace=False):
        voice = numpy.roll(voices[index], generator.integers(len(voices[index])))
        total += numpy.resize(voice, count) / voice.std()
    return total


def mixture(clean, kind, ratio, generator, voices):
    """The ratio is that of the mean squares over the frames of speech."""
    added = noise(kind, len(clean), generator, voices)
    active = speech_frames(clean)
    level = (frames(clean)[active] ** 2).mean() / (frames(added)[active] ** 2).mean() / 10 ** (ratio / 10)
    mixed = clean + added * numpy.sqrt(level)
    # As a microphone would give it: nothing above full scale.
    scale = min(1, 0.9 / abs(mixed).max())
    return (mixed * scale).astype("f4"), (clean * scale).astype("f4")


def segmental(clean, output):
    active = speech_frames(clean)
    signal, error = frames(clean)[active], frames(output - clean)[active]
    ratio = 10 * numpy.log10((signal ** 2).sum(axis=1) / numpy.maximum((error ** 2).sum(axis=1), 1e-20))
    return numpy.clip(ratio, -10, 35).mean()


def scale_invariant(clean, output):
    clean, output = clean - clean.mean(), output - output.mean()
    target = clean * (clean @ output) / (clean @ clean)
    return 10 * numpy.log10((target @ target) / max(((output - target) ** 2).sum(), 1e-20))


def clean_all(program, method, signals, folder, settings=()):
    """The signals after the method, and how many times faster than real time it was."""
    listing = folder / "list"
    for index, samples in enumerate(signals):
        samples.astype("<f4").tofile(folder / f"{index}.f32")
    listing.write_text("".join(f"{folder}/{i}.f32\t{folder}/{i}.out\n" for i in range(len(signals))))
    result = subprocess.run([program, method, listing, *settings], check=True, capture_output=True, text=True)
    return [numpy.fromfile(folder / f"{i}.out", "<f4") for i in range(len(signals))], float(result.stdout)


def babble_voices(root, clips):
    speakers = {path.stem.split("_")[0] for path in clips if "crema-d" in path.parts}
    voices, seen = [], set(speakers)
    for path in sorted((root / "crema-d").rglob("*_*_*_*.*")):
        speaker = path.stem.split("_")[0]
        if speaker not in seen:
            samples = load(path)
            if samples.std() > 0:
                seen.add(speaker)
                voices.append(samples)
    if len(voices) < VOICES:
        sys.exit(f"Fewer than {VOICES} speakers are left for babble.")
    return voices


def build():
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "NoiseBenchmark"],
        check=True, stdout=subprocess.DEVNULL)
    return package / ".build" / "release" / "NoiseBenchmark"


def measure(program, clips, voices, methods, kinds=KINDS, ratios=RATIOS):
    """Rows (kind, ratio, {method: (segmental gain, scale-invariant gain)}), and the speed of each method."""
    rows, speeds = [], {}
    with tempfile.TemporaryDirectory() as name:
        for kind, ratio in [(k, r) for k in kinds for r in ratios] + [("none", None)]:
            generator = numpy.random.default_rng(1)
            pairs = [(c, c) if ratio is None else mixture(c, kind, ratio, generator, voices) for c in clips]
            gains = {}
            for method, (command, settings) in methods.items():
                outputs, speeds[method] = clean_all(program, command, [m for m, _ in pairs], pathlib.Path(name), settings)
                gains[method] = tuple(
                    float(numpy.mean([
                        score(clean, output) - (0 if ratio is None else score(clean, mixed))
                        for (mixed, clean), output in zip(pairs, outputs)]))
                    for score in (segmental, scale_invariant))
            rows.append((kind, ratio, gains))
    return rows, speeds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    paths = clip_sample.draw(options.corpora, options.clips, options.seed)
    clips = [samples for samples in map(load, paths) if len(samples) > RATE // 2 and samples.std() > 0]
    voices = babble_voices(options.corpora, paths)
    rows, speeds = measure(build(), clips, voices, {method: (method, ()) for method in METHODS})
    lines = [
        "| noise | SNR | " + " | ".join(f"{m}, segmental | {m}, SI-SDR" for m in METHODS) + " |",
        "|---|---|" + "---|" * 2 * len(METHODS)]
    for kind, ratio, gains in rows:
        figures = " | ".join(f"{g:+.1f} dB" if ratio is not None else f"{g:.1f} dB" for m in METHODS for g in gains[m])
        lines.append(f"| {kind} | {'clean' if ratio is None else f'{ratio} dB'} | {figures} |")
    speed = ", ".join(f"{method} {speeds[method]:.0f}" for method in METHODS)
    lines += ["", f"Times faster than real time, in processor time: {speed}."]
    print("\n".join(lines))
    if options.write:
        page = pathlib.Path(__file__).resolve().parent.parent / "Documentation" / "Noise.md"
        page.write_text("\n".join([
            "# Noise suppression", "", "Made by", "",
            "    Benchmarks/python.sh Benchmarks/noise_suppression.py CORPORA_DIR --write", "",
            f"on {processor()}: {len(clips)} clips drawn from {len(clip_sample.CORPORA)} corpora with a fixed seed, at 16 kHz. Each "
            "figure is how much a method raised the ratio against the clean speech, as a mean over the clips: the segmental "
            "signal-to-noise ratio over 20 ms frames of speech, and the scale-invariant signal-to-distortion ratio. Babble is "
            f"{VOICES} voices of other speakers. The last row has the ratios themselves of clean speech after the method: what it "
            "damages where there is nothing to clean.", "", *lines, ""]))


if __name__ == "__main__":
    main()
