#!/usr/bin/env python3
"""What helps a net of functionals, on CREMA-D's training and validation speakers alone, as Documentation/Experiments.md.

    UNDERTONE_CORPORA=DIR Benchmarks/python.sh Benchmarks/net_experiments.py [--seeds 2] [--write Documentation/Experiments.md]

Undertone measures the voices; the nets are PyTorch's, so that a variant costs no build: the one that won is `--model-kind mlp`. A
quarter of the 72 speakers judges, whom the others' net has not heard. CREMA-D's 19 test speakers take no part. About half an hour.
"""
import argparse
import csv
import datetime
import json
import os
import subprocess
import tempfile
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from page_part import write_part

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
PROTOCOL = os.path.join(ROOT, "Sources", "Corpora", "Protocols", "crema-d-speakers-63-9-19.json")
SETS = ["speech", "prosody", "voice-quality", "egemaps"]
LABELS = {
    "ANG": "anger", "DIS": "disgust", "FEA": "fear", "HAP": "happiness", "NEU": "neutral", "SAD": "sadness",
    "angry": "anger", "happy": "happiness", "sad": "sadness", "W": "anger", "E": "disgust", "A": "fear", "F": "happiness",
    "N": "neutral", "T": "sadness",
}
torch.set_num_threads(1)


def measure(corpus, sets):
    """The columns' names, the values, and the files of a corpus."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        command = [TOOL, "features", os.path.join(os.environ["UNDERTONE_CORPORA"], corpus), "--set", sets]
        command += ["--level", "functionals", "--segmentation", "whole", "-o", file.name]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        with open(file.name) as text:
            rows = list(csv.reader(text))
    values = np.array([[float(x) if x else np.nan for x in row[3:]] for row in rows[1:]], np.float32)
    return rows[0][3:], values, [os.path.splitext(os.path.basename(row[0]))[0] for row in rows[1:]]


def crema():
    """Values by set of features, classes and speakers of the speakers that may be chosen on."""
    with open(PROTOCOL) as file:
        protocol = json.load(file)
    tested = set(protocol["folds"][0]["test"])
    names, values, files = measure("crema-d", ",".join(SETS))
    ends, known = [], []
    for count in range(1, len(SETS) + 1):
        # Sets stand one behind the other: a shorter list is a shorter row.
        known = names if count == len(SETS) else columns_of(SETS[:count])
        ends.append(len(known))
    kept = np.array([name.split("_")[0] not in tested and name not in protocol.get("exclude", []) for name in files])
    speakers = np.array([name.split("_")[0] for name in files])[kept]
    classes = np.array([protocol["labels"].index(LABELS[name.split("_")[2]]) for name in files])[kept]
    return values[kept], classes, speakers, dict(zip(SETS, ends)), protocol["labels"]


def columns_of(sets):
    sample = os.path.join(ROOT, "Samples")
    text = subprocess.run(
        [TOOL, "features", sample, "--set", ",".join(sets), "--level", "functionals"],
        check=True, capture_output=True, text=True).stdout
    return text.splitlines()[0].split(",")[3:]


def others(labels):
    """Utterances of the other corpora that have one of the labels: values and classes, a corpus each."""
    found = []
    for corpus in ("ravdess", "tess", "savee", "emodb"):
        _, values, files = measure(corpus, ",".join(SETS))
        emotions = [emotion(corpus, name) for name in files]
        kept = np.array([label in labels for label in emotions])
        found.append((values[kept], np.array([labels.index(label) for label in emotions if label in labels])))
    return found


def emotion(corpus, name):
    if corpus == "ravdess":
        return {"01": "neutral", "03": "happiness", "04": "sadness", "05": "anger", "06": "fear", "07": "disgust"}.get(name.split("-")[2])
    if corpus == "tess":
        last = name.split("_")[-1].lower()
        return LABELS.get(last, last)
    if corpus == "savee":
        code = name.split("_")[1].rstrip("0123456789")
        return {"a": "anger", "d": "disgust", "f": "fear", "h": "happiness", "n": "neutral", "sa": "sadness"}.get(code)
    return LABELS.get(name[5])


def statistics(values):
    with np.errstate(all="ignore"):
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return np.nan_to_num(np.nanmean(values, 0)), np.nan_to_num(np.nanvar(values, 0))


def standardised(values, mean, variance):
    deviation = np.sqrt(variance)
    deviation[deviation < 1e-6] = 1
    return np.clip(np.nan_to_num((values - mean) / deviation), -5, 5).astype(np.float32)


def train(values, classes, count, seed, widths=(512, 256), dropout=0.5, left_out=0.3, mixup=0.2, epochs=30, rate=2e-3):
    """A function from rows to probabilities, by the averaged weights."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    inputs = torch.tensor(values)
    targets = F.one_hot(torch.tensor(classes), count).float()
    layers, width = [nn.Dropout(left_out)], values.shape[1]
    for units in widths:
        layers += [nn.Linear(width, units, bias=False), nn.BatchNorm1d(units), nn.ReLU(), nn.Dropout(dropout)]
        width = units
    net = nn.Sequential(*layers, nn.Linear(width, count))
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=0.01)
    steps = epochs * (len(values) // 32)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.2)
    average = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99), use_buffers=True)
    weights = len(classes) / (count * targets.sum(0))
    for _ in range(epochs):
        order = torch.randperm(len(values))
        for start in range(0, len(values) - 31, 32):
            chosen = order[start:start + 32]
            x, y = inputs[chosen], targets[chosen]
            weight = (y * weights).sum(1)
            if mixup:
                share = float(draw.beta(mixup, mixup))
                other = torch.randperm(32)
                x, y = share * x + (1 - share) * x[other], share * y + (1 - share) * y[other]
                weight = share * weight + (1 - share) * weight[other]
            smooth = 0.9 * y + 0.1 / count
            loss = -(weight * (smooth * F.log_softmax(net(x), 1)).sum(1)).mean()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(net)
    average.eval()

    def probabilities(rows):
        with torch.no_grad():
            return F.softmax(average(torch.tensor(rows)), 1).numpy()

    return probabilities


