"""Formants beside Praat's "To Formant (burg)": five below 5500 Hz, 25 ms windows, a frame every 10 ms, pre-emphasis from 50 Hz.

Praat centres its frames in the file; 5 ms of silence before it and an end cut to whole frames put them where ours are.
"""
import time

import numpy
import parselmouth

from praat_rows import Row, at_most

TITLE = "Formants"
RATE, HOP, MARGIN = 16000, 160, 80


def rows(clips, run):
    ours, printed = run("formants", columns=4)
    differences, seconds, frames = [], 0, 0
    for mine, clip in zip(ours, clips):
        padded = numpy.concatenate([numpy.zeros(MARGIN), clip.samples.astype("f8")])
        # One sample more than whole frames, against rounding.
        whole = (len(padded) - RATE // 20 - 1) // HOP
        sound = parselmouth.Sound(padded[:RATE // 20 + whole * HOP + 1], RATE)
        start = time.perf_counter()
        formant = sound.to_formant_burg(time_step=0.01)
        seconds += time.perf_counter() - start
        frames += formant.n_frames
        pitch = clip.sound.to_pitch_ac(time_step=0.01)
        for at in formant.xs():
            moment = at - MARGIN / RATE
            index = round(moment * 100)
            if index >= len(mine) or abs(moment - index / 100) > 1e-4:
                raise SystemExit(f"formants: frames at other times than Praat's, {clip.path}")
            if pitch.get_value_at_time(index / 100) > 0:
                theirs = numpy.array([formant.get_value_at_time(number, at) for number in (1, 2, 3, 4)])
                differences.append(numpy.abs(mine[index] / theirs - 1))
    differences = 100 * numpy.array(differences)
    for number in range(4):
        measure = f"F{number + 1}, median difference in {len(differences)} voiced frames"
        value = float(numpy.nanmedian(differences[:, number]))
        yield at_most(measure, value, 3, "%") if number < 3 else Row(measure, f"{value:.3f} %")
        yield Row(f"F{number + 1}, 90th percentile", f"{numpy.nanpercentile(differences[:, number], 90):.3f} %")
    yield Row("time", f"{float(printed):.1f} µs a frame")
    yield Row("Praat, time", f"{seconds / frames * 1e6:.1f} µs a frame")
