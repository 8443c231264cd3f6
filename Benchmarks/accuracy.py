#!/usr/bin/env python3
"""Speaker-independent accuracy of the models on every protocol, as Documentation/Accuracy.md.

    UNDERTONE_CORPORA=DIR Benchmarks/accuracy.py [--only PROTOCOL]... [--row TITLE]... [--keep] [--at-once N]

UNDERTONE_TOOL names another build of the tool than .build/release/undertone.

Runs `undertone evaluate` for each protocol and kind of model, two at a time with one thread each, and writes one table a
protocol, with a majority and a random row. Nets are trained with three seeds, every one of which is reported. Takes about
three hours on two cores. --only makes a section anew and leaves the others as they are, --row some of its rows (such as
"mlp, other corpora joining"); the page says when each was made. --keep reuses the reports of an interrupted run of the same day.
"""
import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import platform
import subprocess
import time

from accuracy_page import Page

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
REPORTS = os.path.join(ROOT, "Benchmarks", ".reports")
# A kind of model, whether each voice's other recordings are known, whether other corpora join in training, and whether copies in other
# voices do.
Row = collections.namedtuple("Row", "kind known joined varied", defaults=(False, False, False))
CLASSICAL = [Row("svm"), Row("forest"), Row("boosting")]
MLP = [Row("mlp"), Row("mlp", joined=True), Row("mlp", varied=True), Row("mlp", joined=True, varied=True), Row("mlp", known=True)]
VARIED = ["--augment", "pitch:-2..2,tempo:0.85..1.15", "--copies", "4", "--consistency", "0.3"]
PROTOCOLS = {
    "ravdess-actors-5fold": [Row("svm")] + MLP,
    "ravdess-actors-6fold": CLASSICAL,
    "emodb-leave-one-speaker-out": CLASSICAL + MLP,
    "crema-d-speakers-63-9-19": CLASSICAL + MLP,
    "savee-leave-one-speaker-out": CLASSICAL + MLP,
    "pool-seven/speakers": MLP,
}
# What joins where others do: all that the protocol does not divide, but for CREMA-D (Documentation/Experiments.md).
OTHERS = {
    "ravdess-actors-5fold": ["emodb", "savee", "tess"],
    "emodb-leave-one-speaker-out": ["ravdess", "savee", "tess"],
    "crema-d-speakers-63-9-19": ["emodb", "ravdess", "savee", "tess"],
    "savee-leave-one-speaker-out": ["emodb", "ravdess", "tess"],
    "pool-seven/speakers": ["emodb"],
}
PAGE = os.path.join(ROOT, "Documentation", "Accuracy.md")
SEEDS = {"svm": [1], "forest": [1], "boosting": [1], "mlp": [1, 2, 3]}
# What Benchmarks/feature_comparison.py measured on the same folds, when it has been run.
COMPARISON = os.path.join(REPORTS, "features.json")


def evaluate(run, keep):
    protocol, row, seed = run
    name = f"{protocol.replace('/', '-')}-{row.kind}{'-joined' if row.joined else ''}{'-known' if row.known else ''}"
    name += f"{'-varied' if row.varied else ''}-{seed}"
    folder = os.path.join(REPORTS, name)
    report = os.path.join(folder, "report.json")
    seconds = None
    if not (keep and os.path.exists(report)):
        command = [TOOL, "evaluate", "--protocol", protocol, "--model-kind", row.kind, "--seed", str(seed)]
        command += ["--known-voices"] if row.known else []
        command += VARIED if row.varied else []
        for corpus in OTHERS[protocol] if row.joined else []:
            command += ["--also-train", corpus]
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


def title(row):
    return (
        row.kind + (", pitch and tempo varied" if row.varied else "") + (", other corpora joining" if row.joined else "")
        + (", voice known" if row.known else ""))


def confusion_of(row):
    return f"Confusion of {title(row)}, seed 1 (rows: truth, columns: prediction):"


