"""Where clean speech is, noise of three kinds, and sounds that are no speech: for speech_weights.py and speech_detection.py."""
import pathlib
import subprocess

import numpy
import soundfile
import soxr

RATE = 16000
HOP = 160
KINDS = ("white", "pink", "babble")
COLUMNS = 11


def load(path):
    samples, rate = soundfile.read(path, dtype="float32")
    return soxr.resample(samples, rate, RATE) if rate != RATE else samples


def truth(samples):
    """Whether each 10 ms of a clean clip is speech, from its energy alone.

    The energy of a frame is the mean over the frame and its two neighbours on each side (50 ms). The clip's level is the mean of the
    energies weighted by themselves. Speech is what lies less than 30 dB below the level and more than 10 dB above the energy that
    5 % of the frames stay below (some clips are noisy as recorded); but whatever lies less than 15 dB below the level is speech.
    """
    count = len(samples) // HOP
    energy = (samples[: count * HOP].astype("f8").reshape(count, HOP) ** 2).mean(1)
    if not energy.any():
        return numpy.zeros(count, bool)
    energy = numpy.convolve(energy, numpy.ones(5) / 5, "same")
    level = (energy * energy).sum() / energy.sum()
    return energy > min(max(level * 1e-3, numpy.percentile(energy, 5) * 10), level * 10**-1.5)


def speech_only(samples):
    """The speech of a clip, its pauses left out."""
    flags = truth(samples)
    return samples[: len(flags) * HOP].reshape(-1, HOP)[flags].ravel()


def white(count, generator):
    return generator.standard_normal(count)


def pink(count, generator):
    """A power of 1/f from 20 Hz."""
    spectrum = numpy.fft.rfft(generator.standard_normal(count))
    spectrum[1:] /= numpy.sqrt(numpy.arange(1, len(spectrum)))
    spectrum[: int(20 * count / RATE) + 1] = 0
    return numpy.fft.irfft(spectrum, count)


def babble(count, generator, voices):
    """Eight voices at once, equally loud, none of which pauses."""
    result = numpy.zeros(count)
    for _ in range(8):
        voice = numpy.zeros(0)
        while len(voice) < count:
            piece = voices[generator.integers(len(voices))]
            voice = numpy.concatenate([voice, piece / numpy.sqrt((piece**2).mean())])
        start = generator.integers(0, len(voice) - count + 1)
        result += voice[start : start + count]
    return result


def noise(kind, count, generator, voices):
    return babble(count, generator, voices) if kind == "babble" else {"white": white, "pink": pink}[kind](count, generator)


def mixed(samples, flags, kind, ratio, generator, voices):
    """The samples with noise of a kind at a ratio in dB below the mean power of their speech (`flags`, one a frame)."""
    power = (samples[: len(flags) * HOP].astype("f8").reshape(-1, HOP) ** 2).mean(1)[flags].mean()
    added = noise(kind, len(samples), generator, voices)
    added *= numpy.sqrt(power * 10 ** (-ratio / 10) / (added**2).mean())
    return (samples + added).astype("f4")


def between(samples, flags, before, after):
    """The clip with silence of so many frames before and after it."""
    samples = samples[: len(flags) * HOP]
    return (numpy.concatenate([numpy.zeros(before * HOP), samples, numpy.zeros(after * HOP)]).astype("f4"),
            numpy.concatenate([numpy.zeros(before, bool), flags, numpy.zeros(after, bool)]))


def tone(frequency, count):
    return numpy.sin(2 * numpy.pi * frequency * numpy.arange(count) / RATE)


def chords(count, generator):
    """Steady or fading chords of three or four notes with five harmonics, which change every 0.25 to 2 s."""
    length = int(generator.uniform(0.25, 2) * RATE)
    result = numpy.zeros(0)
    while len(result) < count:
        root, steps = generator.uniform(80, 500), (0, 4, 7) if generator.random() < 0.5 else (0, 3, 7, 10)
        chord = sum(tone(root * 2 ** (step / 12) * harmonic, length) / harmonic ** generator.uniform(0.5, 2)
                    for step in steps for harmonic in range(1, 6))
        if generator.random() < 0.5:
            chord = chord * numpy.exp(-numpy.arange(length) / RATE * generator.uniform(0, 4))
        result = numpy.concatenate([result, chord])
    return result[:count]


NO_SPEECH = ("white noise", "pink noise", "rumble", "hum", "chords", "clicks", "tone or square wave", "noise that begins")


def no_speech(kind, generator, seconds=6):
    """A sound without speech at a level from full scale to 80 dB below."""
    count = int(seconds * RATE)
    if kind == "white noise":
        sound = white(count, generator)
    elif kind == "pink noise":
        sound = pink(count, generator)
    elif kind == "rumble":
        sound = numpy.cumsum(white(count, generator))
        sound -= numpy.convolve(sound, numpy.ones(800) / 800, "same")
    elif kind == "hum":
        base = generator.choice([50, 60, 100, 120])
        sound = sum(tone(base * k, count) * generator.uniform(0, 1) / k for k in range(1, 12))
        sound = sound + white(count, generator) * 10 ** generator.uniform(-4, -1)
    elif kind == "chords":
        sound = chords(count, generator) + white(count, generator) * 10 ** generator.uniform(-5, -2)
    elif kind == "clicks":
        sound = numpy.zeros(count)
        sound[generator.integers(0, count, generator.integers(1, 60))] = 8 * generator.choice([-1, 1])
        sound += white(count, generator) * 10 ** generator.uniform(-5, -2)
    elif kind == "tone or square wave":
        sound = tone(generator.uniform(60, 3500), count)
        sound = numpy.sign(sound) if generator.random() < 0.4 else sound
        sound = sound + white(count, generator) * 10 ** generator.uniform(-5, -2)
    else:
        sound = noise("white" if generator.random() < 0.5 else "pink", count, generator, None)
        begin = int(generator.uniform(0.1, 5) * RATE)
        sound[:begin] *= 0 if generator.random() < 0.3 else 10 ** generator.uniform(-3, -0.5)
    return (sound / numpy.abs(sound).max() * 10 ** generator.uniform(-4, 0)).astype("f4")


def build():
    """Builds the Swift side and returns the program's path."""
    package = pathlib.Path(__file__).resolve().parent
    subprocess.run(["swift", "build", "-c", "release", "--package-path", package, "--product", "SpeechBenchmark"],
                   check=True, stdout=subprocess.DEVNULL)
    return package / ".build" / "release" / "SpeechBenchmark"


def frames(program, signals, folder):
    """Of each signal the frames × (decision, score, nine values of evidence) that Undertone gives."""
    folder = pathlib.Path(folder)
    lines = []
    for index, samples in enumerate(signals):
        samples.astype("<f4").tofile(folder / f"{index}.f32")
        lines.append(f"{folder / f'{index}.f32'}\t{folder / f'{index}.out'}\n")
    (folder / "list").write_text("".join(lines))
    subprocess.run([program, "frames", folder / "list"], check=True)
    return [numpy.fromfile(folder / f"{index}.out", "<f4").reshape(-1, COLUMNS) for index in range(len(lines))]
