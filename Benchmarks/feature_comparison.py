"""Sets of features under one classifier and on the same folds: openSMILE's 88, Undertone's 88, and Undertone's larger set.

    Benchmarks/python.sh Benchmarks/feature_comparison.py DIR [--only PROTOCOL ...] [--larger SETS]

The classifier is scikit-learn's RBF SVM: for each fold the features are standardised on the training rows (an undefined
measurement counts as average), values beyond three deviations are cut off, and C and gamma are chosen by UAR in inner folds of training
speakers (or on the validation speakers), from C 1, 3, 10, 30 and gamma 0.3, 1 × scale; class weights are balanced. Intervals
are 95 % bootstrap intervals over speakers, of each UAR and of the difference to openSMILE's on the same speakers. Writes
Benchmarks/.reports/features.json, which Benchmarks/accuracy.py puts beside our figures. openSMILE's licence forbids
commercial use: it is run here to be measured against, and nothing of it is in the product.
"""
import argparse
import json
import os
import subprocess
import csv
import io
import tempfile

import numpy as np
import opensmile
import soundfile
from joblib import Parallel, delayed
from sklearn.metrics import accuracy_score, recall_score
from sklearn.model_selection import GroupKFold
from sklearn.svm import SVC

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOOL = os.environ.get("UNDERTONE_TOOL", os.path.join(ROOT, ".build", "release", "undertone"))
PROTOCOLS = [
    "ravdess-actors-6fold",
    "emodb-leave-one-speaker-out",
    "crema-d-speakers-63-9-19",
    "savee-leave-one-speaker-out",
]
GRID = [(cost, times) for cost in (1, 3, 10, 30) for times in (0.3, 1)]


def split(protocol, corpora):
    """The folds as Undertone divides them: fold → part → rows of (path, speaker, label)."""
    environment = dict(os.environ, UNDERTONE_CORPORA=corpora)
    text = subprocess.run(
        [TOOL, "corpus", "split", "--protocol", protocol, "--seed", "1"],
        check=True, capture_output=True, text=True, env=environment,
    ).stdout
    folds = {}
    for row in csv.DictReader(io.StringIO(text)):
        parts = folds.setdefault(row["fold"], {"train": [], "validation": [], "test": []})
        parts[row["part"]].append((row["path"], row["speaker"], row["label"]))
    return folds


def functionals(path):
    smile = functionals.smile = getattr(functionals, "smile", None) or opensmile.Smile(
        feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=opensmile.FeatureLevel.Functionals)
    samples, rate = soundfile.read(path, dtype="float32")
    return smile.process_signal(samples, rate).to_numpy()[0]


def measured(paths, sets):
    """Undertone's functionals: path → row; NaN where a measurement is undefined."""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "features.npy")
        subprocess.run(
            [TOOL, "features", *paths, "--set", sets, "--level", "functionals", "--format", "npy", "-o", output], check=True)
        rows = np.load(output)
    if len(rows) != len(paths):
        raise SystemExit(f"{len(rows)} rows for {len(paths)} recordings")
    return dict(zip(paths, rows))


class Standardizer:
    def __init__(self, rows):
        with np.errstate(all="ignore"):
            self.mean = np.nan_to_num(np.nanmean(rows, axis=0))
            deviation = np.nan_to_num(np.nanstd(rows, axis=0))
        self.scale = np.where(deviation > 1e-12, deviation, np.inf)

    def __call__(self, rows):
        return np.clip(np.nan_to_num((rows - self.mean) / self.scale), -3, 3)


def fit(features, labels, cost, times):
    gamma = times / (features.shape[1] * features.var())
    return SVC(C=cost, gamma=gamma, class_weight="balanced").fit(features, labels)


