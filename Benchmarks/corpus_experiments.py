#!/usr/bin/env python3
"""Whether other corpora help a small one, and how they should join, as the second table of Documentation/Experiments.md.

    UNDERTONE_CORPORA=DIR Benchmarks/python.sh Benchmarks/corpus_experiments.py [--features FOLDER] [--seeds 2] [--write PAGE]

The features are measured by Undertone, once for each corpus where --features names a folder to keep them in; the nets are PyTorch's
with the settings of `--model-kind mlp`. On RAVDESS' actors alone, but for the five whom the first fold of ravdess-actors-5fold tests: 19
actors in four groups, each judged by a net of the others; and, as for a corpus of four speakers, three men of the 19 teach and the other
men judge, four times. Nobody is chosen by SAVEE, EmoDB or CREMA-D: they only join. About half an hour.
"""
import argparse
import datetime
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from corpus_labels import emotion_and_speaker
from net_experiments import SETS, Voices, measure, recall
from page_part import write_part

LABELS = ["anger", "calm", "disgust", "fear", "happiness", "neutral", "sadness", "surprise"]
TESTED = ["02", "05", "14", "15", "16"]
SMALL = ["emodb", "savee", "tess"]
ALL = SMALL + ["crema-d"]
torch.set_num_threads(1)


class Corpus:
    """Values, emotions and speakers, kept in a folder if there is one."""

    def __init__(self, name, folder):
        file = folder and os.path.join(folder, name + ".npz")
        if file and os.path.exists(file):
            stored = np.load(file)
            self.values, files = stored["values"], stored["files"]
        else:
            _, self.values, files = measure(name, ",".join(SETS))
            if file:
                np.savez(file, values=self.values, files=np.array(files))
        self.files = np.array([file.removesuffix(".opus") for file in files])
        known = [emotion_and_speaker(name, file) for file in self.files]
        self.emotions = np.array([emotion for emotion, _ in known])
        self.speakers = np.array([f"{name}/{speaker}" for _, speaker in known])

    def with_labels(self, labels):
        """Values, classes and speakers of the utterances that have one of the labels."""
        kept = np.isin(self.emotions, labels)
        classes = np.array([labels.index(emotion) for emotion in self.emotions[kept]])
        return self.values[kept], classes, self.speakers[kept]


def balanced(classes, count):
    supports = np.bincount(classes, minlength=count)
    weights = np.ones(count)
    weights[supports > 0] = len(classes) / ((supports > 0).sum() * supports[supports > 0])
    return weights[classes].astype(np.float32)


def views(voices, values, speakers):
    """Each utterance as of an unknown and as of a known voice."""
    return torch.tensor(np.stack([voices.unknown(values), voices.known(values, speakers)]))


class Exchange:
    """How the speakers of a corpus differ, so that an utterance of one can be heard as another's."""

    def __init__(self, rows, speakers):
        names = sorted(set(speakers))
        self.place = torch.tensor([names.index(name) for name in speakers])
        self.means = torch.stack([rows[self.place == place].mean(0) for place in range(len(names))])
        self.deviations = torch.stack([rows[self.place == place].std(0) for place in range(len(names))]).clamp(min=0.1)

    def exchanged(self, inputs, rows, chosen, draw):
        chosen = np.flatnonzero(chosen)
        own, other = self.place[rows[chosen]], torch.tensor(draw.integers(0, len(self.means), len(chosen)))
        moved = (inputs[chosen] - self.means[own]) / self.deviations[own] * self.deviations[other] + self.means[other]
        inputs = inputs.clone()
        inputs[chosen] = moved.clamp(-5, 5)
        return inputs


class Batch:
    """What a term of the loss sees of a step: mixed inputs, what the net makes of them, and marks (speaker, corpus, …) of both parts."""

    def __init__(self, inputs, hidden, scores, marks, share, other, progress):
        self.inputs, self.hidden, self.scores, self.marks = inputs, hidden, scores, marks
        self.share, self.other, self.progress = share, other, progress


