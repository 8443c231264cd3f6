"""Jitter, shimmer and harmonicity beside Praat's, one value a recording.

Pulses by "To PointProcess (periodic, cc)", 75–600 Hz; jitter and shimmer with periods of 0.1–20 ms and factors 1.3 and 1.6; the mean of
"To Harmonicity (cc)": 10 ms, 75 Hz, silence 0.1, one period a window.
"""
import time

import numpy
from parselmouth.praat import call

from praat_rows import Row, at_least

TITLE = "Jitter, shimmer, harmonicity"
PERIODS = (0, 0, 0.0001, 0.02, 1.3)
MEASURES = (
    ("jitter, local", "Get jitter (local)"), ("jitter, rap", "Get jitter (rap)"), ("jitter, ppq5", "Get jitter (ppq5)"),
    ("shimmer, local", "Get shimmer (local)"), ("shimmer, local dB", "Get shimmer (local_dB)"),
    ("shimmer, apq3", "Get shimmer (apq3)"), ("shimmer, apq5", "Get shimmer (apq5)"))


def praat(clip):
    pulses = call(clip.sound, "To PointProcess (periodic, cc)", 75, 600)
    values = [
        call(pulses, command, *PERIODS) if "jitter" in command else call([clip.sound, pulses], command, *PERIODS, 1.6)
        for _, command in MEASURES]
    harmonicity = call(clip.sound, "To Harmonicity (cc)", 0.01, 75, 0.1, 1.0)
    return values + [call(harmonicity, "Get mean", 0, 0)]


def rows(clips, run):
    ours, printed = run("voice-quality", columns=len(MEASURES) + 1)
    ours = numpy.concatenate(ours)
    start = time.perf_counter()
    theirs = numpy.array([praat(clip) for clip in clips])
    seconds = time.perf_counter() - start
    for column, measure in enumerate([name for name, _ in MEASURES] + ["harmonics-to-noise ratio, mean"]):
        defined = numpy.isfinite(ours[:, column]) & numpy.isfinite(theirs[:, column])
        mine, other = ours[defined, column], theirs[defined, column]
        yield at_least(f"{measure}, r over {len(mine)} clips", float(numpy.corrcoef(mine, other)[0, 1]), 0.97)
        if measure.startswith("harmonics"):
            yield Row(f"{measure}, median difference", f"{numpy.median(numpy.abs(mine - other)):.3f} dB")
        else:
            yield Row(f"{measure}, median difference", f"{100 * numpy.median(numpy.abs(mine / other - 1)):.2f} %")
    frames = sum(len(clip.samples) // 160 + 1 for clip in clips)
    yield Row("the whole set, time", f"{float(printed) * len(clips) / frames:.1f} µs a frame")
    yield Row("Praat, these eight alone, time", f"{seconds / frames * 1e6:.1f} µs a frame")