def predictions(rows, table):
    train = rows["train"] + rows["validation"]
    features = np.array([table[path] for path, _, _ in train])
    labels = np.array([label for _, _, label in train])
    speakers = np.array([speaker for _, speaker, _ in train])
    if rows["validation"]:
        cut = len(rows["train"])
        inner = [(np.arange(cut), np.arange(cut, len(train)))]
    else:
        inner = list(GroupKFold(min(4, len(set(speakers)))).split(features, labels, speakers))
    best, chosen = -1, None
    for cost, times in GRID:
        truth, said = [], []
        for fitted, held in inner:
            scaler = Standardizer(features[fitted])
            model = fit(scaler(features[fitted]), labels[fitted], cost, times)
            said += list(model.predict(scaler(features[held])))
            truth += list(labels[held])
        uar = recall_score(truth, said, average="macro")
        if uar > best:
            best, chosen = uar, (cost, times)
    scaler = Standardizer(features)
    model = fit(scaler(features), labels, *chosen)
    test = np.array([table[path] for path, _, _ in rows["test"]])
    return list(model.predict(scaler(test)))


def interval(values):
    return [float(value) for value in np.percentile(values, [2.5, 97.5])]


def bootstrap(truth, said, speakers, rounds=1000):
    """The UAR of each set of features in resamples of the speakers, the same ones for all sets."""
    generator = np.random.default_rng(1)
    rows = [np.flatnonzero(speakers == name) for name in np.unique(speakers)]
    drawn = {name: [] for name in said}
    for _ in range(rounds):
        chosen = np.concatenate([rows[index] for index in generator.integers(len(rows), size=len(rows))])
        for name, predicted in said.items():
            hits = truth[chosen] == predicted[chosen]
            drawn[name].append(np.mean([hits[truth[chosen] == label].mean() for label in np.unique(truth[chosen])]))
    return {name: np.array(values) for name, values in drawn.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora")
    parser.add_argument("--only", choices=PROTOCOLS, action="append")
    parser.add_argument("--larger", default="speech,prosody,voice-quality", help="the sets that make the larger one")
    arguments = parser.parse_args()
    results = {}
    peer = f"openSMILE {opensmile.__version__} eGeMAPSv02"
    for protocol in arguments.only or PROTOCOLS:
        folds = split(protocol, arguments.corpora)
        paths = sorted({row[0] for parts in folds.values() for rows in parts.values() for row in rows})
        values = Parallel(n_jobs=os.cpu_count())(delayed(functionals)(path) for path in paths)
        tables = {
            peer: dict(zip(paths, np.nan_to_num(np.array(values)))),
            "Undertone egemaps": measured(paths, "egemaps"),
            f"Undertone {arguments.larger}": measured(paths, arguments.larger),
        }
        test = [row for parts in folds.values() for row in parts["test"]]
        truth, speakers = (np.array([row[index] for row in test]) for index in (2, 1))
        said = {}
        for name, table in tables.items():
            parts = Parallel(n_jobs=os.cpu_count())(delayed(predictions)(rows, table) for rows in folds.values())
            said[name] = np.array([label for part in parts for label in part])
        drawn = bootstrap(truth, said, speakers)
        results[protocol] = {}
        print(f"{protocol}, {len(truth)} utterances, {len(set(speakers))} speakers")
        for name, predicted in said.items():
            figures = {
                "features": len(next(iter(tables[name].values()))),
                "uar": recall_score(truth, predicted, average="macro"), "accuracy": accuracy_score(truth, predicted),
                "interval": interval(drawn[name]), "difference": interval(drawn[name] - drawn[peer]),
            }
            results[protocol][name] = figures
            low, high = figures["interval"]
            print(f"  {name:44} {figures['features']:4} features  UAR {figures['uar']:.3f} [{low:.3f}–{high:.3f}]  "
                  f"difference [{figures['difference'][0]:+.3f}, {figures['difference'][1]:+.3f}]", flush=True)
    folder = os.path.join(ROOT, "Benchmarks", ".reports")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "features.json")
    # A run of some protocols leaves the others' figures as they are.
    earlier = {}
    if os.path.exists(path):
        with open(path) as file:
            earlier = json.load(file)["protocols"]
    with open(path, "w") as file:
        json.dump({"opensmile": opensmile.__version__, "protocols": {**earlier, **results}}, file, indent=1)


main()
