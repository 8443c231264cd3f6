"""The usual way to serve such a model: FastAPI on uvicorn (uvloop, httptools), soundfile to decode, PyTorch to judge.

server_uploads.py starts it; PEER says how the voice is measured, each being what is commonly written in Python:

* librosa: 16 MFCC with two deltas, centroid, bandwidth, roll-off, flatness, contrast, energy, zero crossings, pitch (yin: the quick one,
  since pyin takes a second a clip), and twelve functionals of each: some 735 numbers, as many as our model hears.
* praat: the same, with Praat's pitch and intensity (parselmouth) in place of librosa's yin and energy: our model too hears a path through
  the candidates of an autocorrelation (Boersma 1993), and Praat's intensity. The nearest to the same model.
* opensmile: the 88 functionals of eGeMAPSv02, by openSMILE's own C++.
* torch: 16 MFCC with two deltas and ten spectral descriptors by torch.stft alone, twelve functionals; no pitch. The leanest that is
  still the same kind of thing.

The net is that of our model `open`: the mean of three of linear layers 735-768-384-6 with batch normalisation (their first layers as
wide as the features are many), with random weights, which cost the same. None of the three looks for speech, measures quality, cuts at pauses or explains, which
our server does in the same time.
"""
import io
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
import soundfile
import soxr
import torch
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool

LABELS = ("anger", "disgust", "fear", "happiness", "neutral", "sadness")
RATE = 16000
KIND = os.environ.get("PEER", "librosa")
torch.set_num_threads(1)
torch.manual_seed(1)


def decode(data):
    sound, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    sound = sound.mean(1)
    return sound if rate == RATE else soxr.resample(sound, rate, RATE)


def librosa_pitch(sound):
    import librosa

    energy = librosa.feature.rms(y=sound, frame_length=1024, hop_length=160)
    return [energy, librosa.yin(sound, fmin=60, fmax=500, sr=RATE, frame_length=1024, hop_length=160)[None]]


def praat_pitch(sound):
    import parselmouth

    voice = parselmouth.Sound(sound.astype(np.float64), RATE)
    pitch = voice.to_pitch_ac(time_step=0.01, pitch_floor=75, pitch_ceiling=600)
    intensity = voice.to_intensity(minimum_pitch=100, time_step=0.01)
    frames, times = 1 + len(sound) // 160, np.arange(1 + len(sound) // 160) * 0.01
    rows = [(intensity.xs(), intensity.values[0]), (pitch.xs(), pitch.selected_array["frequency"]), (pitch.xs(), pitch.selected_array["strength"])]
    return [np.interp(times, x, y)[None, :frames] for x, y in rows]


def with_librosa(pitch=librosa_pitch):
    import librosa
    from scipy import stats

    shared = dict(n_fft=1024, hop_length=160)

    def measure(sound):
        spectrum = np.abs(librosa.stft(sound, win_length=640, **shared))
        mel = librosa.feature.melspectrogram(S=spectrum**2, sr=RATE, n_mels=40, fmin=60, fmax=5000)
        mfcc = librosa.feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=16)
        rows = [
            mfcc, librosa.feature.delta(mfcc), librosa.feature.delta(mfcc, order=2),
            librosa.feature.spectral_centroid(S=spectrum, sr=RATE), librosa.feature.spectral_bandwidth(S=spectrum, sr=RATE),
            librosa.feature.spectral_rolloff(S=spectrum, sr=RATE), librosa.feature.spectral_flatness(S=spectrum),
            librosa.feature.spectral_contrast(S=spectrum, sr=RATE, fmin=100),
            librosa.feature.zero_crossing_rate(sound, frame_length=1024, hop_length=160), *pitch(sound)]
        frames = np.vstack(rows)
        return np.concatenate([
            frames.mean(1), frames.std(1), *np.percentile(frames, [5, 25, 50, 75, 95], axis=1), stats.skew(frames, 1),
            stats.kurtosis(frames, 1), frames.min(1), frames.max(1), frames[:, -1] - frames[:, 0]])

    return measure


