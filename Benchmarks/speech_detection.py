"""Undertone's speech detector beside WebRTC's and a plain energy gate, on clean clips with noise added; and its speed.

    Benchmarks/python.sh Benchmarks/speech_detection.py CORPORA_DIR [--seed N] [--write FILE]

Frame error: the share of 10 ms frames that are judged otherwise than the energy of the clean clip does (speech_signals.truth), with a
second of silence put before and after each clip and white, pink or babble noise (of CREMA-D's speakers, from clips that
are not drawn) added at 20, 10, 5 and 0 dB below the clip's speech. WebRTC's detector has its best mode for each SNR and noise. The
gate says speech where a frame is louder than the clip's tenth percentile by 3, 6, 9, 12 or 15 dB, whichever is best for each SNR and
noise: it sees the whole clip and is chosen by hindsight, which Undertone is not.

Then: the clips in which no speech is found, and sounds without speech in which some is, as utterances; and how many times faster
than real time one core detects, cuts, and extracts log-mel from the clips joined to one recording.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import collections
import importlib.metadata
import pathlib
import random
import subprocess
import tempfile

import numpy
import webrtcvad

import clip_sample
import speech_signals as signals
from timing import processor

RATIOS = (20, 10, 5, 0)
GATES = (3, 6, 9, 12, 15)
CLIPS, SILENT = 200, 160


def webrtc(samples, mode):
    detector = webrtcvad.Vad(mode)
    data = (numpy.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    return numpy.array([detector.is_speech(data[i : i + 320], signals.RATE) for i in range(0, len(data) - 319, 320)])


def level(samples):
    count = len(samples) // signals.HOP
    return 10 * numpy.log10((samples[: count * signals.HOP].astype("f8").reshape(count, -1) ** 2).mean(1) + 1e-12)


def voices(root, drawn):
    files = sorted(p for p in (pathlib.Path(root) / "crema-d").rglob("*") if p.suffix in clip_sample.SUFFIXES and p not in drawn)
    clips = (signals.speech_only(signals.load(p)) for p in random.Random(3).sample(files, 60))
    return [clip for clip in clips if len(clip) > signals.RATE // 2]


def mixtures(clips, others):
    generator = numpy.random.default_rng(7)
    for samples in clips:
        flags = signals.truth(samples)
        if not flags.any():
            continue
        samples, flags = signals.between(samples, flags, 100, 100)
        for kind in signals.KINDS:
            for ratio in RATIOS:
                yield kind, ratio, signals.mixed(samples, flags, kind, ratio, generator, others), flags


def errors(program, clips, others, folder):
    """Wrong frames of each (system, kind, SNR), and all frames of each (kind, SNR)."""
    wrong, frames = collections.Counter(), collections.Counter()
    sets = list(mixtures(clips, others))
    for (kind, ratio, samples, flags), rows in zip(sets, signals.frames(program, [s[2] for s in sets], folder)):
        frames[kind, ratio] += len(flags)
        judged = {"Undertone": rows[: len(flags), 0] > 0.5}
        judged |= {f"WebRTC, mode {mode}": webrtc(samples, mode) for mode in range(4)}
        loudness = level(samples)
        judged |= {f"gate, {gate} dB": loudness > numpy.percentile(loudness, 10) + gate for gate in GATES}
        for name, values in judged.items():
            wrong[name, kind, ratio] += int((values[: len(flags)] != flags).sum())
    return wrong, frames


def table(wrong, frames):
    yield "| noise | SNR, dB | Undertone | WebRTC | energy gate |"
    yield "|---|---|---|---|---|"
    sums = {ratio: [0, 0, 0] for ratio in RATIOS}
    for kind in signals.KINDS:
        for ratio in RATIOS:
            def error(name):
                return 100 * wrong[name, kind, ratio] / frames[kind, ratio]
            modes = {mode: error(f"WebRTC, mode {mode}") for mode in range(4)}
            gates = {gate: error(f"gate, {gate} dB") for gate in GATES}
            mode, gate = min(modes, key=modes.get), min(gates, key=gates.get)
            for index, value in enumerate((error("Undertone"), modes[mode], gates[gate])):
                sums[ratio][index] += value / len(signals.KINDS)
            yield f"| {kind} | {ratio} | {error('Undertone'):.1f} | {modes[mode]:.1f} (mode {mode}) | {gates[gate]:.1f} ({gate} dB) |"
    for ratio, values in sums.items():
        yield f"| mean | {ratio} | " + " | ".join(f"**{v:.1f}**" if v == min(values) else f"{v:.1f}" for v in values) + " |"


def utterances(program, sounds, folder):
    """How many utterances each of the sounds has."""
    folder = pathlib.Path(folder)
    paths = []
    for index, samples in enumerate(sounds):
        paths.append(folder / f"sound{index}.f32")
        samples.astype("<f4").tofile(paths[-1])
    (folder / "sounds").write_text("".join(f"{path}\n" for path in paths))
    output = subprocess.run([program, "segments", folder / "sounds"], check=True, capture_output=True, text=True).stdout
    return [len(line.split("\t")) - 2 for line in output.splitlines()]


def found(program, paths, clips, folder):
    generator = numpy.random.default_rng(9)
    kinds = [signals.NO_SPEECH[index % len(signals.NO_SPEECH)] for index in range(SILENT)]
    counts = utterances(program, clips + [signals.no_speech(kind, generator) for kind in kinds], folder)
    missed = [path.name for path, count in zip(paths, counts) if count == 0]
    yield (f"Of {len(clips)} clips, {len(missed)} have no utterance{': ' + ', '.join(missed) if missed else ''}; "
           f"{sum(count > 1 for count in counts[: len(clips)])} have more than one.")
    false = collections.Counter(kind for kind, count in zip(kinds, counts[len(clips) :]) if count)
    each = SILENT // len(signals.NO_SPEECH)
    yield "Sounds without speech in which an utterance is found: " + ", ".join(
        f"{kind} {false[kind]} of {each}" for kind in signals.NO_SPEECH) + "."


def speed(program, clips, folder):
    path = pathlib.Path(folder) / "long.f32"
    long = numpy.concatenate(clips)
    numpy.tile(long, max(1, int(1200 * signals.RATE / len(long)))).astype("<f4").tofile(path)
    output = subprocess.run([program, "time", path], check=True, capture_output=True, text=True).stdout
    return output.splitlines()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("root")
    arguments.add_argument("--seed", type=int, default=20261121)
    arguments.add_argument("--write", type=pathlib.Path)
    options = arguments.parse_args()
    paths = clip_sample.draw(options.root, CLIPS, options.seed)
    clips = [signals.load(path) for path in paths]
    program = signals.build()
    with tempfile.TemporaryDirectory() as folder:
        lines = [*table(*errors(program, clips, voices(options.root, set(paths)), folder)), "",
                 *found(program, paths, clips, folder), "", *speed(program, clips, folder)]
    machine = (f"{processor()}; {len(paths)} clips of five corpora (seed {options.seed}), "
               f"webrtcvad-wheels {importlib.metadata.version('webrtcvad-wheels')}.")
    text = "\n".join(["# Speech detection", "", "`Benchmarks/python.sh Benchmarks/speech_detection.py CORPORA_DIR --write "
                      "Documentation/Speech.md`", "", machine, "", *__doc__.strip().splitlines()[5:], "",
                      "Frame error in percent:", "", *lines]) + "\n"
    print(text)
    if options.write:
        options.write.write_text(text)


if __name__ == "__main__":
    main()
