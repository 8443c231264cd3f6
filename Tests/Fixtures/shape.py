"""Golden values of the spectral shape for Tests/FeaturesTests, by a plain NumPy reading of `ShapeOptions`' definitions.

    Benchmarks/python.sh Tests/Fixtures/shape.py

The signals are those of make_feature_goldens.py. One JSON object a line, after a line with the versions.
"""
import json
import pathlib
import sys

import librosa
import numpy as np

from make_feature_goldens import RATE, signals

EDGES = [60, 150, 300, 600, 1200, 2400, 5000]


def shape(y, size):
    window = np.hanning(size + 1)[:-1]
    padded = np.pad(y.astype("f8"), size // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, size)[::160][: 1 + len(y) // 160]
    clean = np.abs(np.fft.rfft(frames * window)) ** 2
    energy = (window ** 2).sum()
    floor = energy * 10 ** -8
    power = clean + floor
    frequency = np.arange(size // 2 + 1) * RATE / size
    band = (frequency >= 60) & (frequency <= 5000)
    f, p = frequency[band], power[:, band]
    columns = {"level": 10 * np.log10(p.sum(1) / (energy * size / 2))}

    a = np.sqrt(p)
    a /= a.sum(1, keepdims=True)
    centroid = a @ f
    columns["centroid"] = np.log2(centroid)
    columns["bandwidth"] = np.log2(1 + np.sqrt((a * (f - centroid[:, None]) ** 2).sum(1)))
    running = np.cumsum(a, 1)
    for share in (0.25, 0.5, 0.85, 0.95):
        columns[f"rolloff_{share * 100:.0f}"] = np.log2(f[np.minimum((running < share).sum(1), len(f) - 1)])
    columns["flatness"] = 10 * (np.log10(p).mean(1) - np.log10(p.mean(1)))
    columns["flux"] = np.r_[0, np.linalg.norm(np.diff(a, axis=0), axis=1)]
    for limit in (400, 1000):
        low = f <= limit
        columns[f"low_centroid_{limit}"] = np.log2(1 + p[:, low] @ f[low] / p[:, low].sum(1))
    decibels = 10 * np.log10(p)
    for name, low, high in (("low", 60, 500), ("mid", 500, 1500), ("high", 1500, 5000)):
        inside = (f >= low) & (f <= high)
        columns[f"slope_{name}"] = np.polyfit(f[inside] / 1000, decibels[:, inside].T, 1)[0]
    columns["alpha_ratio"] = 10 * np.log10(p[:, f <= 1000].sum(1) / p[:, f > 1000].sum(1))
    columns["hammarberg"] = decibels[:, f <= 2000].max(1) - decibels[:, f > 2000].max(1)
    mel = 10 * np.log10((clean + floor) @ librosa.filters.mel(sr=RATE, n_fft=size, n_mels=40, fmin=60, fmax=5000).T.astype("f8"))
    columns["mel_flux"] = np.r_[0, np.maximum(np.diff(mel, axis=0), 0).mean(1)]
    valleys = {}
    for index, (low, high) in enumerate(zip(EDGES, EDGES[1:])):
        bins = np.sort(clean[:, (frequency >= low) & (frequency < high)], 1)
        count = max(1, round(0.1 * bins.shape[1]))
        valley = 10 * np.log10(bins[:, :count].mean(1) + floor)
        columns[f"contrast_{index}"] = 10 * np.log10(bins[:, -count:].mean(1) + floor) - valley
        valleys[f"valley_{index}"] = valley - 10 * np.log10(energy)
    return columns | valleys


lines = [json.dumps({
    "made by": "Tests/Fixtures/shape.py",
    "versions": {"librosa": librosa.__version__, "numpy": np.__version__, "python": sys.version.split()[0]}})]
for name, y in signals().items():
    for size in (512, 1024):
        columns = shape(y, size)
        rows = np.column_stack(list(columns.values()))
        kept = [0, 1, 10, 23, 40, 52, 63, 70]
        lines.append(json.dumps({
            "signal": name, "transformLength": size, "names": ["shape_" + key for key in columns], "frameCount": len(rows),
            "frames": kept, "values": [[float(f"{v:.7g}") for v in rows[i]] for i in kept]}))
target = pathlib.Path(__file__).resolve().parent.parent / "FeaturesTests" / "Golden" / "shape.jsonl"
target.write_text("\n".join(lines) + "\n")
