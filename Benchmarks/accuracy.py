#!/usr/bin/env python3
"""Speaker-independent accuracy of the models on every protocol, as Documentation/Accuracy.md.

    UNDERTONE_CORPORA=DIR Benchmarks/accuracy.py [--only PROTOCOL] [--keep]

UNDERTONE_TOOL names another build of the tool than .build/release/undertone.

Runs `undertone evaluate` for each protocol and kind of model, two at a time with one thread each, and writes one table a
protocol, with a majority and a random row. Nets are trained with three seeds, every one of which is reported. Takes about
two hours on two cores. --keep reuses the reports of an earlier, interrupted run.
"""
import argparse
import concurrent.futures
import datetime
import json
import os
import platform
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
REPORTS = os.path.join(ROOT, "Benchmarks", ".reports")
CLASSICAL = [("svm", False), ("forest", False), ("boosting", False)]
# By protocol: the kind of model, and whether each voice's other recordings are known.
PROTOCOLS = {
    "ravdess-actors-5fold": [("svm", False), ("mlp", False), ("mlp", True)],
    "ravdess-actors-6fold": CLASSICAL,
    "emodb-leave-one-speaker-out": CLASSICAL + [("mlp", False), ("mlp", True)],
    "crema-d-speakers-63-9-19": CLASSICAL + [("mlp", False), ("mlp", True)],
    "savee-leave-one-speaker-out": CLASSICAL + [("mlp", False), ("mlp", True)],
    "pool-seven/speakers": [("mlp", False), ("mlp", True)],
}
SEEDS = {"svm": [1], "forest": [1], "boosting": [1], "mlp": [1, 2, 3]}
# What Benchmarks/feature_comparison.py measured on the same folds, when it has been run.
COMPARISON = os.path.join(REPORTS, "features.json")


def evaluate(run, keep):
    protocol, kind, known, seed = run
    name = f"{protocol.replace('/', '-')}-{kind}{'-known' if known else ''}-{seed}"
    folder = os.path.join(REPORTS, name)
    report = os.path.join(folder, "report.json")
    seconds = None
    if not (keep and os.path.exists(report)):
        command = [TOOL, "evaluate", "--protocol", protocol, "--model-kind", kind, "--seed", str(seed)]
        command += ["--known-voices"] if known else []
        command += ["--report", folder, "--format", "json"]
        start = time.monotonic()
        environment = dict(os.environ, OMP_NUM_THREADS="1")
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        seconds = time.monotonic() - start
    with open(report) as file:
        report = json.load(file)
    if seconds is not None:
        print(f"{name}: UAR {report['uar']:.3f}, accuracy {report['accuracy']:.3f}, {seconds:.0f} s", flush=True)
    return report


def figure(reports, key):
    """One seed with its interval, or every seed's."""
    if len(reports) > 1:
        mean = sum(report[key] for report in reports) / len(reports)
        return f"{mean:.3f} ({', '.join(f'{report[key]:.3f}' for report in reports)})" + interval(reports[0], key)
    return f"{reports[0][key]:.3f}" + interval(reports[0], key)


def interval(report, key):
    found = report["ci95"].get(key)
    return f" [{found[0]:.3f}–{found[1]:.3f}]" if found else ""


def title(kind, known):
    return f"{kind}, voice known" if known else kind


def section(protocol, rows):
    first = next(iter(rows.values()))[0]
    lines = [
        f"## {protocol}",
        "",
        f"{first['utterances']} utterances of {first['speakers']} speakers, {len(first['labels'])} classes."
        + "".join(f" Left out: {count} ({reason})." for reason, count in sorted(first["dropped"].items())),
        "",
        "| model | UAR | accuracy | macro-F1 | ECE |",
        "|---|---|---|---|---|",
    ]
    for (kind, known), reports in rows.items():
        lines.append(
            f"| {title(kind, known)} | {figure(reports, 'uar')} | {figure(reports, 'accuracy')} "
            f"| {reports[0]['macro_f1']:.3f} | {reports[0]['ece']:.3f} |"
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
    for known in sorted({known for _, known in rows}):
        best = max((row for row in rows if row[1] == known), key=lambda row: rows[row][0]["uar"])
        labels = rows[best][0]["labels"]
        lines += ["", f"Confusion of {title(*best)}, seed 1 (rows: truth, columns: prediction):", ""]
        lines += ["| | " + " | ".join(labels) + " |", "|---" * (len(labels) + 1) + "|"]
        for label, row in zip(labels, rows[best][0]["confusion"]):
            lines.append(f"| {label} | " + " | ".join(map(str, row)) + " |")
    return lines + [""]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=PROTOCOLS)
    parser.add_argument("--keep", action="store_true", help="reuse reports that are there")
    arguments = parser.parse_args()
    lines = [
        "# Accuracy",
        "",
        f"Made on {datetime.date.today()} by `Benchmarks/accuracy.py` ({platform.machine()}, {os.cpu_count()} cores).",
        "",
        "No test speaker was trained on, nor was anything chosen on one. The features and their settings were chosen on CREMA-D's",
        "training and validation speakers (TESS was listened to beside them, as another corpus); hyper-parameters are chosen fold",
        "by fold on validation speakers or inner folds of training speakers; the net's were chosen on CREMA-D's training and",
        "validation speakers, once for all protocols. Figures are pooled over folds; in square brackets, 95 % bootstrap intervals over",
        "speakers (seed 1). Nets: the mean of three seeds, and in parentheses each of them; macro-F1 and ECE are seed 1's. UAR:",
        "unweighted average recall. ECE: expected calibration error, 15 bins.",
        "",
        "**Voice known** is another task (`--known-voices`): the model is first used to each test speaker's voice by the speaker's tested",
        "recordings, whose labels stay unknown. So an operator listens who has several recordings of a caller; it does not compare with",
        "figures of one recording at a time, which all other rows are.",
        "",
    ]
    protocols = [arguments.only] if arguments.only else list(PROTOCOLS)
    runs = [
        (protocol, kind, known, seed)
        for protocol in protocols for kind, known in PROTOCOLS[protocol] for seed in SEEDS[kind]
    ]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = dict(zip(runs, pool.map(lambda run: evaluate(run, arguments.keep), runs)))
    for protocol in protocols:
        lines += section(
            protocol,
            {row: [found[(protocol, *row, seed)] for seed in SEEDS[row[0]]] for row in PROTOCOLS[protocol]})
    if not arguments.only:
        path = os.path.join(ROOT, "Documentation", "Accuracy.md")
        with open(path + ".partial", "w") as file:
            file.write("\n".join(lines))
        os.replace(path + ".partial", path)
    print("\n".join(lines))


main()