def train(groups, count, seed, epochs=30, rate=2e-3, batch=32, widths=(512, 256), terms=(), exchanged=0.0):
    """From rows to log-probabilities. A group: views, classes, how many of its utterances an epoch hears, and the marks that terms ask for.

    A term is made for the width of the last hidden layer, has parameters, and adds to the loss. A group may also say what is answered to
    each of its utterances besides its class, as probabilities. `exchanged`: so many of the utterances of unknown voices are heard as if
    another speaker of their corpus had spoken, by the means and deviations of both.
    """
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    layers, width = [nn.Dropout(0.3)], groups[0][0].shape[2]
    for units in widths:
        layers += [nn.Linear(width, units, bias=False), nn.BatchNorm1d(units), nn.ReLU(), nn.Dropout(0.5)]
        width = units
    body, head = nn.Sequential(*layers), nn.Linear(width, count)
    net = nn.Sequential(body, head)
    terms = [term(width) for term in terms]
    parameters = list(net.parameters()) + [parameter for term in terms for parameter in term.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=rate, weight_decay=0.01)
    steps = sum(group[2] for group in groups) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=epochs * steps + 1, pct_start=0.2)
    average = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99), use_buffers=True)
    weights = [balanced(group[1], count) for group in groups]
    speakers = [Exchange(group[0][0], group[3]["speaker"]) if exchanged else None for group in groups]
    for epoch in range(epochs):
        inputs, targets, counted, marks = [], [], [], []
        for (seen, classes, heard, *known), weight, voices in zip(groups, weights, speakers):
            rows, view = draw.permutation(len(classes))[:heard], draw.integers(0, 2, heard)
            inputs.append(seen[view, rows])
            if exchanged:
                inputs[-1] = voices.exchanged(inputs[-1], rows, (view == 0) & (draw.random(heard) < exchanged), draw)
            hard = 0.9 * F.one_hot(torch.tensor(classes[rows]), count).float() + 0.1 / count
            targets.append(hard if len(known) < 2 else (hard + known[1][rows]) / 2)
            counted.append(weight[rows])
            marks.append({name: values[rows] for name, values in (known[0] if known else {}).items()} | {"class": classes[rows]})
        inputs, counted = torch.cat(inputs), torch.tensor(np.concatenate(counted))
        targets = torch.cat(targets)
        marks = {name: torch.tensor(np.concatenate([part[name] for part in marks])) for name in marks[0]}
        for step, chosen in enumerate(torch.randperm(len(inputs))[: len(inputs) // batch * batch].reshape(-1, batch)):
            share = torch.tensor(draw.beta(0.2, 0.2, batch), dtype=torch.float32)
            share = torch.maximum(share, 1 - share)
            other = chosen.roll(-1)
            x = share[:, None] * inputs[chosen] + (1 - share)[:, None] * inputs[other]
            y = share[:, None] * targets[chosen] + (1 - share)[:, None] * targets[other]
            weight = share * counted[chosen] + (1 - share) * counted[other]
            hidden = body(x)
            scores = head(hidden)
            loss = -(weight * (y * F.log_softmax(scores, 1)).sum(1)).mean()
            if terms:
                seen = Batch(
                    x, hidden, scores, {name: values[chosen] for name, values in marks.items()}, share,
                    torch.arange(batch).roll(-1), (epoch + step / steps) / epochs)
                loss = loss + sum(term(seen) for term in terms)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(net)
    average.eval()

    def scores(rows):
        with torch.no_grad():
            return F.log_softmax(average(torch.tensor(rows)), 1).numpy()

    return scores


def answers(taught, judged, others, count, seed, share, apart, epochs):
    """Of the judged, as of unknown and as of known voices. `apart`: each corpus is heard relative to its own average voice."""
    values, classes, speakers = taught
    together = [taught] + ([] if apart else others)
    voices = Voices(np.concatenate([part[0] for part in together]), np.concatenate([part[2] for part in together]))
    groups = [(views(voices, values, speakers), classes, len(classes))]
    total = sum(len(part[1]) for part in others)
    for more, labels, names in others:
        own = Voices(more, names) if apart else voices
        heard = min(len(labels), round(share * len(classes) * len(labels) / total))
        groups.append((views(own, more, names), labels, heard))
    scores = train(groups, count, seed, epochs)
    return np.stack([scores(voices.unknown(judged[0])), scores(voices.known(judged[0], judged[2]))])


def divisions(ravdess):
    """By task: labels, and pairs of who teaches and who judges."""
    actors = np.array(sorted({name for name in ravdess.speakers if name.split("/")[1] not in TESTED}))
    men = [name for name in actors if int(name.split("/")[1]) % 2]
    np.random.default_rng(0).shuffle(actors)
    draw = np.random.default_rng(5)
    small = [list(draw.permutation(men)[:3]) for _ in range(4)]
    return {
        "19 actors": (LABELS, [(np.setdiff1d(actors, actors[part::4]), actors[part::4]) for part in range(4)]),
        "3 men": ([label for label in LABELS if label != "calm"], [(three, np.setdiff1d(men, three)) for three in small]),
    }


VARIANTS = [
    ("own utterances alone", dict(corpora=[])),
    ("all others join, each corpus by its own average voice", dict(corpora=ALL, share=2, apart=True)),
    ("all others join, one average voice", dict(corpora=ALL, share=2)),
    ("without CREMA-D, one average voice", dict(corpora=SMALL, share=2)),
    ("without CREMA-D, each by its own average voice", dict(corpora=SMALL, share=2, apart=True)),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--features", metavar="FOLDER", help="keep the measured features here")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--write", metavar="PAGE", help="put the table into this page, row by row")
    arguments = parser.parse_args()
    corpora = {name: Corpus(name, arguments.features) for name in ["ravdess"] + ALL}
    tasks = divisions(corpora["ravdess"])
    lines = ["| variant | " + " | ".join(f"{task} | the voice known" for task in tasks) + " |", "|---|" + "---:|---:|" * len(tasks)]

    def judge(labels, pairs, seed, corpora_joining, share=0.0, apart=False, epochs=30):
        own = corpora["ravdess"].with_labels(labels)
        others = [corpora[name].with_labels(labels) for name in corpora_joining]
        found, truth = [], []
        for teachers, judges in pairs:
            rows = [np.isin(own[2], names) for names in (teachers, judges)]
            taught, judged = [tuple(part[kept] for part in own) for kept in rows]
            found.append(answers(taught, judged, others, len(labels), seed, share, apart, epochs))
            truth.append(judged[1])
        return [recall(np.concatenate(truth), np.concatenate([part[view] for part in found])) for view in (0, 1)]

    for name, options in VARIANTS:
        start, cells = time.monotonic(), []
        for labels, pairs in tasks.values():
            rest = {key: value for key, value in options.items() if key != "corpora"}
            figures = np.array([judge(labels, pairs, seed, options["corpora"], **rest) for seed in range(1, arguments.seeds + 1)])
            cells += [f"{np.mean(figures[:, view]):.3f} ({', '.join(f'{x:.3f}' for x in figures[:, view])})" for view in (0, 1)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
        print(lines[-1], f"{time.monotonic() - start:.0f} s", flush=True)
        if arguments.write:
            write_part(arguments.write, "corpora", [f"Made on {datetime.date.today()}.", ""] + lines)


if __name__ == "__main__":
    main()
