"""Pitch beside Praat's "To Pitch (ac)": floor 75 Hz, ceiling 600 Hz, a frame every 10 ms, all else as it comes."""
import time

import numpy

from praat_rows import Row, at_most

TITLE = "Pitch"
METHODS = ("autocorrelation", "yin", "subharmonic-summation")


def rows(clips, run):
    start = time.perf_counter()
    praat = [clip.sound.to_pitch_ac(time_step=0.01) for clip in clips]
    frames = sum(pitch.n_frames for pitch in praat)
    yield Row("Praat, time", f"{(time.perf_counter() - start) / frames * 1e6:.1f} µs a frame, {frames} frames")
    for method in METHODS:
        ours, printed = run("pitch", method, columns=3)
        yield from compare(method, ours, praat, bounded=method == "autocorrelation")
        yield Row(f"{method}, time", f"{float(printed):.1f} µs a frame")


def compare(method, ours, praat, bounded):
    cents, disagreements, frames = [], 0, 0
    for mine, pitch in zip(ours, praat):
        theirs = pitch.selected_array["frequency"]
        if len(mine) != len(theirs) or abs(mine[0, 0] - pitch.x1) > 1e-5:
            raise SystemExit(f"{method}: frames at other times than Praat's")
        both = (mine[:, 1] > 0) & (theirs > 0)
        cents.append(1200 * numpy.log2(mine[both, 1] / theirs[both]))
        disagreements += int(((mine[:, 1] > 0) != (theirs > 0)).sum())
        frames += len(theirs)
    distance = numpy.abs(numpy.concatenate(cents))
    figures = (
        (f"{method}, median difference where both are voiced", float(numpy.median(distance)), 5, "cents"),
        (f"{method}, gross errors (> 20 %)", 100 * float((distance > 1200 * numpy.log2(1.2)).mean()), 1, "%"),
        (f"{method}, voicing disagreement", 100 * disagreements / frames, 5, "%"))
    for measure, value, bound, unit in figures:
        yield at_most(measure, value, bound, unit) if bounded else Row(measure, f"{value:.3f} {unit}")
