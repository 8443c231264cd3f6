"""Times Undertone's features beside librosa and kaldi-native-fbank: same files, same settings, one thread each.

    Benchmarks/python.sh Benchmarks/speed_features.py CORPORA_DIR [CLIPS [REPEATS]]

Prints, as medians over the repeats in milliseconds a clip, elapsed and on the processor (which tells more on a busy machine): whole chains from Opus, from 48 kHz 16-bit WAV and from FLAC to MFCC-40
at 16 kHz; MFCC alone on decoded samples; and what the decoder and the Fourier transform alone cost. Sides take turns.
"""
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"

import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

import kaldi_native_fbank
import librosa
import numpy
import scipy.fft
import soundfile
import soxr

from timing import ours, processor, timed

RATE = 16000
SETTINGS = dict(sr=RATE, n_mfcc=40, n_mels=128, n_fft=512, hop_length=160)


def row(title, values, clips, reference=None):
    """Prints elapsed and processor milliseconds a clip, and how many times faster than the reference each is."""
    elapsed, processor = (statistics.median(side) / clips for side in zip(*values))
    spread = f"{min(v[0] for v in values) / clips:.3f}-{max(v[0] for v in values) / clips:.3f}"
    ratio = f"{reference[0] / elapsed:7.1f}x {reference[1] / processor:9.1f}x" if reference else ""
    print(f"  {title:46} {elapsed:9.3f} {spread:>17} {processor:10.3f} {ratio}")
    return elapsed, processor


def chain(path):
    samples, _ = librosa.load(path, sr=RATE, mono=True)
    librosa.feature.mfcc(y=samples, **SETTINGS)


def kaldi(samples):
    options = kaldi_native_fbank.MfccOptions()
    options.frame_opts.dither = 0
    computer = kaldi_native_fbank.OnlineMfcc(options)
    computer.accept_waveform(RATE, samples)
    computer.input_finished()
    return [computer.get_frame(i) for i in range(computer.num_frames_ready)]


