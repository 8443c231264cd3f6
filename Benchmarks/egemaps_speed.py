"""Times eGeMAPS' 88 functionals beside openSMILE 2.6: the same 200 clips, samples in memory, one thread each.

    Benchmarks/python.sh Benchmarks/egemaps_speed.py CORPORA_DIR [REPEATS]

Prints medians over the repeats in milliseconds a clip, elapsed and on the processor (which tells more on a busy machine). The sides
take turns; each makes one pass before to warm up.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

import opensmile
import soundfile

import clip_sample
from timing import ours, processor, timed

CLIPS = 200


def main():
    root = pathlib.Path(sys.argv[1])
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "FeatureBenchmark"],
        check=True, stdout=subprocess.DEVNULL)
    program = package / ".build" / "release" / "FeatureBenchmark"
    smile = opensmile.Smile(
        feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=opensmile.FeatureLevel.Functionals, num_workers=1)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        signals = []
        for index, clip in enumerate(clip_sample.draw(root, CLIPS)):
            samples, rate = soundfile.read(clip, dtype="float32")
            if rate != 16000 or samples.ndim != 1:
                sys.exit(f"{clip} is not mono at 16 kHz.")
            samples.astype("<f4").tofile(folder / f"{index}.f32")
            signals.append(samples)
        listing = folder / "list"
        listing.write_text("".join(f"{folder}/{index}.f32\n" for index in range(len(signals))))
        smile.process_signal(signals[0], 16000)
        sides = {"openSMILE": [], "Undertone": []}
        for _ in range(repeats):
            sides["openSMILE"].append(timed(lambda: [smile.process_signal(samples, 16000) for samples in signals]))
            sides["Undertone"].append(ours(program, "functionals", "egemaps", 1, listing))
    seconds = sum(map(len, signals)) / 16000
    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.platform()}; "
          f"openSMILE {opensmile.__version__}")
    print(f"{len(signals)} clips, {seconds:.0f} s of sound; {repeats} repeats, medians")
    medians = {}
    for side, values in sides.items():
        elapsed, cpu = (statistics.median(column) for column in zip(*values))
        medians[side] = (elapsed, cpu)
        print(f"{side:10} {elapsed / len(signals):8.3f} ms a clip, {cpu / len(signals):8.3f} ms on the processor, "
              f"{seconds * 1000 / elapsed:7.0f} times real time")
    ratios = [medians["openSMILE"][index] / medians["Undertone"][index] for index in (0, 1)]
    print(f"Undertone is {ratios[0]:.1f} times as fast, {ratios[1]:.1f} times on the processor")


if __name__ == "__main__":
    main()
