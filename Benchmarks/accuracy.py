#!/usr/bin/env python3
"""Speaker-independent accuracy of every classical model on every protocol, as Documentation/Accuracy.md.

    UNDERTONE_CORPORA=DIR Benchmarks/accuracy.py [--seed 1] [--only PROTOCOL] [--keep]

UNDERTONE_TOOL names another build of the tool than .build/release/undertone.

Runs `undertone evaluate` for each protocol and kind of model and writes one table, with a majority and a random row for
each protocol. Takes about an hour on two cores. --keep reuses the reports of an earlier, interrupted run.
"""
import argparse
import datetime
import json
import os
import platform
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
REPORTS = os.path.join(ROOT, "Benchmarks", ".reports")
PROTOCOLS = [
    "ravdess-actors-6fold",
    "emodb-leave-one-speaker-out",
    "crema-d-speakers-63-9-19",
    "savee-leave-one-speaker-out",
]
KINDS = ["svm", "forest", "boosting"]
# What Benchmarks/feature_comparison.py measured on the same folds, when it has been run.
COMPARISON = os.path.join(REPORTS, "features.json")


def evaluate(protocol, kind, seed, keep):
    folder = os.path.join(REPORTS, f"{protocol}-{kind}-{seed}")
    report = os.path.join(folder, "report.json")
    seconds = None
    if not (keep and os.path.exists(report)):
        command = [TOOL, "evaluate", "--protocol", protocol, "--model-kind", kind, "--seed", str(seed)]
        command += ["--report", folder, "--format", "json"]
        print("$ undertone", *command[1:-2], flush=True)
        start = time.monotonic()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.monotonic() - start
    with open(report) as file:
        report = json.load(file)
    if seconds is not None:
        print(f"  UAR {report['uar']:.3f}, {seconds:.0f} s", flush=True)
    return report


def figure(report, key):
    interval = report["ci95"].get(key)
    text = f"{report[key]:.3f}"
    return f"{text} [{interval[0]:.3f}–{interval[1]:.3f}]" if interval else text


def section(protocol, reports):
    first = reports[KINDS[0]]
    lines = [
        f"## {protocol}",
        "",
        f"{first['utterances']} utterances of {first['speakers']} speakers, {len(first['labels'])} classes."
        + "".join(f" Left out: {count} ({reason})." for reason, count in sorted(first["dropped"].items())),
        "",
        "| model | UAR | accuracy | macro-F1 | ECE |",
        "|---|---|---|---|---|",
    ]
    for kind in KINDS:
        report = reports[kind]
        lines.append(
            f"| {kind} | {figure(report, 'uar')} | {figure(report, 'accuracy')} | {figure(report, 'macro_f1')} "
            f"| {report['ece']:.3f} |"
        )
    if os.path.exists(COMPARISON):
        with open(COMPARISON) as file:
            comparison = json.load(file)["protocols"]
        for name, row in comparison.get(protocol, {}).items():
            low, high = row["interval"]
            lines.append(
                f"| *{name} + scikit-learn's RBF SVM* | {row['uar']:.3f} [{low:.3f}–{high:.3f}] | {row['accuracy']:.3f} | | |")
    for name in ("majority", "random"):
        row = first["baselines"][name]
        lines.append(f"| *{name}* | {row['uar']:.3f} | {row['accuracy']:.3f} | {row['macro_f1']:.3f} | |")
    best = max(KINDS, key=lambda kind: reports[kind]["uar"])
    labels = reports[best]["labels"]
    lines += ["", f"Confusion of {best} (rows: truth, columns: prediction):", ""]
    lines += ["| | " + " | ".join(labels) + " |", "|---" * (len(labels) + 1) + "|"]
    for label, row in zip(labels, reports[best]["confusion"]):
        lines.append(f"| {label} | " + " | ".join(map(str, row)) + " |")
    return lines + [""]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=PROTOCOLS)
    parser.add_argument("--keep", action="store_true", help="reuse reports that are there")
    arguments = parser.parse_args()
    lines = [
        "# Accuracy",
        "",
        f"Made on {datetime.date.today()} by `Benchmarks/accuracy.py --seed {arguments.seed}` "
        f"({platform.machine()}, {os.cpu_count()} cores).",
        "",
        "Every figure is speaker-independent: no test speaker was trained on, nor was anything chosen on one. The features and",
        "their settings were chosen on CREMA-D's training and validation speakers (TESS was listened to beside them, as another",
        "corpus); hyper-parameters are chosen fold by fold on validation speakers or inner folds of training speakers. Figures",
        "are pooled over folds; in brackets, 95 % bootstrap intervals over speakers. UAR: unweighted average recall. ECE:",
        "expected calibration error, 15 bins.",
        "",
    ]
    for protocol in [arguments.only] if arguments.only else PROTOCOLS:
        reports = {kind: evaluate(protocol, kind, arguments.seed, arguments.keep) for kind in KINDS}
        lines += section(protocol, reports)
    if not arguments.only:
        path = os.path.join(ROOT, "Documentation", "Accuracy.md")
        with open(path + ".partial", "w") as file:
            file.write("\n".join(lines))
        os.replace(path + ".partial", path)
    print("\n".join(lines))


main()
