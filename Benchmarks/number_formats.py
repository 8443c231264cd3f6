#!/usr/bin/env python3
"""Do nets learn the same in bfloat16 as in single precision? As a table in Documentation/Neural.md.

    UNDERTONE_CORPORA=DIR Benchmarks/number_formats.py [--epochs 8] [--seeds 2] [--write]

Trains the standard cnn on CREMA-D's 63 training speakers with the same seeds in either format: the training loss of every epoch, the UAR
of the nine validation speakers by which the epoch was chosen, and the time that it took. Needs a processor with bfloat16; on others
both rows are single precision. UNDERTONE_TOOL names another build of the tool than .build/release/undertone.
"""
import argparse
import csv
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOL = os.environ.get("UNDERTONE_TOOL", str(ROOT / ".build" / "release" / "undertone"))
PAGE = ROOT / "Documentation" / "Neural.md"
FORMATS = ("single", "bfloat16")


def training(numbers, seed, epochs):
    """The rows of the learning curve, and seconds."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        subprocess.run(
            [TOOL, "evaluate", "--protocol", "crema-d-speakers-63-9-19", "--model-kind", "cnn", "--keep-judged", "--epochs", str(epochs),
             "--seed", str(seed), "--numbers", numbers, "--report", folder], check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        with open(pathlib.Path(folder) / "learning-curve.csv") as file:
            return list(csv.DictReader(file)), seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    lines = [
        f"The standard cnn on CREMA-D's training speakers, {options.epochs} epochs, loss after each:", "",
        "| numbers | seed | " + " | ".join(f"{epoch + 1}" for epoch in range(options.epochs)) + " | best UAR, validation | seconds |",
        "|---|---|" + "---|" * (options.epochs + 2)]
    last = {numbers: [] for numbers in FORMATS}
    for seed in range(1, options.seeds + 1):
        for numbers in FORMATS:
            curve, seconds = training(numbers, seed, options.epochs)
            last[numbers].append(float(curve[-1]["loss"]))
            lines.append(
                f"| {numbers} | {seed} | " + " | ".join(f"{float(row['loss']):.3f}" for row in curve)
                + f" | {max(float(row['uar']) for row in curve):.3f} | {seconds:.0f} |")
            print(lines[-1], flush=True)
    means = {numbers: statistics.mean(losses) for numbers, losses in last.items()}
    lines += ["", f"The mean of the last losses is {means['bfloat16']:.4f} in bfloat16 and {means['single']:.4f} in single precision."]
    text = "\n".join(lines)
    print(text)
    if options.write:
        before, after = "<!-- formats -->\n", "<!-- /formats -->"
        page = PAGE.read_text()
        PAGE.write_text(page[: page.index(before) + len(before)] + text + "\n" + page[page.index(after):])


if __name__ == "__main__":
    main()
