"""Nets beside PyTorch: the same nets, batches and threads, in one run.

    Benchmarks/python.sh Benchmarks/neural_speed.py [--write FILE.md]

Builds the Swift side (Benchmarks/Package.swift, NeuralBenchmark) and times in turn, three rounds of each side: a training step
(32 utterances of 300 frames × 64 bands: forward, cross-entropy, backward, AdamW) and the inference of one utterance of 3 s, with
two threads on both sides, ours with pictures in either format (single precision in both where the processor has no bfloat16).
PyTorch runs in its default layout and in channels_last, in inference mode for the latter. What is printed is the median over all
rounds. The processor's peak is taken to be what PyTorch's matrix product of 2048 × 2048 reaches; the share of it is the convolutions'
multiply-adds (forward and both gradients) over the time that oneDNN reports for them, and over our whole step.
"""
import os, pathlib, platform, statistics, subprocess, sys, time

THREADS = 2
os.environ["OMP_NUM_THREADS"] = str(THREADS)

import torch
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
ROUNDS = 3
STEPS, CLIPS = 5, 60
# Steps of NeuralBenchmark that do not count.
WARM_UP = 5
OURS, PEERS = ("bfloat16", "single"), ("channels_last", "default")


def block(inputs, outputs):
    return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2)]


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(*block(1, 32), *block(32, 64), *block(64, 128), *block(128, 128))
        self.head = nn.Linear(128, 6)

    def forward(self, x):
        return self.head(self.body(x[:, None]).mean((2, 3)))


