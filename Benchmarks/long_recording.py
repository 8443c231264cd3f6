"""Time and memory of a ten-hour recording, whole process.

    Benchmarks/python.sh Benchmarks/long_recording.py [--hours 10]

The recording is Samples/changing-voice.flac over and over, 16 kHz and 16 bits, made in the temporary folder (1.2 GB).
"""
import argparse
import json
import os
import resource
import subprocess
import tempfile
import time

import soundfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hours", type=float, default=10)
    arguments = parser.parse_args()
    samples, rate = soundfile.read(os.path.join(ROOT, "Samples", "changing-voice.flac"), dtype="int16")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "long.wav")
        left = int(arguments.hours * 3600 * rate)
        with soundfile.SoundFile(path, "w", rate, 1, "PCM_16") as file:
            while left > 0:
                file.write(samples[:left])
                left -= len(samples)
        start = time.perf_counter()
        tool = os.path.join(ROOT, ".build", "release", "undertone")
        output = subprocess.run([tool, "predict", path, "--format", "json"], check=True, capture_output=True).stdout
        seconds = time.perf_counter() - start
    answer = json.loads(output)
    # The largest of all children; the tool is the only one.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"{answer['duration'] / 3600:.1f} hours in {len(answer['segments'])} segments: {seconds:.1f} s, "
        f"{answer['duration'] / seconds:.0f} times real time, at most {peak:.0f} MB")


main()
