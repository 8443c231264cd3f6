"""Emotions over time: clips of one speaker joined into long recordings, by segmentation and smoothing.

    Benchmarks/python.sh Benchmarks/timeline.py DIR [--run N ...] [--seed 20261121] [--model DIR|NAME ...]

DIR holds the corpora ravdess and savee, of which the built-in model knows no speaker. For each speaker, up to four
emotions follow one another in runs of --run clips (4, then 1, unless told otherwise). A clip counts as right when most of the
time that the timeline gives to it has its emotion; gained and lost are the clips that are right with the smoothing and not
without, and the other way round, p how likely chance alone parts them so unevenly (exact two-sided sign test); a stretch is what
the timeline joins. Changes of emotion come faster here than in a conversation, so this is a hard test for smoothing; with
--run 1 the hardest.
"""
import argparse
import json
import math
import pathlib
import random
import re
import subprocess
import tempfile

RAVDESS = {"01": "neutral", "03": "happiness", "04": "sadness", "05": "anger", "06": "fear", "07": "disgust"}
SAVEE = {"a": "anger", "d": "disgust", "f": "fear", "h": "happiness", "n": "neutral", "sa": "sadness"}


def label(path):
    """Speaker and emotion, or None for what the model does not tell apart."""
    corpus, name = next(c for c in ("ravdess", "savee") if c in path.parts), path.stem
    if corpus == "ravdess" and len(parts := name.split("-")) == 7:
        speaker, emotion = parts[6], RAVDESS.get(parts[2])
    elif found := re.match(r"([A-Z]{2})_([a-z]+)\d", name):
        speaker, emotion = found[1], SAVEE.get(found[2])
    else:
        return None
    return (f"{corpus}-{speaker}", emotion) if emotion else None


def join(root, folder, run, generator):
    """Writes a recording a speaker; returns start, end and emotion of each clip in it."""
    import numpy as np
    import soundfile

    speakers = {}
    for corpus in ("ravdess", "savee"):
        for path in sorted((root / corpus).rglob("*")):
            if path.suffix in {".opus", ".ogg", ".wav", ".flac"} and (found := label(path)):
                speakers.setdefault(found[0], {}).setdefault(found[1], []).append(path)
    truth = {}
    for speaker, emotions in sorted(speakers.items()):
        order = sorted(emotions) * (1 if run > 1 else 3)
        generator.shuffle(order)
        pieces, clips, at = [], [], 0.0
        for emotion in order[:4] if run > 1 else order[:12]:
            for path in generator.sample(emotions[emotion], min(run, len(emotions[emotion]))):
                samples, rate = soundfile.read(path)
                pieces.append(samples)
                clips.append((at, at + len(samples) / rate, emotion))
                at = clips[-1][1]
        soundfile.write(folder / f"{speaker}.flac", np.clip(np.concatenate(pieces), -1, 1), rate, subtype="PCM_16")
        truth[speaker] = clips
    return truth


def score(answers, truth):
    """Whether each clip is right, how many stretches, how many changes."""
    right, stretches, changes = [], 0, 0
    for answer in answers:
        clips = truth[pathlib.Path(answer["path"]).stem]
        stretches += len(answer["timeline"])
        changes += len(answer["changes"])
        for start, end, emotion in clips:
            shares = {}
            for stretch in answer["timeline"]:
                overlap = min(end, stretch["end"]) - max(start, stretch["start"])
                if overlap > 0:
                    shares[stretch["emotion"]] = shares.get(stretch["emotion"], 0) + overlap
            right.append(bool(shares) and max(shares, key=shares.get) == emotion)
    return right, stretches, changes


def sign_test(gained, lost):
    count = gained + lost
    return min(1, 2 * sum(math.comb(count, k) for k in range(min(gained, lost) + 1)) / 2**count)


def report(tool, models, root, run, seed):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        truth = join(root, folder, run, random.Random(seed))
        true_changes = sum(a[2] != b[2] for clips in truth.values() for a, b in zip(clips, clips[1:]))
        count = sum(map(len, truth.values()))
        print(f"\n{len(truth)} recordings, {count} clips in runs of {run}, {true_changes} true changes, seed {seed}\n")
        print("| model | smoothing | right | gained | lost | p | stretches | changes |\n|---|---|---|---|---|---|---|---|")
        for model in models:
            plain = None
            for smoothing in ("0", "1", "2", "3", "5"):
                command = [tool, "predict", folder, "--format", "json", "--model", model, "--smoothing", smoothing]
                lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
                right, stretches, changes = score(map(json.loads, lines), truth)
                plain = plain or right
                gained, lost = (sum(a > b for a, b in zip(*pair)) for pair in ((right, plain), (plain, right)))
                print(f"| {model[-24:]} | {smoothing} s | {sum(right) / count:.3f} | {gained} | {lost} | "
                      f"{sign_test(gained, lost):.2f} | {stretches} | {changes} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--run", type=int, action="append")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--model", action="append")
    arguments = parser.parse_args()
    tool = pathlib.Path(__file__).resolve().parents[1] / ".build" / "release" / "undertone"
    for run in arguments.run or [4, 1]:
        report(tool, arguments.model or ["open"], arguments.root, run, arguments.seed)


if __name__ == "__main__":
    main()
