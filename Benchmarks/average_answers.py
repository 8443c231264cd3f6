#!/usr/bin/env python3
"""UAR of several models' answers, averaged: the mean of the logarithms of their probabilities, utterance by utterance.

    Benchmarks/average_answers.py REPORT REPORT...

Each REPORT is a folder that `undertone evaluate --report` wrote, on the same protocol; accuracy.py leaves its own in Benchmarks/.reports.
"""
import argparse
import collections
import csv
import math
import pathlib


def answers(folder):
    """By file: the truth, and the logarithm of every label's probability."""
    with open(pathlib.Path(folder) / "predictions.csv", newline="") as file:
        reader = csv.DictReader(file)
        labels = reader.fieldnames[reader.fieldnames.index("confidence") + 1:]
        return labels, {row["file"]: (row["truth"], [math.log(max(float(row[label]), 1e-9)) for label in labels]) for row in reader}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("reports", nargs="+", metavar="REPORT")
    models = [answers(folder) for folder in parser.parse_args().reports]
    labels, first = models[0]
    if any(other != labels or rows.keys() != first.keys() for other, rows in models):
        raise SystemExit("These reports are not of the same utterances.")
    counts = collections.defaultdict(lambda: [0, 0])
    for file, (truth, _) in first.items():
        sums = [sum(column) for column in zip(*(rows[file][1] for _, rows in models))]
        counts[truth][0] += labels[sums.index(max(sums))] == truth
        counts[truth][1] += 1
    print(f"{len(models)} models, {len(first)} utterances: UAR {sum(right / count for right, count in counts.values()) / len(counts):.4f}")


main()