def section(protocol, rows, page):
    """`rows`: the reports of those made today; the page's stand for the others."""
    first = next(iter(rows.values()))[0]
    earlier = page.rows(protocol)
    made = str(datetime.date.today())
    old = [title(row) for row in PROTOCOLS[protocol] if row not in rows and title(row) in earlier]
    old = [f"{name}: {page.made(protocol, name)}" for name in old if page.made(protocol, name) != made]
    made += f" ({'; '.join(old)})" if old else ""
    lines = [
        f"## {protocol}",
        "",
        f"Made on {made}. {first['utterances']} utterances of {first['speakers']} speakers, {len(first['labels'])} classes."
        + "".join(f" Left out: {count} ({reason})." for reason, count in sorted(first["dropped"].items())),
        "",
        "| model | UAR | accuracy | macro-F1 | ECE |",
        "|---|---|---|---|---|",
    ]
    for row in PROTOCOLS[protocol]:
        if row not in rows:
            lines += [earlier[title(row)]] if title(row) in earlier else []
            continue
        reports = rows[row]
        lines.append(
            f"| {title(row)} | {figure(reports, 'uar')} | {figure(reports, 'accuracy')} "
            f"| {reports[0]['macro_f1']:.3f} | {reports[0]['ece']:.3f} |"
        )
    if os.path.exists(COMPARISON):
        with open(COMPARISON) as file:
            comparison = json.load(file)["protocols"]
        for name, found in comparison.get(protocol, {}).items():
            low, high = found["interval"]
            lines.append(
                f"| *{name} + scikit-learn's RBF SVM* | {found['uar']:.3f} [{low:.3f}–{high:.3f}] | {found['accuracy']:.3f} | | |")
    else:
        lines += [line for name, line in earlier.items() if name.endswith("scikit-learn's RBF SVM")]
    for name in ("majority", "random"):
        baseline = first["baselines"][name]
        lines.append(f"| *{name}* | {baseline['uar']:.3f} | {baseline['accuracy']:.3f} | {baseline['macro_f1']:.3f} | |")
    joined = next((reports[0] for row, reports in rows.items() if row.joined), None)
    if joined:
        corpora = [f"{corpus['corpus']} ({corpus['utterances']} utterances)" for corpus in joined["also_trained"]]
        lines += ["", f"Joining: {', '.join(corpora)}."]
    else:
        for block in page.blocks(protocol, "Joining: ").values():
            lines += ["", block[0]]
    confusions = page.blocks(protocol, "Confusion of ")
    for task in [(False, False), (False, True), (True, False)]:
        alike = [row for row in PROTOCOLS[protocol] if (row.known, row.joined) == task]
        made_now = [row for row in alike if row in rows]
        if not made_now:
            for row in alike:
                lines += [""] + confusions[confusion_of(row)] if confusion_of(row) in confusions else []
            continue
        best = max(made_now, key=lambda row: rows[row][0]["uar"])
        labels = rows[best][0]["labels"]
        lines += ["", confusion_of(best), ""]
        lines += ["| | " + " | ".join(labels) + " |", "|---" * (len(labels) + 1) + "|"]
        for label, row in zip(labels, rows[best][0]["confusion"]):
            lines.append(f"| {label} | " + " | ".join(map(str, row)) + " |")
    return lines + [""]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only", choices=PROTOCOLS, action="append", help="this section; may be given several times")
    titles = sorted({title(row) for rows in PROTOCOLS.values() for row in rows})
    parser.add_argument("--row", choices=titles, action="append", help="this row; may be given several times")
    parser.add_argument("--at-once", type=int, default=2, help="how many evaluations run side by side")
    parser.add_argument("--keep", action="store_true", help="reuse reports that are there")
    arguments = parser.parse_args()
    lines = [
        "# Accuracy",
        "",
        f"Made by `Benchmarks/accuracy.py` ({platform.machine()}, {os.cpu_count()} cores).",
        "",
        "No test speaker was trained on, nor was anything chosen on one. The features and their settings were chosen on CREMA-D's",
        "training and validation speakers (TESS was listened to beside them, as another corpus); hyper-parameters are chosen fold",
        "by fold on validation speakers or inner folds of training speakers; the net's were chosen on CREMA-D's training and",
        "validation speakers, once for all protocols. Figures are pooled over folds; in square brackets, 95 % bootstrap intervals over",
        "speakers (seed 1). Nets: the mean of three seeds, and in parentheses each of them; macro-F1 and ECE are seed 1's. UAR:",
        "unweighted average recall. ECE: expected calibration error, 15 bins.",
        "",
        "**Other corpora joining** (`--also-train`): their utterances with a label of the protocol are in every fold's training part, and in",
        "no other. How they join was chosen on 19 of RAVDESS' actors ([Experiments](Experiments.md)), for all protocols; folds 2 to 5 test",
        "some of them, so that of RAVDESS only fold 1 is untouched by the choice.",
        "",
        "**Pitch and tempo varied**: four copies of each training utterance join it, up to two semitones higher or lower and up to 15 %",
        "faster or slower, and the net is taught to answer all of them alike (`--augment pitch:-2..2,tempo:0.85..1.15 --copies 4",
        "--consistency 0.3`). Chosen on the same 19 actors.",
        "",
        "**Voice known** is another task (`--known-voices`): the model is first used to each test speaker's voice by the speaker's tested",
        "recordings, whose labels stay unknown. So an operator listens who has several recordings of a caller; it does not compare with",
        "figures of one recording at a time, which all other rows are.",
        "",
    ]
    protocols = [protocol for protocol in PROTOCOLS if not arguments.only or protocol in arguments.only]
    wanted = {
        protocol: [row for row in PROTOCOLS[protocol] if not arguments.row or title(row) in arguments.row]
        for protocol in protocols}
    runs = [(protocol, row, seed) for protocol in protocols for row in wanted[protocol] for seed in SEEDS[row.kind]]
    with concurrent.futures.ThreadPoolExecutor(arguments.at_once) as pool:
        found = dict(zip(runs, pool.map(lambda run: evaluate(run, arguments.keep), runs)))
    page = Page(PAGE)
    for protocol in protocols:
        rows = {row: [found[(protocol, row, seed)] for seed in SEEDS[row.kind]] for row in wanted[protocol]}
        if rows:
            page.sections[protocol] = "\n".join(section(protocol, rows, page))
    page.write(lines, list(PROTOCOLS))
    print("\n\n".join(page.sections[protocol] for protocol in protocols if protocol in page.sections))


main()
