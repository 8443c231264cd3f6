#!/usr/bin/env python3
"""Whether copies in other voices help a small corpus, as the third table of Documentation/Experiments.md.

    UNDERTONE_CORPORA=DIR Benchmarks/voice_experiments.py [--only NAME]... [--keep] [--write Documentation/Experiments.md]

On RAVDESS' actors but for the five whom the first fold of ravdess-actors-5fold tests: 19 in four groups, each judged by models of the
others, two of whom validate; `undertone evaluate` does all of it. About an hour on one core, most of it the cnn and what joins.
UNDERTONE_TOOL names another build of the tool than .build/release/undertone; --keep reuses reports of an interrupted run.
"""
import argparse
import datetime
import glob
import json
import os
import random
import subprocess
import time

from page_part import write_part

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
REPORTS = os.path.join(ROOT, "Benchmarks", ".reports", "voices")
LABELS = ["anger", "calm", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]
TESTED = ["02", "05", "14", "15", "16"]
VOICES = ["--augment", "pitch:-2..2,tempo:0.85..1.15"]
JOINING = ["--also-train", "emodb", "--also-train", "savee", "--also-train", "tess"]
VARIANTS = {
    "mlp": [],
    "three members": ["--members", "3"],
    "two copies, pitch and tempo varied": VOICES + ["--copies", "2"],
    "four copies, taught to agree by 0.3": VOICES + ["--copies", "4", "--consistency", "0.3"],
    "four copies, taught to agree by 1": VOICES + ["--copies", "4", "--consistency", "1"],
    "other corpora joining": JOINING,
    "other corpora joining, two copies": JOINING + VOICES + ["--copies", "2"],
    "cnn, 30 epochs, other corpora and crema-d joining":
        ["--model-kind", "cnn", "--epochs", "30", "--keep-judged"] + JOINING + ["--also-train", "crema-d"],
}


def protocol():
    """The path of the 19 actors' protocol."""
    actors = [f"{actor:02}" for actor in range(1, 25) if f"{actor:02}" not in TESTED]
    random.Random(0).shuffle(actors)
    folds = [{"test": sorted(actors[part::4]), "validation": actors[(part + 1) % 4::4][:2]} for part in range(4)]
    files = glob.glob(os.path.join(os.environ["UNDERTONE_CORPORA"], "ravdess", "**", "*-*-*-*-*-*-*.*"), recursive=True)
    names = {os.path.splitext(os.path.basename(file))[0] for file in files}
    content = {
        "name": "ravdess-19-actors", "corpus": "ravdess", "kind": "speaker-independent", "labels": LABELS,
        "source": "Benchmarks/voice_experiments.py", "folds": folds,
        "exclude": sorted(name for name in names if name.split("-")[6] in TESTED),
    }
    os.makedirs(REPORTS, exist_ok=True)
    path = os.path.join(REPORTS, "ravdess-19-actors.json")
    with open(path, "w") as file:
        json.dump(content, file)
    return path


def evaluate(path, name, options, keep):
    folder = os.path.join(REPORTS, name.replace(" ", "-").replace(",", ""))
    report = os.path.join(folder, "report.json")
    if not (keep and os.path.exists(report)):
        command = [TOOL, "evaluate", "--protocol", path, "--report", folder] + options
        command += [] if "--model-kind" in options else ["--model-kind", "mlp"]
        start = time.monotonic()
        environment = dict(os.environ, OMP_NUM_THREADS="1")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        print(f"{name}: {time.monotonic() - start:.0f} s", flush=True)
    with open(report) as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=VARIANTS, action="append", help="this variant; may be given several times")
    parser.add_argument("--keep", action="store_true", help="reuse reports that are there")
    parser.add_argument("--write", metavar="PAGE", help="put the table into this page")
    arguments = parser.parse_args()
    path = protocol()
    lines = ["| variant | UAR [95 %] | accuracy |", "|---|---:|---:|"]
    for name in arguments.only or VARIANTS:
        report = evaluate(path, name, VARIANTS[name], arguments.keep)
        low, high = report["ci95"]["uar"]
        lines.append(f"| {name} | {report['uar']:.3f} [{low:.3f}–{high:.3f}] | {report['accuracy']:.3f} |")
        print(lines[-1], flush=True)
    if arguments.write:
        write_part(arguments.write, "voices", [f"Made on {datetime.date.today()}.", ""] + lines)


if __name__ == "__main__":
    main()
