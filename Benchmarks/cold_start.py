"""Cold start beside Python: a whole process that recognises one 3 s clip, ours and librosa + scikit-learn's in turn.

    Benchmarks/python.sh Benchmarks/cold_start.py [--runs 15]

The Python side does the same job with the field's usual means: it loads a pickled scaler + RBF SVM (fitted here, on the
statistics of noise: what it answers does not matter, its size does), decodes the clip with librosa, computes MFCC and
spectral descriptors with their functionals, and prints the most probable label. Both processes start from nothing each
time; the file cache is warm for both.
"""
import argparse
import os
import pickle
import platform
import statistics
import subprocess
import sys
import tempfile
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"

PEER = """
import pickle, sys
import librosa, numpy as np
clip, model = sys.argv[1:]
scaler, classifier = pickle.load(open(model, "rb"))
y, rate = librosa.load(clip, sr=16000)
shared = dict(n_fft=512, hop_length=160)
mfcc = librosa.feature.mfcc(y=y, sr=rate, n_mfcc=20, n_mels=40, fmin=60, fmax=5000, **shared)
rows = [mfcc, librosa.feature.delta(mfcc), librosa.feature.delta(mfcc, order=2),
        librosa.feature.spectral_centroid(y=y, sr=rate, **shared), librosa.feature.spectral_bandwidth(y=y, sr=rate, **shared),
        librosa.feature.spectral_rolloff(y=y, sr=rate, **shared), librosa.feature.spectral_flatness(y=y, **shared),
        librosa.feature.zero_crossing_rate(y, frame_length=512, hop_length=160), librosa.feature.rms(y=y, frame_length=512, hop_length=160)]
frames = np.vstack(rows)
features = np.concatenate([frames.mean(1), frames.std(1)] + list(np.percentile(frames, [20, 50, 80], axis=1)))
print(classifier.predict(scaler.transform(features[None]))[0])
"""


def make_peer_model(path, feature_count=330, clip_count=4000):
    import numpy as np
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    generator = np.random.default_rng(1)
    features = generator.normal(size=(clip_count, feature_count))
    labels = generator.integers(0, 6, clip_count)
    scaler = StandardScaler().fit(features)
    classifier = SVC(C=1.0, gamma="scale").fit(scaler.transform(features), labels)
    with open(path, "wb") as file:
        pickle.dump((scaler, classifier), file)


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    tool = os.path.join(root, ".build", "release", "undertone")
    with tempfile.TemporaryDirectory() as folder:
        import numpy as np
        import soundfile

        clip = os.path.join(folder, "clip.wav")
        samples, rate = soundfile.read(os.path.join(root, "Samples", "level-voice.wav"))
        soundfile.write(clip, samples[: 3 * rate], rate)
        model = os.path.join(folder, "svm.pickle")
        make_peer_model(model)
        ours = [tool, "predict", clip, "--format", "json"]
        peer = [sys.executable, "-c", PEER, clip, model]
        for command in (ours, peer):
            timed(command)
        pairs = [(timed(ours), timed(peer)) for _ in range(arguments.runs)]
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}")
        print(f"one 3 s clip, whole process, {arguments.runs} runs in turn: minimum / median / maximum in ms")
        for name, column in (("undertone predict", 0), ("librosa + scikit-learn", 1)):
            times = sorted(1000 * pair[column] for pair in pairs)
            print(f"  {name:24} {times[0]:8.1f} {statistics.median(times):8.1f} {times[-1]:8.1f}")
        ratio = statistics.median(peer_time / our_time for our_time, peer_time in pairs)
        print(f"  median of the paired ratios: {ratio:.1f} times")


main()
