"""Does suppressing noise help recognition? The built-in model on noisy test clips, as they are and after each suppressor.

    Benchmarks/python.sh Benchmarks/noise_recognition.py CORPORA_DIR [--write] [--clips N] [--seed N] [--model DIR|NAME]

Clips of CREMA-D's 19 test speakers (protocol crema-d-speakers-63-9-19), drawn evenly over the emotions with a fixed seed, mixed with
noise as noise_suppression.py does; unweighted average recall of `undertone predict`, which hears no speech in a clip where there is
too much noise: then it is wrong. With --write the table goes to Documentation/Noise.md, under that script's.
"""
import noise_suppression as noise

import argparse
import csv
import io
import json
import os
import pathlib
import random
import subprocess
import tempfile

import numpy
import soundfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOL = os.environ.get("UNDERTONE_TOOL", str(ROOT / ".build" / "release" / "undertone"))
RATIOS = (20, 10, 5, 0)
METHODS = ("none", *noise.METHODS)
MARK = "\n## What recognition makes of it\n"


def test_clips(corpora, count, seed):
    """Paths and emotions, the same number of each emotion."""
    split = subprocess.run(
        [TOOL, "corpus", "split", "--corpus", f"crema-d={corpora / 'crema-d'}", "--protocol", "crema-d-speakers-63-9-19"],
        check=True, capture_output=True, text=True).stdout
    rows = [row for row in csv.DictReader(io.StringIO(split)) if row["part"] == "test"]
    labels = sorted({row["label"] for row in rows})
    chosen = []
    for label in labels:
        own = sorted(row["path"] for row in rows if row["label"] == label)
        chosen += [(path, label) for path in random.Random(seed).sample(own, min(len(own), count // len(labels)))]
    return chosen


def recall(signals, truth, model, folder):
    """Unweighted average recall of the model, which answers one JSON object a clip, and the model's name."""
    paths = []
    for index, samples in enumerate(signals):
        paths.append(str(folder / f"{index}.wav"))
        soundfile.write(paths[-1], samples, noise.RATE, subtype="FLOAT")
    command = [TOOL, "predict", "--format", "json", *(["--model", model] if model else []), *paths]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    said = {answer["path"]: answer["emotion"] for answer in answers}
    right = {label: [] for label in truth}
    for path, label in zip(paths, truth):
        right[label].append(said.get(path) == label)
    return float(numpy.mean([numpy.mean(hits) for hits in right.values()])), answers[0]["model"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--clips", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--model")
    options = parser.parse_args()
    drawn = test_clips(options.corpora, options.clips, options.seed)
    clips, truth = [noise.load(path) for path, _ in drawn], [label for _, label in drawn]
    voices = noise.babble_voices(options.corpora, [pathlib.Path(path) for path, _ in drawn])
    program = noise.build()
    lines = ["| noise | SNR | " + " | ".join(METHODS) + " |", "|---|---|" + "---|" * len(METHODS)]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for kind, ratio in [("none", None)] + [(kind, ratio) for kind in noise.KINDS for ratio in RATIOS]:
            generator = numpy.random.default_rng(1)
            mixed = clips if ratio is None else [noise.mixture(c, kind, ratio, generator, voices)[0] for c in clips]
            recalls = []
            for method in METHODS:
                heard = mixed if method == "none" else noise.clean_all(program, method, mixed, folder)[0]
                value, model = recall(heard, truth, options.model, folder)
                recalls.append(f"{value:.3f}")
            lines.append(f"| {kind} | {'clean' if ratio is None else f'{ratio} dB'} | " + " | ".join(recalls) + " |")
            print(lines[-1], flush=True)
    print("\n".join(lines))
    if options.write:
        page = ROOT / "Documentation" / "Noise.md"
        text = page.read_text().split(MARK)[0].rstrip() + "\n"
        page.write_text(text + "\n".join([
            MARK, "    Benchmarks/python.sh Benchmarks/noise_recognition.py CORPORA_DIR --write", "",
            f"Unweighted average recall of `{model}` on {len(clips)} clips of CREMA-D's test speakers, in noise, as they are and after",
            "each method.", "", *lines, ""]))


if __name__ == "__main__":
    main()
