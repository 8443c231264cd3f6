#!/usr/bin/env python3
"""What training and predicting cost: seconds an epoch, memory at its highest, the sizes of the built-in models.

    UNDERTONE_CORPORA=DIR Benchmarks/training_cost.py

Trains the standard net of each kind on CREMA-D's protocol for one epoch and for two, with `undertone evaluate`: the second epoch is
what the one run takes longer than the other, with loading and augmentation, and with the held-out speakers' judgement. Features are
measured before, so that both find them in the cache. Then predicts the sample recordings with the built-in model. Memory is the
process's largest resident set. About ten minutes on two cores; UNDERTONE_TOOL names another build of the tool than
.build/release/undertone.
"""
import glob
import os
import platform
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
KINDS = ["mlp", "cnn", "rnn", "crnn"]


def run(*arguments):
    """Seconds and megabytes of one process."""
    start = time.perf_counter()
    child = os.posix_spawn(
        TOOL, [TOOL, *arguments], os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        raise SystemExit(f"undertone {' '.join(arguments)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def train(kind, epochs):
    return run(
        "evaluate", "--protocol", "crema-d-speakers-63-9-19", "--model-kind", kind, "--epochs", str(epochs), "--keep-judged")


def main():
    print(f"{platform.machine()}, {os.cpu_count()} cores, OMP_NUM_THREADS={os.environ.get('OMP_NUM_THREADS', 'unset')}")
    print("| kind | seconds an epoch | memory while training, MB |")
    print("|---|---:|---:|")
    for kind in KINDS:
        if kind in ("mlp", "cnn"):
            train(kind, 1)  # measures the features
        (one, _), (two, memory) = train(kind, 1), train(kind, 2)
        print(f"| {kind} | {two - one:.1f} | {memory:.0f} |", flush=True)
    clips = sorted(glob.glob(os.path.join(ROOT, "Samples", "*.*")))
    clips = [clip for clip in clips if clip.endswith((".wav", ".flac"))]
    seconds, memory = run("predict", *clips)
    print(f"predicting {len(clips)} sample recordings: {seconds:.2f} s, {memory:.0f} MB")
    for model in sorted(glob.glob(os.path.join(ROOT, "Sources", "Undertone", "Models", "*"))):
        size = sum(os.path.getsize(path) for path in glob.glob(os.path.join(model, "*")))
        print(f"{os.path.basename(model)}: {size / 1e6:.2f} MB in the repository")


main()
