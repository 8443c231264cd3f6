#!/usr/bin/env python3
"""What the built-in `open` is worth on corpora that it has never heard, and what getting used to them is worth.

    UNDERTONE_CORPORA=DIR Benchmarks/unheard_corpora.py [--model open] [--write Documentation/Experiments.md]

Every corpus is judged recording by recording; used to the other half of its speakers, as `undertone model adapt` does (each half is
judged by the model that got used to the other, so no recording is judged by a model that has heard it); used to all of its recordings
(--known-corpus); used to each voice (--known-voices); and used to the corpus first and then to each voice. Labels are never used but to
count. UAR of the emotions that the model knows. Some ten minutes; UNDERTONE_TOOL names another build of the tool than
.build/release/undertone.
"""
import argparse
import collections
import csv
import datetime
import json
import os
import pathlib
import subprocess
import tempfile

from page_part import write_part

ROOT = pathlib.Path(__file__).resolve().parents[1]
TOOL = os.environ.get("UNDERTONE_TOOL", str(ROOT / ".build" / "release" / "undertone"))
CORPORA = pathlib.Path(os.environ["UNDERTONE_CORPORA"])
# A protocol that tests all speakers, and what the file names of half of the speakers match.
SETS = {
    "ravdess": (["--protocol", "ravdess-actors-6fold"], lambda name: int(name.split("-")[6].split(".")[0]) <= 12),
    "savee": (["--protocol", "savee-leave-one-speaker-out"], lambda name: name.startswith(("DC", "JE"))),
    "tess": (["--protocol", "leave-one-speaker-out", "--corpus", "tess"], lambda name: name.startswith("OA")),
}


def evaluate(model, options, folder):
    subprocess.run([TOOL, "evaluate", "--model", model, *options, "--report", folder], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    report = json.loads((pathlib.Path(folder) / "report.json").read_text())
    with open(pathlib.Path(folder) / "predictions.csv", newline="") as file:
        return report, list(csv.DictReader(file))


def recall(rows):
    counts = collections.defaultdict(lambda: [0, 0])
    for row in rows:
        counts[row["truth"]][0] += row["predicted"] == row["truth"]
        counts[row["truth"]][1] += 1
    return sum(right / count for right, count in counts.values()) / len(counts)


def other_half(model, corpus, options, is_first, work):
    """Each half of the speakers by the model that got used to the other."""
    files = sorted(path for path in (CORPORA / corpus).rglob("*") if path.is_file() and path.suffix in (".opus", ".wav"))
    judged = []
    for first in (True, False):
        heard = [str(path) for path in files if is_first(path.name) != first]
        used = os.path.join(work, f"used-{first}")
        subprocess.run([TOOL, "model", "adapt", *heard, "--model", model, "--output", used], check=True, stderr=subprocess.DEVNULL)
        _, rows = evaluate(used, options, os.path.join(work, "report"))
        judged += [row for row in rows if is_first(os.path.basename(row["file"])) == first]
    return recall(judged)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", default="open", help="a model that has heard none of these corpora")
    parser.add_argument("--write", metavar="FILE", help="put the table between the marks of this page")
    arguments = parser.parse_args()
    lines = [f"Made on {datetime.date.today()} by `Benchmarks/unheard_corpora.py`, of `{arguments.model}`.", "",
             "| corpus | single recordings | used to the other half of the speakers | used to the corpus | used to each voice | corpus, then voice |",
             "|---|---:|---:|---:|---:|---:|"]
    for corpus, (options, is_first) in SETS.items():
        with tempfile.TemporaryDirectory() as work:
            ways = [[], ["--known-corpus"], ["--known-voices"], ["--known-corpus", "--known-voices"]]
            reports = [evaluate(arguments.model, options + way, os.path.join(work, "report"))[0] for way in ways]
            figures = [f"{report['uar']:.3f} (ECE {report['ece']:.2f})" for report in reports]
            figures.insert(1, f"{other_half(arguments.model, corpus, options, is_first, work):.3f}")
        lines.append(f"| {corpus}, {reports[0]['utterances']} utterances of {reports[0]['speakers']} speakers | {' | '.join(figures)} |")
        print(lines[-1], flush=True)
    print("\n".join(lines))
    if arguments.write:
        write_part(arguments.write, "unheard", lines)


main()
