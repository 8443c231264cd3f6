"""The same descriptors by librosa, kaldi-native-fbank and a plain NumPy reading of the HTK book: frames × columns each."""
import kaldi_native_fbank
import librosa
import numpy

RATE, LENGTH, HOP = 16000, 512, 160
FRAMES = dict(n_fft=LENGTH, hop_length=HOP)


def log_mel(y):
    return librosa.power_to_db(librosa.feature.melspectrogram(y=y, sr=RATE, n_mels=128, **FRAMES)).T


def mfcc(y):
    return librosa.feature.mfcc(y=y, sr=RATE, n_mfcc=40, n_mels=128, **FRAMES).T


def flux(y):
    magnitude = numpy.abs(librosa.stft(y, **FRAMES))
    return numpy.sqrt((numpy.diff(magnitude, axis=1, prepend=magnitude[:, :1]) ** 2).sum(axis=0))[:, None]


def kaldi(computer, samples):
    computer.accept_waveform(RATE, samples.tolist())
    computer.input_finished()
    rows = [computer.get_frame(i) for i in range(computer.num_frames_ready)]
    return numpy.array(rows).reshape(len(rows), -1)


def kaldi_log_mel(y):
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.dither = 0
    return kaldi(kaldi_native_fbank.OnlineFbank(options), y)


def kaldi_mfcc(y):
    options = kaldi_native_fbank.MfccOptions()
    options.frame_opts.dither = 0
    return kaldi(kaldi_native_fbank.OnlineMfcc(options), y)


def htk_mel(hertz):
    return 1127 * numpy.log(1 + hertz / 700)


def htk_log_mel(y, channels=26, window=400, length=512):
    """The HTK Book 3.4, sections 5.2 to 5.6, in double precision; a frame before the first whole one has none after the last."""
    y = numpy.asarray(y, "f8") * 32768
    count = 1 + (len(y) - window) // HOP if len(y) >= window else 0
    frames = numpy.stack([y[i * HOP:i * HOP + window] for i in range(count)]) if count else numpy.zeros((0, window))
    emphasised = frames.copy()
    emphasised[:, 1:] -= 0.97 * frames[:, :-1]
    emphasised[:, 0] *= 1 - 0.97
    n = numpy.arange(window)
    weighted = emphasised * (0.54 - 0.46 * numpy.cos(2 * numpy.pi * n / (window - 1)))
    magnitude = numpy.abs(numpy.fft.rfft(weighted, length))
    centres = numpy.arange(channels + 2) * htk_mel(RATE / 2) / (channels + 1)
    energies = numpy.zeros((count, channels))
    for bin in range(1, length // 2):
        mel = htk_mel(bin * RATE / length)
        below = int(numpy.searchsorted(centres, mel, side="right")) - 1
        weight = (centres[below + 1] - mel) / (centres[below + 1] - centres[below])
        if below >= 1:
            energies[:, below - 1] += weight * magnitude[:, bin]
        if below < channels:
            energies[:, below] += (1 - weight) * magnitude[:, bin]
    return numpy.log(numpy.maximum(energies, 1.0))


def htk_mfcc(y, count=12, lifter=22):
    energies = htk_log_mel(y)
    channels = energies.shape[1]
    j = numpy.arange(1, channels + 1)
    columns = []
    for i in range(1, count + 1):
        cepstrum = numpy.sqrt(2 / channels) * (energies * numpy.cos(numpy.pi * i / channels * (j - 0.5))).sum(axis=1)
        columns.append(cepstrum * (1 + lifter / 2 * numpy.sin(numpy.pi * i / lifter)))
    return numpy.stack(columns, axis=1)


ROWS = dict(
    spectral_centroid=lambda y: librosa.feature.spectral_centroid(y=y, sr=RATE, **FRAMES).T,
    spectral_bandwidth=lambda y: librosa.feature.spectral_bandwidth(y=y, sr=RATE, **FRAMES).T,
    spectral_rolloff=lambda y: librosa.feature.spectral_rolloff(y=y, sr=RATE, **FRAMES).T,
    spectral_flatness=lambda y: librosa.feature.spectral_flatness(y=y, **FRAMES).T,
    spectral_contrast=lambda y: librosa.feature.spectral_contrast(y=y, sr=RATE, **FRAMES).T,
    spectral_flux=flux,
    chroma=lambda y: librosa.feature.chroma_stft(y=y, sr=RATE, tuning=0.0, **FRAMES).T,
    rms=lambda y: librosa.feature.rms(y=y, frame_length=LENGTH, hop_length=HOP).T,
    zero_crossing_rate=lambda y: librosa.feature.zero_crossing_rate(y, frame_length=LENGTH, hop_length=HOP).T,
)

# (convention, groups, {descriptor: (reference, bound, relative)})
CHECKS = [
    ("librosa", "log-mel,mfcc", dict(log_mel=(log_mel, 5e-4, False), mfcc=(mfcc, 5e-4, False))),
    ("librosa", "spectral,chroma,energy,zero-crossing-rate", {name: (row, 1e-3, True) for name, row in ROWS.items()}),
    ("kaldi", "log-mel,mfcc", dict(log_mel=(kaldi_log_mel, 1e-3, False), mfcc=(kaldi_mfcc, 1e-3, False))),
    ("htk", "log-mel,mfcc", dict(log_mel=(htk_log_mel, 1e-3, False), mfcc=(htk_mfcc, 1e-3, False))),
]
