"""Support vector machines beside scikit-learn's: the same features, split and parameters, in one run.

    Benchmarks/python.sh Benchmarks/classifier_comparison.py [CORPORA]

CORPORA (or the environment variable UNDERTONE_CORPORA) holds the folders emodb and ravdess. Features are librosa's: mean and
standard deviation over time of 40 MFCC and their deltas, 160 numbers a clip, kept in the system's temporary folder for the
next run. Test speakers (three of EmoDB, six of RAVDESS) are heard by neither side. Each side standardises the raw numbers
itself, fits and predicts with one thread; times are the best of three.

Two predictions of ours are compared: the vote, against SVC's default, and the highest score, against SVC(break_ties=True).
"""
import json, os, pathlib, platform, subprocess, sys, tempfile, time

# One thread on both sides; before NumPy is imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import librosa
import numpy as np
import sklearn
from sklearn.metrics import recall_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

HERE = pathlib.Path(__file__).resolve().parent
WANTED = 0.995
REPEATS = 3
EMODB = dict(W="anger", L="boredom", E="disgust", A="fear", F="happiness", T="sadness", N="neutral")
RAVDESS = ["neutral", "calm", "happiness", "sadness", "anger", "fear", "disgust", "surprise"]
MODELS = [
    dict(kernel="linear", cost=0.01, balanced=False),
    dict(kernel="linear", cost=0.1, balanced=True),
    dict(kernel="rbf", cost=1, balanced=False),
    dict(kernel="rbf", cost=10, balanced=True),
]


def clips(name, folder):
    """(path, label, speaker) of each clip, by its file name."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
        if name == "emodb" and len(path.stem) == 7 and path.stem[5] in EMODB:
            yield path, EMODB[path.stem[5]], path.stem[:2]
        elif name == "ravdess" and path.stem.count("-") == 6:
            fields = path.stem.split("-")
            yield path, RAVDESS[int(fields[2]) - 1], fields[6]


def functionals(path):
    signal, rate = librosa.load(path, sr=16000)
    mfcc = librosa.feature.mfcc(y=signal, sr=rate, n_mfcc=40, n_fft=512, hop_length=160)
    rows = np.concatenate([mfcc, librosa.feature.delta(mfcc)])
    return np.concatenate([rows.mean(axis=1), rows.std(axis=1)])


def dataset(name, folder):
    found = list(clips(name, folder))
    if not found:
        sys.exit(f"{folder}: no {name} recordings there")
    cache = pathlib.Path(tempfile.gettempdir()) / f"undertone-classifier-comparison-{name}-{len(found)}.npy"
    if not cache.exists():
        print(f"computing features of {len(found)} clips of {name} …", file=sys.stderr)
        partial = cache.with_suffix(".partial.npy")
        np.save(partial, np.stack([functionals(path) for path, _, _ in found]).astype(np.float32))
        partial.rename(cache)
    labels = sorted({label for _, label, _ in found})
    speakers = [speaker for _, _, speaker in found]
    tested = sorted(set(speakers))[::3 if name == "emodb" else 4][-6 if name == "ravdess" else -3:]
    return dict(
        features=np.load(cache), labels=labels, classes=[labels.index(label) for _, label, _ in found], speakers=speakers,
        test=[row for row, speaker in enumerate(speakers) if speaker in tested],
        train=[row for row, speaker in enumerate(speakers) if speaker not in tested])


def theirs(data, model):
    x, y = data["features"], np.array(data["classes"])
    fit_times, predict_times = [], []
    for _ in range(REPEATS):
        start = time.perf_counter()
        scaler = StandardScaler().fit(x[data["train"]])
        svc = SVC(
            kernel=model["kernel"], C=model["cost"], gamma="scale",
            class_weight="balanced" if model["balanced"] else None).fit(scaler.transform(x[data["train"]]), y[data["train"]])
        fit_times.append(time.perf_counter() - start)
        start = time.perf_counter()
        votes = svc.predict(scaler.transform(x[data["test"]]))
        predict_times.append(time.perf_counter() - start)
    svc.break_ties = True
    best = svc.predict(scaler.transform(x[data["test"]]))
    return dict(votes=votes, best=best, fit=min(fit_times), predict=min(predict_times), vectors=int(svc.n_support_.sum()))


def ours(data):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        np.ascontiguousarray(data["features"], dtype="<f4").tofile(folder / "features.f32")
        job = {key: data[key] for key in ("labels", "classes", "speakers", "train", "test")}
        job |= dict(columns=int(data["features"].shape[1]), models=MODELS, repeats=REPEATS)
        (folder / "job.json").write_text(json.dumps(job))
        binary = HERE / ".build" / "release" / "ClassifierComparison"
        result = subprocess.run([binary, folder], check=True, stdout=subprocess.PIPE)
        return json.loads(result.stdout)


def main():
    corpora = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("UNDERTONE_CORPORA")
    if not corpora:
        sys.exit("Name the folder of the corpora as the argument, or in UNDERTONE_CORPORA.")
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", HERE, "--product", "ClassifierComparison"], check=True,
        stdout=sys.stderr)
    print(f"{platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}, "
          f"scikit-learn {sklearn.__version__}, librosa {librosa.__version__}, NumPy {np.__version__}")
    print(f"{'corpus':8} {'model':24} {'test':>5} {'equal votes':>12} {'equal best':>11} "
          f"{'UAR ours/theirs':>16} {'fit s ours/theirs':>18} {'predict ms ours/theirs':>23} {'vectors ours/theirs':>20}")
    worst = 1.0
    for name in ("emodb", "ravdess"):
        data = dataset(name, pathlib.Path(corpora) / name)
        truth = np.array(data["classes"])[data["test"]]
        for model, our in zip(MODELS, ours(data)):
            their = theirs(data, model)
            votes = float(np.mean(np.array(our["votes"]) == their["votes"]))
            best = float(np.mean(np.array(our["best"]) == their["best"]))
            worst = min(worst, votes, best)
            title = f"{model['kernel']} C={model['cost']}{' balanced' if model['balanced'] else ''}"
            uars = [recall_score(truth, p, average="macro") for p in (our["best"], their["best"])]
            vectors = f"{our['vectors'] or '–'}/{their['vectors']}"
            print(f"{name:8} {title:24} {len(truth):5} {votes:12.2%} {best:11.2%} "
                  f"{uars[0]:8.3f}/{uars[1]:.3f}  {our['fit']:10.3f}/{their['fit']:.3f} "
                  f"{our['predict'] * 1e3:17.2f}/{their['predict'] * 1e3:.2f} {vectors:>20}")
    print(f"least share of equal predictions: {worst:.2%} (wanted: {WANTED:.1%})")
    sys.exit(0 if worst >= WANTED else 1)


main()
