"""What the topics of praat_parity.py share."""
import dataclasses
import pathlib
import subprocess

import numpy
import parselmouth


@dataclasses.dataclass
class Clip:
    path: pathlib.Path
    samples: numpy.ndarray
    sound: parselmouth.Sound


@dataclasses.dataclass
class Row:
    """One line of the table; `bound` and `holds` are None for a figure that is only told."""
    measure: str
    figure: str
    bound: str | None = None
    holds: bool | None = None

    @property
    def markdown(self):
        held = {None: "", True: "yes", False: "**no**"}[None if self.holds is None else bool(self.holds)]
        return f"| {self.measure} | {self.figure} | {self.bound or ''} | {held} |"


def at_most(measure, value, bound, unit, digits=3):
    return Row(measure, f"{value:.{digits}f} {unit}", f"≤ {bound:g} {unit}", value <= bound)


def at_least(measure, value, bound, digits=4):
    return Row(measure, f"{value:.{digits}f}", f"≥ {bound:g}", value >= bound)


class Runner:
    """Runs a task of VoiceBenchmark over all clips."""

    def __init__(self, program, folder, count):
        self.program, self.folder, self.count = program, folder, count

    def __call__(self, *task, columns):
        """One array of rows × columns a clip, and what the task printed."""
        listing = self.folder / "list"
        listing.write_text("".join(f"{self.folder}/{i}.f32\t{self.folder}/{i}.out\n" for i in range(self.count)))
        printed = subprocess.run(
            [self.program, *task, listing], check=True, capture_output=True, text=True).stdout
        arrays = [numpy.fromfile(self.folder / f"{i}.out", "<f4").reshape(-1, columns) for i in range(self.count)]
        return arrays, printed
