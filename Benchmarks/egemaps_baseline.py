"""The field's usual baseline on the same folds: openSMILE's eGeMAPSv02 functionals and scikit-learn's RBF SVM.

    Benchmarks/python.sh Benchmarks/egemaps_baseline.py DIR

For each fold the features are standardised on the training rows, and C and gamma are chosen by UAR in inner folds of training
speakers (or on the validation speakers), from C 1, 3, 10, 30 and gamma 0.3, 1 × scale; class weights are balanced. Writes
Benchmarks/.reports/egemaps.json, which Benchmarks/accuracy.py puts beside our figures. openSMILE's licence forbids commercial
use: it is run here to be measured against, and nothing of it is in the product.
"""
import json
import os
import subprocess
import sys
import csv
import io

import numpy as np
import opensmile
import soundfile
from joblib import Parallel, delayed
from sklearn.metrics import accuracy_score, recall_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
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
            scaler = StandardScaler().fit(features[fitted])
            model = fit(scaler.transform(features[fitted]), labels[fitted], cost, times)
            said += list(model.predict(scaler.transform(features[held])))
            truth += list(labels[held])
        uar = recall_score(truth, said, average="macro")
        if uar > best:
            best, chosen = uar, (cost, times)
    scaler = StandardScaler().fit(features)
    model = fit(scaler.transform(features), labels, *chosen)
    test = np.array([table[path] for path, _, _ in rows["test"]])
    return [label for _, _, label in rows["test"]], list(model.predict(scaler.transform(test)))


def main():
    corpora = sys.argv[1]
    results = {}
    for protocol in PROTOCOLS:
        folds = split(protocol, corpora)
        paths = sorted({row[0] for parts in folds.values() for rows in parts.values() for row in rows})
        values = Parallel(n_jobs=os.cpu_count())(delayed(functionals)(path) for path in paths)
        table = dict(zip(paths, np.nan_to_num(np.array(values))))
        outcome = Parallel(n_jobs=os.cpu_count())(delayed(predictions)(rows, table) for rows in folds.values())
        truth = [label for part, _ in outcome for label in part]
        said = [label for _, part in outcome for label in part]
        results[protocol] = {
            "uar": recall_score(truth, said, average="macro"), "accuracy": accuracy_score(truth, said)}
        print(f"{protocol:30} UAR {results[protocol]['uar']:.3f}  accuracy {results[protocol]['accuracy']:.3f}", flush=True)
    folder = os.path.join(ROOT, "Benchmarks", ".reports")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "egemaps.json"), "w") as file:
        json.dump({"opensmile": opensmile.__version__, "protocols": results}, file, indent=1)


main()