def main():
    root = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(
        ["swift", "build", "-c", "release", "--package-path", package, "--product", "FeatureBenchmark"],
        check=True, stdout=subprocess.DEVNULL)
    program = package / ".build" / "release" / "FeatureBenchmark"
    every = sorted(p for p in (root / "ravdess").rglob("*") if p.suffix in {".opus", ".ogg", ".wav", ".flac"})
    clips = every[:: max(1, len(every) // count)][:count]
    if not clips:
        sys.exit(f"No recordings under {root / 'ravdess'}.")
    print(f"{processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.platform()}")
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
    print(f"{swift}; Python {platform.python_version()}, librosa {librosa.__version__}, numpy {numpy.__version__}, "
          f"scipy {scipy.__version__}, soundfile {soundfile.__version__} ({soundfile.__libsndfile_version__}), "
          f"soxr {soxr.__version__}, kaldi-native-fbank {kaldi_native_fbank.__version__}")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        files = {"Opus": [str(c) for c in clips], "WAV": [], "FLAC": [], "samples": []}
        signals = []
        for index, clip in enumerate(clips):
            audio, rate = soundfile.read(clip, dtype="float32")
            # Opus made from 16 kHz sound may be decoded at that rate; the copies always have all of 48 kHz to be resampled.
            audio = soxr.resample(audio, rate, 48000)
            for kind in ("WAV", "FLAC"):
                path = folder / f"{index}.{kind.lower()}"
                soundfile.write(path, audio, 48000, subtype="PCM_16")
                files[kind].append(str(path))
            samples, _ = librosa.load(clip, sr=RATE, mono=True)
            samples.astype("<f4").tofile(folder / f"{index}.f32")
            files["samples"].append(str(folder / f"{index}.f32"))
            signals.append(samples)
        lists = {}
        for kind, paths in files.items():
            lists[kind] = folder / f"{kind}.list"
            lists[kind].write_text("\n".join(paths) + "\n")
        seconds = sum(map(len, signals)) / RATE
        frames = sum(1 + len(s) // 160 for s in signals)
        print(f"{len(clips)} RAVDESS clips, {seconds:.0f} s; {repeats} repeats\n")
        print(f"  {'milliseconds a clip':46} {'elapsed':>9} {'range':>17} {'processor':>10} {'faster':>8} {'processor':>10}")

        for kind in ("Opus", "WAV", "FLAC"):
            print(f"{kind}, {soundfile.info(files[kind][0]).samplerate} Hz: decode, resample to 16 kHz, MFCC-40")
            chain(files[kind][0])
            sides = {"librosa": [], "decode": [], "resample": [], "one": [], "two": [], "their decode": []}
            for _ in range(repeats):
                sides["librosa"].append(timed(lambda: [chain(f) for f in files[kind]]))
                sides["their decode"].append(timed(lambda: [soundfile.read(f, dtype="float32") for f in files[kind]]))
                sides["one"].append(ours(program, "chain", "chain", 1, 1, lists[kind]))
                sides["two"].append(ours(program, "chain", "chain", 2, 1, lists[kind]))
                sides["decode"].append(ours(program, "chain", "decode", 1, 1, lists[kind]))
                sides["resample"].append(ours(program, "chain", "resample", 1, 1, lists[kind]))
            theirs = row("librosa", sides["librosa"], len(clips))
            row("  of which the decoder alone (soundfile)", sides["their decode"], len(clips))
            row("Undertone, 1 thread", sides["one"], len(clips), theirs)
            row("  of which the decoder alone", sides["decode"], len(clips))
            row("  of which decoder and resampler", sides["resample"], len(clips))
            row("Undertone, 2 threads", sides["two"], len(clips), theirs)

        print("MFCC alone, decoded samples")
        lists_of_floats = [s.tolist() for s in signals]
        librosa.feature.mfcc(y=signals[0], **SETTINGS)
        sides = {"librosa": [], "kaldi": [], "ours": [], "ours kaldi": []}
        for _ in range(repeats):
            sides["librosa"].append(timed(lambda: [librosa.feature.mfcc(y=s, **SETTINGS) for s in signals]))
            sides["kaldi"].append(timed(lambda: [kaldi(s) for s in lists_of_floats]))
            sides["ours"].append(ours(program, "time", "librosa", "mfcc", 1, lists["samples"]))
            sides["ours kaldi"].append(ours(program, "time", "kaldi", "mfcc", 1, lists["samples"]))
        theirs = row("librosa, 40 coefficients of 128 bands", sides["librosa"], len(clips))
        alone = row("Undertone, the same", sides["ours"], len(clips), theirs)
        theirs = row("kaldi-native-fbank, 13 of 23 bands", sides["kaldi"], len(clips))
        row("Undertone, the same", sides["ours kaldi"], len(clips), theirs)

        print("The Fourier transform alone, 512 points with power spectrum, nanoseconds a frame")
        output = subprocess.run([program, "transform", "512", "20000"], check=True, capture_output=True, text=True).stdout
        pairs = [tuple(map(float, line.split())) for line in output.splitlines()]
        mine, kiss = (statistics.median(side) for side in zip(*pairs))
        block = numpy.random.default_rng(1).standard_normal((20000, 512))
        pocket = {}
        for kind in ("f4", "f8"):
            data = block.astype(kind)
            pocket[kind] = statistics.median(
                timed(lambda: numpy.abs(scipy.fft.rfft(data, workers=1)) ** 2) for _ in range(7)) [0] * 1e6 / len(data)
        print(f"  Undertone, double precision {mine:8.0f}\n  KissFFT, single precision   {kiss:8.0f}\n"
              f"  pocketfft (SciPy), single   {pocket['f4']:8.0f}\n  pocketfft (SciPy), double   {pocket['f8']:8.0f}")
        whole = alone[0] * 1e6 * len(clips) / frames
        print(f"  MFCC alone takes {whole:.0f} ns a frame in all; the transform called by itself, which also copies samples in and "
              "spectra out, as above: it is what bounds MFCC.")


if __name__ == "__main__":
    main()
