"""Holds Undertone's measurements of the voice against Praat's (through parselmouth) on real clips.

    Benchmarks/python.sh Benchmarks/praat_parity.py CORPORA_DIR [--write] [--clips N] [--seed N]

Draws 200 clips from five corpora with a fixed seed, decodes each once at 16 kHz, gives both sides the same samples and prints a
table of how far they agree beside the bounds. With --write the tables, and those of the errors against known truth, go to
Documentation/Praat.md. Exit status 1 when a bound does not hold.

Each topic is a module with a TITLE and a function rows(clips, run) that returns Rows; see praat_pitch.py.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import argparse
import pathlib
import platform
import subprocess
import sys
import tempfile

import parselmouth
import soundfile

import clip_sample
import praat_formants
import praat_intensity
import praat_pitch
import praat_voice_quality
from praat_rows import Clip, Runner

TOPICS = (praat_pitch, praat_intensity, praat_formants, praat_voice_quality)
HEADER = "| measure | figure | bound | holds |\n|---|---|---|---|"


def load(paths, folder):
    clips = []
    for index, path in enumerate(paths):
        samples, rate = soundfile.read(path, dtype="float32")
        if samples.ndim > 1:
            samples = samples.mean(axis=1)
        if rate != 16000:
            sys.exit(f"{path} is at {rate} Hz; the comparison is defined at 16000 Hz.")
        samples.astype("<f4").tofile(folder / f"{index}.f32")
        clips.append(Clip(path, samples, parselmouth.Sound(samples.astype("f8"), rate)))
    return clips


def processor():
    names = (line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name"))
    return next(names, platform.processor()) if os.path.exists("/proc/cpuinfo") else platform.processor()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpora")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261121)
    options = parser.parse_args()
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "VoiceBenchmark"],
        check=True, stdout=subprocess.DEVNULL)
    program = package / ".build" / "release" / "VoiceBenchmark"
    lines, failed = [], False
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        clips = load(clip_sample.draw(options.corpora, options.clips, seed=options.seed), folder)
        run = Runner(program, folder, len(clips))
        for topic in TOPICS:
            lines += [f"### {topic.TITLE}", "", HEADER]
            for row in topic.rows(clips, run):
                failed |= row.holds is False
                lines.append(row.markdown)
            lines.append("")
    print("\n".join(lines))
    if options.write:
        truth = subprocess.run([program, "truth"], check=True, capture_output=True, text=True).stdout
        page = package.parent / "Documentation" / "Praat.md"
        page.write_text("\n".join([
            "# Beside Praat, and beside the truth", "",
            "Made by", "", "    Benchmarks/python.sh Benchmarks/praat_parity.py CORPORA_DIR --write", "",
            f"on {processor()}: Praat {parselmouth.PRAAT_VERSION} through parselmouth {parselmouth.__version__}, "
            f"{len(clips)} clips drawn from {len(clip_sample.CORPORA)} corpora with a fixed seed, 16 kHz, "
            "the same samples to both.", "",
            "## Beside Praat", "", *lines,
            "## Beside the truth", "",
            "Synthetic vowels (`SyntheticVoice`): pulses through resonators, with noise added. No other program is involved.", "",
            truth.strip(), ""]))
    sys.exit(failed)


if __name__ == "__main__":
    main()