class AttentiveStatistics(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.hidden, self.score = nn.Linear(features, hidden), nn.Linear(hidden, features)

    def forward(self, x):
        weights = torch.softmax(self.score(torch.tanh(self.hidden(x))), 1)
        mean = (weights * x).sum(1)
        return torch.cat([mean, ((weights * x * x).sum(1) - mean * mean).clamp(min=1e-5).sqrt()], 1)


class BiLstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.LSTM(64, 128, batch_first=True, bidirectional=True)
        self.pool, self.head = AttentiveStatistics(256, 128), nn.Linear(512, 6)

    def forward(self, x):
        return self.head(self.pool(self.body(x)[0]))


class TransformerLayer(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.between = nn.LayerNorm(128), nn.LayerNorm(128)
        self.attention = nn.MultiheadAttention(128, 4, batch_first=True)
        self.feed = nn.Sequential(nn.Linear(128, 256), nn.GELU(), nn.Linear(256, 128))

    def forward(self, x):
        y = self.before(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        return x + self.feed(self.between(x))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(*block(1, 32), *block(32, 64))
        self.narrow = nn.Linear(64 * 16, 128)
        self.layers = nn.Sequential(TransformerLayer(), TransformerLayer())
        self.head = nn.Linear(256, 6)

    def forward(self, x):
        y = self.body(x[:, None])
        y = self.layers(self.narrow(y.permute(0, 2, 1, 3).flatten(2)))
        return self.head(torch.cat([y.mean(1), (y.var(1, unbiased=False) + 1e-5).sqrt()], 1))


NETS = {"cnn": Cnn, "bilstm": BiLstm, "transformer": Transformer}


def torch_times(name, purpose, layout):
    torch.manual_seed(1)
    net = NETS[name]().to(memory_format=layout)
    x = torch.randn(32 if purpose == "step" else 1, 300, 64)
    if purpose == "clip":
        net.eval()
        with torch.inference_mode():
            return timed(lambda: net(x), CLIPS)
    targets = torch.arange(32) % 6
    optimizer, loss = torch.optim.AdamW(net.parameters(), 1e-3), nn.CrossEntropyLoss()

    def step():
        optimizer.zero_grad()
        loss(net(x), targets).backward()
        optimizer.step()

    return timed(step, STEPS)


def timed(work, count):
    for _ in range(2):
        work()
    times = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return times


def our_times(program, name, purpose, numbers):
    count = STEPS if purpose == "step" else CLIPS
    lines = subprocess.run([program, name, purpose, str(count), numbers], check=True, capture_output=True, text=True).stdout
    return [float(line) for line in lines.split()]


def peak():
    """Thousand million multiply-adds a second of a large matrix product."""
    a, b = torch.randn(2048, 2048), torch.randn(2048, 2048)
    return 2048**3 / min(timed(lambda: a @ b, 10)) * 1e3 / 1e9


def convolution_work():
    """Multiply-adds of the CNN's convolutions in one training step, in thousand millions."""
    work, frames, bands, inputs = 0, 300, 64, 1
    for index, outputs in enumerate((32, 64, 128, 128)):
        # The first convolution has no gradient by its input.
        work += (2 if index == 0 else 3) * 9 * inputs * outputs * frames * bands
        frames, bands, inputs = frames // 2, bands // 2, outputs
    return 32 * work / 1e9


def convolution_time(program, numbers):
    """Milliseconds of a training step that oneDNN says it is in the CNN's convolutions."""
    verbose = dict(os.environ, ONEDNN_VERBOSE="1", DNNL_VERBOSE="1")
    lines = subprocess.run([program, "cnn", "step", str(STEPS), numbers], check=True, capture_output=True, text=True, env=verbose).stdout
    times = [float(line.rsplit(",", 1)[1]) for line in lines.splitlines() if ",exec,cpu,convolution," in line]
    return sum(times) / (STEPS + WARM_UP)


def main():
    torch.set_num_threads(THREADS)
    subprocess.run(["swift", "build", "-c", "release", "--product", "NeuralBenchmark"], cwd=HERE, check=True, stdout=sys.stderr)
    program = str(HERE / ".build" / "release" / "NeuralBenchmark")
    sides = {
        "bfloat16": lambda name, purpose: our_times(program, name, purpose, "bfloat16"),
        "single": lambda name, purpose: our_times(program, name, purpose, "single"),
        "channels_last": lambda name, purpose: torch_times(name, purpose, torch.channels_last),
        "default": lambda name, purpose: torch_times(name, purpose, torch.contiguous_format),
    }
    lines = [
        f"{platform.platform()}, {cpu()}, {THREADS} threads, PyTorch {torch.__version__}.", "",
        "| net | | bfloat16, ms | single, ms | PyTorch channels_last, ms | PyTorch default, ms | bfloat16, times faster | "
        "single, times faster |", "|---|---|---|---|---|---|---|---|",
    ]
    step = {}
    for name in NETS:
        for purpose in ("step", "clip"):
            times = {side: [] for side in sides}
            for _ in range(ROUNDS):
                for side, run in sides.items():
                    times[side] += run(name, purpose)
            median = {side: statistics.median(found) for side, found in times.items()}
            if purpose == "step":
                step[name] = median
            what = "training step of 32 × 300 frames" if purpose == "step" else "one clip of 3 s"
            lines.append(
                f"| {name} | {what} | " + " | ".join(f"{median[side]:.2f}" for side in sides) + " | "
                + " | ".join(", ".join(f"{median[peer] / median[own]:.1f}" for peer in PEERS) for own in OURS) + " |")
            print(lines[-1], file=sys.stderr)
    highest, work = peak(), convolution_work()
    lines += ["", f"A large matrix product of single precision reaches {highest:.0f} thousand million multiply-adds a second."]
    for numbers in OURS:
        within, over = convolution_time(program, numbers), 1e3 * work / step["cnn"][numbers]
        lines.append(
            f"In {numbers} the CNN's convolutions take {within:.0f} ms of a step and reach {1e3 * work / within:.0f}, "
            f"{1e5 * work / within / highest:.0f} % of it; over the whole step it is {over:.0f}, {100 * over / highest:.0f} %.")
    text = "\n".join(lines)
    print(text)
    if len(sys.argv) == 3 and sys.argv[1] == "--write":
        page = pathlib.Path(sys.argv[2])
        before, after = "<!-- speed -->\n", "<!-- /speed -->"
        old = page.read_text()
        page.write_text(old[: old.index(before) + len(before)] + text + "\n" + old[old.index(after):])


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


main()
