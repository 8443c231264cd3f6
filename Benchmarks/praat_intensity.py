"""Intensity beside Praat's "To Intensity": lowest pitch 100 Hz, and 75 Hz, a frame every 10 ms, means subtracted."""
import numpy

from praat_rows import Row, at_most

TITLE = "Intensity"


def rows(clips, run):
    for floor in (75, 100):
        ours, printed = run("intensity", str(floor), columns=2)
        differences = []
        for mine, clip in zip(ours, clips):
            intensity = clip.sound.to_intensity(minimum_pitch=floor, time_step=0.01)
            theirs = intensity.values[0]
            if len(mine) != len(theirs) or abs(mine[0, 0] - intensity.x1) > 1e-5:
                raise SystemExit(f"intensity: frames at other times than Praat's, {clip.path}")
            differences.append(numpy.abs(mine[:, 1] - theirs))
        yield at_most(f"largest difference, floor {floor} Hz", float(numpy.concatenate(differences).max()), 0.1, "dB", 5)
        yield Row(f"time, floor {floor} Hz", f"{float(printed):.1f} µs a frame")