def recall(classes, probabilities):
    found = probabilities.argmax(1)
    return float(np.mean([(found[classes == label] == label).mean() for label in np.unique(classes)]))


class Voices:
    """The average voice of training speakers, and any voice as far as it is known."""

    def __init__(self, values, speakers, strength=8.0):
        found = [statistics(values[speakers == speaker]) for speaker in sorted(set(speakers))]
        self.mean = np.mean([mean for mean, _ in found], 0)
        self.variance = np.mean([variance for _, variance in found], 0)
        self.strength = strength

    def unknown(self, values):
        return standardised(values, self.mean, self.variance)

    def known(self, values, speakers, heard=None, seed=0):
        """`heard`: by how many utterances each voice is known, drawn; nil: by all."""
        draw = np.random.default_rng(seed)
        result = np.zeros(values.shape, np.float32)
        for speaker in sorted(set(speakers)):
            rows = np.flatnonzero(speakers == speaker)
            sample = rows if heard is None else draw.choice(rows, min(heard, len(rows)), replace=False)
            mean, variance = statistics(values[sample])
            share = len(sample) / (len(sample) + self.strength)
            result[rows] = standardised(
                values[rows], self.mean + share * (mean - self.mean), self.variance + share * (variance - self.variance))
        return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--write", metavar="FILE", help="put the tables into this page")
    arguments = parser.parse_args()
    seeds = range(1, arguments.seeds + 1)
    values, classes, speakers, ends, labels = crema()
    order = np.array(sorted(set(speakers)))
    np.random.default_rng(0).shuffle(order)
    held = np.isin(speakers, order[::4])
    fitted, truth, count = ~held, classes[held], len(labels)
    lines = ["| variant | UAR, mean | " + " | ".join(f"seed {seed}" for seed in seeds) + " |", "|---|---:|" + "---:|" * len(seeds)]

    def note(name, results):
        lines.append(f"| {name} | {np.mean(results):.3f} | " + " | ".join(f"{result:.3f}" for result in results) + " |")
        print(lines[-1], f"{time.monotonic() - start:.0f} s", flush=True)

    def plain(name, columns=len(values[0]), **options):
        mean, variance = statistics(values[fitted][:, :columns])
        rows = standardised(values[:, :columns], mean, variance)
        note(name, [recall(truth, train(rows[fitted], classes[fitted], count, seed, **options)(rows[held])) for seed in seeds])

    start = time.monotonic()
    bare = dict(widths=(256, 128), left_out=0, mixup=0)
    plain("speech,prosody; 256-128 units", ends["prosody"], **bare)
    plain("and voice-quality and egemaps (all from here on)", **bare)
    plain("and 512-256 units", **(bare | {"widths": (512, 256)}))
    plain("and three tenths of the features left out at every step", mixup=0)
    plain("and mixup 0.2: the plain net")

    mean, variance = statistics(values[fitted])
    rows = standardised(values, mean, variance)
    extra = others(labels)
    joint = np.concatenate([values[fitted]] + [more for more, _ in extra])
    joint_classes = np.concatenate([classes[fitted]] + [more for _, more in extra])
    joint_mean, joint_variance = statistics(joint)
    tested = standardised(values[held], joint_mean, joint_variance)
    note("plain, four more corpora in training", [
        recall(truth, train(standardised(joint, joint_mean, joint_variance), joint_classes, count, seed)(tested)) for seed in seeds])
    own = np.concatenate([rows[fitted]] + [standardised(more, *statistics(more)) for more, _ in extra])
    note("plain, four more corpora, each standardised by itself", [
        recall(truth, train(own, joint_classes, count, seed)(rows[held])) for seed in seeds])

    voices = Voices(values[fitted], speakers[fitted])
    both = np.concatenate([voices.unknown(values[fitted]), voices.known(values[fitted], speakers[fitted])])
    nets = [train(both, np.concatenate([classes[fitted]] * 2), count, seed, epochs=15) for seed in seeds]
    note("every utterance as of an unknown and as of a known voice: `mlp`; the voice unknown", [
        recall(truth, net(voices.unknown(values[held]))) for net in nets])
    for heard in (2, 4, 8, 16, 32, None):
        note(f"the same, the voice known by {heard or 'all of its (some 80)'} utterances", [
            recall(truth, net(voices.known(values[held], speakers[held], heard, seed))) for net, seed in zip(nets, seeds)])

    if arguments.write:
        made = f"Made on {datetime.date.today()}, {held.sum()} utterances of {len(order[::4])} speakers judging."
        write_part(arguments.write, "experiments", [made, ""] + lines)


if __name__ == "__main__":
    main()
