"""Golden functionals for Tests/FeaturesTests, from numpy and scipy.

    python3 -m venv build/fixtures && build/fixtures/bin/pip install numpy==2.4.6 scipy==1.17.1
    build/fixtures/bin/python Tests/Fixtures/functionals.py > Tests/FeaturesTests/Golden/functionals.json

The trajectories are made by formula, the same in the test: x[t] = a sin(2π f t / r) + b t + c + d·h(t), with h a fixed
hash of t in −1…1, rounded to float32.
"""
import json
import platform

import numpy as np
import scipy
from scipy import stats

RATE = 100.0


def hashed(count):
    state = (np.arange(count, dtype=np.uint64) * np.uint64(2654435761) + np.uint64(12345)) % np.uint64(2**32)
    state = (state * np.uint64(1664525) + np.uint64(1013904223)) % np.uint64(2**32)
    return state.astype(np.float64) / 2**31 - 1


def trajectory(count, a, f, b, c, d):
    t = np.arange(count)
    return (a * np.sin(2 * np.pi * f * t / RATE) + b * t + c + d * hashed(count)).astype(np.float32)


def runs(x, sign):
    slopes, start = [], None
    for t in range(1, len(x)):
        if (x[t] - x[t - 1]) * sign > 0:
            start = t - 1 if start is None else start
        elif start is not None:
            slopes.append((x[t - 1] - x[start]) * RATE / (t - 1 - start))
            start = None
    if start is not None:
        slopes.append((x[-1] - x[start]) * RATE / (len(x) - 1 - start))
    return (np.mean(slopes), np.std(slopes)) if slopes else (0.0, 0.0)


def modulation(x, low, high):
    size = max(4, 1 << int(np.ceil(np.log2(len(x)))))
    power = np.abs(np.fft.rfft(x - x.mean(), size)) ** 2
    frequency = np.arange(size // 2 + 1) * RATE / size
    inside = (frequency >= low) & (frequency < high) & (frequency > 0)
    return power[inside].sum() / power[1:].sum()


def delta(x):
    y = np.pad(x, 2, mode="edge")
    return (y[3:-1] - y[1:-3] + 2 * (y[4:] - y[:-4])) / 10


def functionals(x):
    x = x.astype(np.float64)
    t = np.arange(len(x)) / RATE
    fit = np.polyfit(t, x, 1)
    difference = np.diff(x)
    above = x >= x.mean()
    rising, falling = runs(x, 1), runs(x, -1)
    return {
        "mean": x.mean(),
        "standard_deviation": x.std(),
        "skewness": stats.skew(x),
        "kurtosis": stats.kurtosis(x),
        "minimum": x.min(),
        "maximum": x.max(),
        "range": np.ptp(x),
        "percentile_5": np.percentile(x, 5),
        "percentile_20": np.percentile(x, 20),
        "percentile_50": np.percentile(x, 50),
        "percentile_97.5": np.percentile(x, 97.5),
        "percentile_range_20_80": np.percentile(x, 80) - np.percentile(x, 20),
        "interquartile_range": stats.iqr(x),
        "slope": fit[0],
        "slope_error": np.sqrt(np.mean((x - np.polyval(fit, t)) ** 2)),
        "rising_slope_mean": rising[0],
        "rising_slope_deviation": rising[1],
        "falling_slope_mean": falling[0],
        "falling_slope_deviation": falling[1],
        "rising_share": np.mean(difference > 0),
        "mean_absolute_difference": np.abs(difference).mean(),
        "drift": fit[0] * t.std(),
        "lateness": x[len(x) // 2:].mean() - x[:len(x) // 2].mean(),
        "delta_deviation": delta(x).std(),
        "delta2_deviation": delta(delta(x)).std(),
        "mean_crossing_rate": np.mean(above[1:] != above[:-1]) * RATE,
        "modulation_1_4": modulation(x, 1, 4),
        "modulation_4_8": modulation(x, 4, 8),
        "modulation_8_16": modulation(x, 8, 16),
    }


CASES = [  # frames, a, f, b, c, d
    (375, 2.0, 4.0, 0.01, -40.0, 0.5),
    (100, 1.0, 2.5, -0.02, 3.0, 0.1),
    (257, 0.5, 10.0, 0.0, 1000.0, 1.0),
    (64, 5.0, 6.0, 0.3, 0.0, 0.0),
    (3, 1.0, 20.0, 0.0, 0.0, 1.0),
    (1030, 0.0, 1.0, 0.0, 0.0, 1.0),
]

print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": [
        {"frames": case[0], "parameters": list(case[1:]),
         "functionals": {name: float(value) for name, value in functionals(trajectory(*case)).items()}}
        for case in CASES
    ],
}, indent=1))
