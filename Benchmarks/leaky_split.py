#!/usr/bin/env python3
"""The popular claim about the four-corpus pool, reproduced and taken apart: the same net, judged in three ways.

    UNDERTONE_CORPORA=DIR Benchmarks/leaky_split.py [--write Documentation/Experiments.md] [--keep]

The net of leaky-net.json, which nothing keeps from learning by heart, hears the features `speech` and three copies with faint noise of
every training utterance, for 30 epochs. It is judged on a random split of clips whose copies were made before the split (as the
published figures were), on a random split whose copies were made after it, and on speakers that it has not heard. About ten minutes
each on two cores. --keep reuses the reports of an earlier run; UNDERTONE_TOOL names another build of the tool than
.build/release/undertone.
"""
import argparse
import datetime
import json
import os
import subprocess

from page_part import write_part

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
REPORTS = os.path.join(ROOT, "Benchmarks", ".reports")
COMMON = ["--model-kind", "mlp", "--net", os.path.join(ROOT, "Benchmarks", "leaky-net.json"), "--features", "speech",
          "--augment", "white:30..40", "--copies", "3", "--keep-judged"]
WAYS = {
    "random split, copies before it: leaked": ["--protocol", "pool-seven/random", "--leaky-copies-before-split"],
    "random split, copies after it: speakers shared": ["--protocol", "pool-seven/random"],
    "speakers that were not heard": ["--protocol", "pool-seven/speakers"],
}


def evaluate(options, keep):
    folder = os.path.join(REPORTS, "leaky-split-" + "".join(options[1:]).replace("/", "-"))
    path = os.path.join(folder, "report.json")
    if not (keep and os.path.exists(path)):
        subprocess.run([TOOL, "evaluate", *options, *COMMON, "--report", folder], check=True, stdout=subprocess.DEVNULL)
    with open(path) as file:
        return json.load(file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--write", metavar="FILE", help="put the table between the marks of this page")
    parser.add_argument("--keep", action="store_true", help="reuse reports that are there")
    arguments = parser.parse_args()
    lines = [f"Made on {datetime.date.today()} by `Benchmarks/leaky_split.py`.", "",
             "| the same net, judged on | validation accuracy | accuracy | UAR | utterances |", "|---|---:|---:|---:|---:|",
             "| *published: random split, copies before it, 30 epochs* | 0.9638 | 0.9586 | | |"]
    for name, options in WAYS.items():
        report = evaluate(options, arguments.keep)
        validation = report["folds"][0]["validation"]["accuracy"]
        lines.append(f"| {name} | {validation:.4f} | {report['accuracy']:.4f} | {report['uar']:.4f} | {report['utterances']} |")
    print("\n".join(lines))
    if arguments.write:
        write_part(arguments.write, "leak", lines)


main()
