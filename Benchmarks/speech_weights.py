"""Fits the network of Sources/Audio/Segmentation/SpeechWeights+Values.swift, and writes the file.

    Benchmarks/python.sh Benchmarks/speech_weights.py CORPORA_DIR CREMA_D_PROTOCOL.json

On clips of CREMA-D's training speakers and of EmoDB, none of which is among those that speech_detection.py reports on: each clean
and with white, pink and babble noise at -2 to 25 dB, at levels from full scale to 40 dB below; and on sounds without speech.
"""
import json
import os

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import pathlib
import random
import sys
import tempfile

import numpy
from scipy.signal import lfilter
from sklearn.neural_network import MLPClassifier

import clip_sample
import speech_signals as signals

CLIPS, VOICES, MIXES, SILENT, EPOCHS = 330, 60, 6, 120, 30
FADING = (0.84, 0.97)


def clips(root, protocol):
    speakers = set(json.loads(pathlib.Path(protocol).read_text())["folds"][0]["train"])
    reported = set(clip_sample.draw(root, 200))
    files = [sorted(p for p in (pathlib.Path(root) / name).rglob("*")
                    if p.suffix in clip_sample.SUFFIXES and p not in reported) for name in ("crema-d", "emodb")]
    crema = [p for p in files[0] if p.name.split("_")[0] in speakers]
    generator = random.Random(1)
    return (generator.sample(crema, CLIPS * 2 // 3) + generator.sample(files[1], CLIPS // 3), generator.sample(crema, VOICES))


def examples(root, protocol):
    generator = numpy.random.default_rng(5)
    paths, others = clips(root, protocol)
    voices = [v for v in (signals.speech_only(signals.load(p)) for p in others) if len(v) > 8000]
    for path in paths:
        clip = signals.load(path)
        speech = signals.truth(clip)
        if not speech.any():
            continue
        for mix in range(MIXES + 1):
            before = int(generator.choice([0, generator.integers(0, 60), 100, 130], p=[0.15, 0.15, 0.4, 0.3]))
            after = int(generator.choice([0, 50, 100, 130], p=[0.15, 0.15, 0.4, 0.3]))
            samples, flags = signals.between(clip, speech, before, after)
            if mix < MIXES:
                samples = signals.mixed(samples, flags, signals.KINDS[mix % 3], generator.uniform(-2, 25), generator, voices)
            yield samples * 10 ** generator.uniform(-2, 0), flags
    for index in range(SILENT):
        samples = signals.no_speech(signals.NO_SPEECH[index % len(signals.NO_SPEECH)], generator)
        yield samples, numpy.zeros(len(samples) // signals.HOP, bool)


def inputs(evidence):
    """What the network sees of each frame: its evidence, the next one's, the last one's, and two fading means of the past."""
    following = numpy.vstack([evidence[1:], evidence[-1:]])
    before = numpy.vstack([numpy.zeros((1, evidence.shape[1])), evidence[:-1]])
    past = [lfilter([0, 1 - f], [1, -f], before, axis=0) for f in FADING]
    return numpy.hstack([evidence, following, before, *past]).astype("f4")


def literal(values):
    text, line = "", "       "
    for value in values:
        word = f" {value:.4g},"
        if len(line) + len(word) > 128:
            text, line = text + line + "\n", "       "
        line += word
    return text + line + "\n"


def main():
    sets = list(examples(*sys.argv[1:3]))
    with tempfile.TemporaryDirectory() as folder:
        evidence = signals.frames(signals.build(), [samples for samples, _ in sets], folder)
    x = numpy.vstack([inputs(rows[: len(flags), 2:]) for rows, (_, flags) in zip(evidence, sets)])
    y = numpy.concatenate([flags for _, flags in sets])
    mean, deviation = x.mean(0), x.std(0)
    network = MLPClassifier((16,), max_iter=EPOCHS, random_state=0, batch_size=500, alpha=1e-4).fit((x - mean) / deviation, y)
    hidden = network.coefs_[0] / deviation[:, None]
    bias = network.intercepts_[0] - mean @ hidden
    error = (network.predict((x - mean) / deviation) != y).mean()
    print(f"{len(sets)} signals, {len(y)} frames, {y.mean():.3f} speech; frame error on them {100 * error:.2f} %")
    text = ("/// Written by `Benchmarks/speech_weights.py`: 5 × 9 rows of 16 values, and 16 values each.\n"
            "extension SpeechWeights {\n    static let hidden: [Float] = [\n" + "".join(literal(row) for row in hidden)
            + "    ]\n    static let hiddenBias: [Float] = [\n" + literal(bias)
            + "    ]\n    static let output: [Float] = [\n" + literal(network.coefs_[1][:, 0])
            + f"    ]\n    static let outputBias: Float = {network.intercepts_[1][0]:.4g}\n}}\n")
    sources = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "Audio" / "Segmentation"
    (sources / "SpeechWeights+Values.swift").write_text(text)


if __name__ == "__main__":
    main()
