"""Holds Undertone's eGeMAPS against openSMILE 2.6 (eGeMAPSv02): the 88 functionals and the 25 frame-level descriptors.

    Benchmarks/python.sh Benchmarks/egemaps_parity.py CORPORA_DIR [--write]

Draws 200 clips from five corpora with a fixed seed, measures each with `undertone features` and with openSMILE in the same run, and
prints for every column Pearson's r and the median relative difference. --write puts the tables into Documentation/GeMAPS.md.
Exit status 1 when fewer than 80 functionals reach r = 0.99, or one lies below 0.95.
"""
import os

os.environ["OMP_NUM_THREADS"] = "1"

import csv
import pathlib
import subprocess
import sys
import tempfile

import numpy
import opensmile
import soundfile

import clip_sample
from egemaps_reasons import REASONS

CLIPS = 200
BEGIN, END = "<!-- parity: begin -->", "<!-- parity: end -->"
"""openSMILE's value of an undefined level, in dB."""
UNDEFINED = -201


def ours(program, clips, level, folder):
    """Column names, and rows by file."""
    table = folder / f"{level}.csv"
    subprocess.run(
        [program, "features", *map(str, clips), "--set", "egemaps", "--level", level, "--no-cache", "-o", table], check=True,
        stderr=subprocess.DEVNULL)
    rows = {}
    with open(table, newline="") as lines:
        reader = csv.reader(lines)
        names = next(reader)[3:]
        for row in reader:
            rows.setdefault(row[0], []).append([float(value) for value in row[3:]])
    return names, {path: numpy.array(values) for path, values in rows.items()}


def theirs(clips, level):
    smile = opensmile.Smile(
        feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=getattr(opensmile.FeatureLevel, level), num_workers=1)
    result = {}
    for clip in clips:
        samples, rate = soundfile.read(clip, dtype="float32")
        # Its interface turns samples beyond full scale, which Opus decoders make of loud clips, into the opposite sign.
        samples = numpy.clip(samples, -1, 32767 / 32768)
        result[str(clip)] = smile.process_signal(samples, rate).to_numpy().astype("f8")
    return smile.feature_names, result


def correlation(a, b):
    if numpy.array_equal(a, b):
        return 1.0
    return float(numpy.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 0.0


def difference(a, b):
    """The median of |a − b| / |b| where both are defined, and r there."""
    defined = (b != 0) & (b != UNDEFINED) & (a != 0) & (a != UNDEFINED)
    if not defined.any():
        return float("nan"), float("nan")
    a, b = a[defined], b[defined]
    return float(numpy.median(numpy.abs(a - b) / numpy.abs(b))), correlation(a, b)


def reason(name):
    found = [text for prefix, text in REASONS.items() if name.startswith(prefix)]
    return found[0] if found else "not found yet"


def functionals_table(names, ours, theirs):
    lines = ["| functional | r | median relative difference |", "|---|---:|---:|"]
    scores = {}
    for column, name in enumerate(names):
        scores[name] = correlation(ours[:, column], theirs[:, column])
        lines.append(f"| {name} | {scores[name]:.4f} | {difference(ours[:, column], theirs[:, column])[0]:.2g} |")
    return lines, scores


def frames_table(names, ours, theirs):
    lines = ["| descriptor | r, all frames | r, where both are defined | median relative difference |", "|---|---:|---:|---:|"]
    scores = {}
    for column, name in enumerate(names):
        a, b = ours[:, column], theirs[:, column]
        scores[name] = correlation(a, b)
        relative, defined = difference(a, b)
        lines.append(f"| {name} | {scores[name]:.4f} | {defined:.4f} | {relative:.2g} |")
    return lines, scores


def summary(kind, scores):
    high, fair = (sum(score >= bound for score in scores.values()) for bound in (0.99, 0.95))
    lines = [f"Of {len(scores)} {kind}, {high} reach r ≥ 0.99 and {fair} reach r ≥ 0.95."]
    missing = [name for name, score in scores.items() if score < 0.99]
    if missing:
        lines += ["", "Below 0.99, and why:", ""]
        lines += [f"* {name} ({scores[name]:.4f}): {reason(name)}" for name in missing]
    return lines


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    root = pathlib.Path(arguments[0])
    package = pathlib.Path(__file__).resolve().parent.parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "undertone"], check=True,
        stdout=subprocess.DEVNULL)
    program = package / ".build" / "release" / "undertone"
    clips = clip_sample.draw(root, CLIPS)
    paths = [str(clip) for clip in clips]
    with tempfile.TemporaryDirectory() as folder:
        names, rows = ours(program, clips, "functionals", pathlib.Path(folder))
        frame_names, frames = ours(program, clips, "frames", pathlib.Path(folder))
    their_names, their_rows = theirs(clips, "Functionals")
    their_frame_names, their_frames = theirs(clips, "LowLevelDescriptors")
    if names != their_names or frame_names != their_frame_names:
        sys.exit("The columns' names or their order differ.")
    for path in paths:
        if rows[path].shape != their_rows[path].shape or frames[path].shape != their_frames[path].shape:
            sys.exit(f"{path}: {frames[path].shape} frames here, {their_frames[path].shape} there.")
    table, scores = functionals_table(names, *(numpy.concatenate([side[p] for p in paths]) for side in (rows, their_rows)))
    frame_table, frame_scores = frames_table(
        frame_names, *(numpy.concatenate([side[p] for p in paths]) for side in (frames, their_frames)))
    count = sum(len(frames[path]) for path in paths)
    report = [
        f"{len(clips)} clips from {len(clip_sample.CORPORA)} corpora, {count} frames; openSMILE {opensmile.__version__} "
        "(eGeMAPSv02).", "", *summary("functionals", scores), "", *summary("frame-level descriptors", frame_scores), "",
        "### The functionals", "", *table, "", "### The frame-level descriptors", "",
        "r over all frames of all clips, those included where one side or both have no value; and over the frames where both have "
        "one.", "", *frame_table,
    ]
    print("\n".join(report))
    if "--write" in sys.argv:
        page = package / "Documentation" / "GeMAPS.md"
        text = page.read_text()
        before, after = text.index(BEGIN) + len(BEGIN), text.index(END)
        page.write_text(text[:before] + "\n" + "\n".join(report) + "\n" + text[after:])
    high = sum(score >= 0.99 for score in scores.values())
    sys.exit(high < 80 or min(scores.values()) < 0.95)


if __name__ == "__main__":
    main()