def with_opensmile():
    import opensmile

    smile = opensmile.Smile(opensmile.FeatureSet.eGeMAPSv02, opensmile.FeatureLevel.Functionals)
    return lambda sound: smile.process_signal(sound, RATE).to_numpy()[0]


def with_torch():
    import librosa

    window = torch.hann_window(640)
    bank = torch.tensor(librosa.filters.mel(sr=RATE, n_fft=1024, n_mels=40, fmin=60, fmax=5000))
    cosines = torch.tensor(np.array([[np.cos(np.pi * k * (2 * n + 1) / 80) for n in range(40)] for k in range(16)]), dtype=torch.float32)
    frequency = torch.linspace(0, RATE / 2, 513)[:, None]

    def delta(rows):
        return torch.nn.functional.pad(rows[:, 2:] - rows[:, :-2], (1, 1)) / 2

    @torch.inference_mode()
    def measure(sound):
        power = torch.stft(torch.from_numpy(sound), 1024, 160, 640, window, return_complex=True).abs() ** 2
        mfcc = cosines @ (10 * torch.log10(bank @ power + 1e-10))
        total = power.sum(0) + 1e-10
        centroid = (frequency * power).sum(0) / total
        width = (((frequency - centroid) ** 2 * power).sum(0) / total).sqrt()
        summed = power.cumsum(0) / total
        rolls = [(summed < share).sum(0).float() for share in (0.25, 0.5, 0.85, 0.95)]
        flatness = (torch.log(power + 1e-10).mean(0)).exp() / (total / 513)
        change = torch.nn.functional.pad((power[:, 1:] - power[:, :-1]).abs().sum(0), (1, 0))
        rows = torch.vstack([mfcc, delta(mfcc), delta(delta(mfcc)), centroid, width, *rolls, flatness, change, total.log(), total.sqrt()])
        middle = rows.mean(1, keepdim=True)
        spread = rows.std(1, keepdim=True) + 1e-9
        scaled = (rows - middle) / spread
        points = torch.quantile(rows, torch.tensor([0.05, 0.25, 0.5, 0.75, 0.95]), dim=1)
        return torch.cat([
            middle[:, 0], spread[:, 0], *points, (scaled**3).mean(1), (scaled**4).mean(1), rows.amin(1), rows.amax(1),
            rows[:, -1] - rows[:, 0]]).numpy()

    return measure


measure = {"librosa": with_librosa, "praat": lambda: with_librosa(praat_pitch), "opensmile": with_opensmile, "torch": with_torch}[KIND]()
WIDTH = min(735, len(measure(np.random.default_rng(1).normal(size=3 * RATE).astype(np.float32) / 10)))


def member():
    return torch.nn.Sequential(
        torch.nn.Linear(WIDTH, 768, bias=False), torch.nn.BatchNorm1d(768), torch.nn.ReLU(), torch.nn.Linear(768, 384, bias=False),
        torch.nn.BatchNorm1d(384), torch.nn.ReLU(), torch.nn.Linear(384, len(LABELS)))


net = torch.nn.ModuleList(member() for _ in range(3)).eval()
app = FastAPI()


def judge(data):
    sound = decode(data)
    with torch.inference_mode():
        features = torch.from_numpy(np.nan_to_num(measure(sound)[:WIDTH].astype(np.float32)))[None]
        shares = torch.softmax(sum(part(features) for part in net) / len(net), 1)[0].tolist()
    best = int(np.argmax(shares))
    return {"duration": len(sound) / RATE, "emotion": LABELS[best], "confidence": shares[best], "probabilities": dict(zip(LABELS, shares))}


@app.post("/v1/recognize")
async def recognize(request: Request):
    return await run_in_threadpool(judge, await request.body())


@app.get("/healthz")
async def health():
    return {"status": "ok"}
