#!/usr/bin/env python3
"""The robustness battery of the built-in model, and of others beside it, as Documentation/Robustness.md.

    UNDERTONE_CORPORA=DIR Benchmarks/robustness.py [MODEL ...] [--protocol P] [--keep]

The page's `open-without-copies` is what Scripts/train-built-in-models.sh trains as `open`, without its --augment and --copies, and before
that script had a net of its own (--net); it is not in the repository. MODEL is the name of a built-in model or a bundle's folder; `open` when none is given. Runs `undertone evaluate --battery` for each,
about five minutes a model on two cores. --keep reuses the reports of an earlier, interrupted run. UNDERTONE_TOOL names another build of
the tool than .build/release/undertone.
"""
import argparse
import datetime
import json
import os
import platform
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
REPORTS = os.path.join(ROOT, "Benchmarks", ".reports")


def battery(model, protocol, keep):
    folder = os.path.join(REPORTS, f"battery-{os.path.basename(os.path.normpath(model))}-{protocol}")
    path = os.path.join(folder, "battery.json")
    if not (keep and os.path.exists(path)):
        command = [TOOL, "evaluate", "--battery", "--model", model, "--protocol", protocol, "--report", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with open(path) as file:
        return json.load(file)


def training(model):
    """What the model is and how its training utterances were altered, from `undertone model info`."""
    text = subprocess.run([TOOL, "model", "info", model, "--card"], check=True, capture_output=True, text=True).stdout
    return " ".join(line for line in text.splitlines() if line.startswith(("Classifier:", "Trained on")))


def rows(reports):
    yield "| | " + " | ".join(["published"] + [f"{r['model']}, unchanged | {r['model']}, UAR" for r in reports]) + " |"
    yield "|---|---:|" + "---:|---:|" * len(reports)
    yield "| *as it is* | | " + " | ".join(f"1.000 | {report['uar']:.3f}" for report in reports) + " |"
    for results in zip(*(report["tests"] for report in reports)):
        test = results[0]["test"]
        published = test.get("published_median")
        figures = " | ".join(f"{result['unchanged']:.3f} | {result['uar']:.3f}" for result in results)
        yield f"| {test['name']} | {'' if published is None else f'{published:.2f}'} | {figures} |"
    for name, baseline in reports[0]["baselines"].items():
        figures = f"{baseline['unchanged']:.3f} | {baseline['uar']:.3f}"
        yield f"| *{name}* | | " + " | ".join([figures] * len(reports)) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("models", nargs="*", default=["open"])
    parser.add_argument("--protocol", default="crema-d-speakers-63-9-19")
    parser.add_argument("--keep", action="store_true", help="reuse reports that are there")
    arguments = parser.parse_args()
    reports = [battery(model, arguments.protocol, arguments.keep) for model in arguments.models]
    first = reports[0]
    lines = [
        "# Robustness", "",
        f"Made on {datetime.date.today()} by `Benchmarks/robustness.py` ({platform.machine()}, {os.cpu_count()} cores): the battery of "
        "Derington et al. (arXiv 2312.06270) on "
        f"{first['utterances']} test utterances of {first['speakers']} speakers ({first['protocol']}). *Unchanged* is the share of "
        "utterances that get the same answer when perturbed, *published* the median of that share over the paper's eleven models on "
        "its corpora, with recorded noise and rooms where ours are made by formula, *UAR* the recall on the perturbed "
        "utterances.", "",
        *(f"* `{report['model']}`: {training(model)}" for model, report in zip(arguments.models, reports)), "",
        *rows(reports), ""]
    path = os.path.join(ROOT, "Documentation", "Robustness.md")
    with open(path + ".partial", "w") as file:
        file.write("\n".join(lines))
    os.replace(path + ".partial", path)
    print("\n".join(lines))


main()
