"""Golden values of each layer for Tests/NeuralTests, from PyTorch.

    python3 -m venv build/fixtures
    build/fixtures/bin/pip install torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu
    build/fixtures/bin/python Tests/Fixtures/neural_goldens.py

Weights, inputs and output gradients are multiples of 1/64, written as these multiples; PyTorch runs in double precision.
One JSON object a line, after a line with the versions: the case's name (its net is in GoldenTests.swift), the parameters under the
names that the engine gives them, outputs in training and (where it differs) inference, gradients, and running statistics after the
training pass. Training.jsonl holds what optimisers, losses and schedules make of given numbers, which stand in it too.
"""
import json
import pathlib
import platform

import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
BATCH, FRAMES, BANDS = 3, 7, 5
LENGTHS = [7, 2, 5]
generator = torch.Generator().manual_seed(5)


def exact(shape, low=-32, high=32):
    return torch.randint(low, high + 1, shape, generator=generator).double() / 64


class Statistics(nn.Module):
    """Mean and deviation over each utterance's frames, with weights that are softmaxes of scores."""

    def forward(self, x, scores=None):
        bounded = (lambda v: v + 1e-5) if scores is None else (lambda v: v.clamp(min=1e-5))
        scores = torch.zeros_like(x) if scores is None else scores
        padding = torch.arange(x.shape[1])[None, :, None] >= torch.tensor(LENGTHS)[:, None, None]
        weights = scores.masked_fill(padding, float("-inf")).softmax(1)
        mean = (weights * x).sum(1)
        variance = (weights * (x - mean[:, None]) ** 2).sum(1)
        return torch.cat([mean, bounded(variance).sqrt()], 1)


class AttentiveStatistics(nn.Module):
    def __init__(self, features, hidden):
        super().__init__()
        self.hidden, self.score = nn.Linear(features, hidden), nn.Linear(hidden, features)

    def forward(self, x):
        return Statistics()(x, self.score(torch.tanh(self.hidden(x))))


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, hidden):
        super().__init__()
        self.squeeze, self.excite = nn.Linear(channels, hidden), nn.Linear(hidden, channels)

    def forward(self, x):
        weights = torch.sigmoid(self.excite(functional.relu(self.squeeze(x.mean((2, 3))))))
        return x * weights[:, :, None, None]


class Residual(nn.Module):
    def __init__(self, layers, shortcut=None):
        super().__init__()
        self.layers, self.shortcut = layers, shortcut or nn.Sequential()

    def forward(self, x):
        return self.shortcut(x) + self.layers(x)


class Concatenation(nn.Module):
    def __init__(self, *ways):
        super().__init__()
        self.ways = nn.ModuleList(ways)

    def forward(self, x):
        return torch.cat([way(x) for way in self.ways], 1)


class Attention(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.attention = nn.MultiheadAttention(features, heads, batch_first=True)

    def forward(self, x):
        padding = torch.arange(x.shape[1])[None, :] >= torch.tensor(LENGTHS)[:, None]
        return self.attention(x, x, x, key_padding_mask=padding, need_weights=False)[0]


class Recurrent(nn.Module):
    """Each utterance for as long as it is; zeros after it."""

    def __init__(self, kind, features, both):
        super().__init__()
        self.cell = kind(BANDS, features, batch_first=True, bidirectional=both)

    def forward(self, x):
        packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(LENGTHS), batch_first=True, enforce_sorted=False)
        return nn.utils.rnn.pad_packed_sequence(self.cell(packed)[0], batch_first=True, total_length=x.shape[1])[0]


class Image(nn.Module):
    def forward(self, x):
        return x[:, None]


class Frames(nn.Module):
    """A picture as a sequence."""

    def forward(self, x):
        return x.transpose(1, 2).flatten(2)


class Over(nn.Module):
    """A module for channels × frames, on frames × features."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.transpose(1, 2)).transpose(1, 2)


class GlobalAverage(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


def cases():
    seq, conv = nn.Sequential, nn.Conv2d
    yield "linear", seq(nn.Linear(BANDS, 4))
    yield "convolution", seq(Image(), conv(1, 9, 3, padding=1, stride=(2, 1)))
    yield "dilated convolution", seq(Image(), conv(1, 2, 3, padding=(2, 3), dilation=(2, 3), bias=False))
    yield "depthwise convolution", seq(Image(), conv(1, 4, 1), conv(4, 4, 3, padding=1, groups=4))
    yield "grouped convolution", seq(Image(), conv(1, 4, 1), conv(4, 6, (3, 1), padding=(1, 0), groups=2))
    yield "convolution over frames", seq(Over(nn.Conv1d(BANDS, 4, 5, padding=2, stride=2)))
    yield "batch normalisation", seq(Image(), conv(1, 3, 1), nn.BatchNorm2d(3))
    yield "batch normalisation of a sequence", seq(Over(nn.BatchNorm1d(BANDS)))
    yield "layer normalisation", seq(nn.LayerNorm(BANDS))
    for name, module in [
            ("relu", nn.ReLU()), ("gelu", nn.GELU()), ("silu", nn.SiLU()), ("sigmoid", nn.Sigmoid()), ("tanh", nn.Tanh())]:
        yield name, seq(nn.Linear(BANDS, 2), module)
    yield "maximum pooling", seq(Image(), conv(1, 3, 3, padding=1), nn.MaxPool2d((2, 2)))
    yield "average pooling", seq(Image(), conv(1, 3, 3, padding=1), nn.AvgPool2d((3, 1)))
    yield "global average", seq(Image(), conv(1, 3, 3, padding=1), GlobalAverage())
    yield "picture as a sequence", seq(Image(), conv(1, 3, 3, padding=1), Frames(), nn.Linear(3 * BANDS, 2))
    yield "residual", seq(Image(), Residual(
        seq(conv(1, 4, 3, padding=1, stride=2), nn.ReLU(), conv(4, 4, 3, padding=1)), seq(conv(1, 4, 1, stride=2))))
    yield "squeeze-excitation", seq(Image(), conv(1, 6, 3, padding=1), SqueezeExcitation(6, 3))
    yield "concatenation", seq(Image(), Concatenation(
        seq(conv(1, 3, 3, padding=1), nn.Tanh()), seq(conv(1, 2, (5, 1), padding=(2, 0)))))
    yield "lstm", seq(Recurrent(nn.LSTM, 3, False))
    yield "bidirectional lstm", seq(Recurrent(nn.LSTM, 3, True))
    yield "gru", seq(Recurrent(nn.GRU, 3, False))
    yield "bidirectional gru", seq(Recurrent(nn.GRU, 3, True))
    yield "attention", seq(nn.Linear(BANDS, 6), Attention(6, 2))
    yield "statistics", seq(Statistics())
    yield "attentive statistics", seq(AttentiveStatistics(BANDS, 3))
    yield "cnn", seq(
        Image(), conv(1, 6, 3, padding=1, bias=False), nn.BatchNorm2d(6), nn.ReLU(), nn.MaxPool2d(2),
        conv(6, 9, 3, padding=1, bias=False), nn.BatchNorm2d(9), nn.ReLU(), GlobalAverage(), nn.Linear(9, 4))


def name_here(name):
    """The engine's name of a parameter."""
    for there, here in [
            ("module.", ""), ("ways.", ""), ("cell.", ""), ("_l0", ""), ("attention.in_proj_", "in."),
            ("attention.out_proj.", "out.")]:
        name = name.replace(there, here)
    return name


def multiples(tensor):
    return [round(64 * value) for value in tensor.detach().flatten().tolist()]


def flat(tensor):
    return [float(f"{value:.6g}") for value in tensor.detach().flatten().tolist()]


def golden(name, net):
    state = {key: value for key, value in net.state_dict().items() if not key.endswith("num_batches_tracked")}
    for key, value in state.items():
        is_scale = key.endswith("var") or (key.endswith("weight") and value.dim() == 1)
        value.copy_(exact(value.shape, 32, 96) if is_scale else exact(value.shape))
    weights = {name_here(key): multiples(value) for key, value in state.items()}
    x = exact((BATCH, FRAMES, BANDS)).requires_grad_()
    net.eval()
    inference = net(x)
    net.train()
    training = net(x)
    direction = exact(training.shape)
    training.backward(direction)
    after = {name_here(key): flat(value) for key, value in state.items() if "running" in key}
    differs = {"inference": flat(inference)} if after else {}
    return {
        "name": name, "weights": weights, "input": multiples(x), "training": flat(training), **differs,
        "outputGradient": multiples(direction), "inputGradient": flat(x.grad),
        "gradients": {name_here(key): flat(value.grad) for key, value in net.named_parameters()}, "after": after,
    }


def optimizer(name, make, norm):
    """Five steps with given gradients of a 3 × 4 weight, which decays, and a bias, which does not."""
    parameters = [nn.Parameter(exact((3, 4))), nn.Parameter(exact((3,)))]
    before = [multiples(parameter) for parameter in parameters]
    rule = make(parameters)
    gradients = []
    for _ in range(5):
        for parameter in parameters:
            parameter.grad = exact(parameter.shape, -128, 128)
        gradients.append([multiples(parameter.grad) for parameter in parameters])
        if norm is not None:
            nn.utils.clip_grad_norm_(parameters, norm)
        rule.step()
    return {"name": name, "before": before, "gradients": gradients, "after": [flat(parameter) for parameter in parameters]}


def loss(name, smoothing):
    """Three utterances of five classes: one-hot, mixed and even targets."""
    scores = exact((3, 5), -256, 256).requires_grad_()
    targets = torch.tensor([[0, 1, 0, 0, 0], [0.75, 0, 0.25, 0, 0], [0.25, 0, 0.25, 0, 0.5]])
    value = functional.cross_entropy(scores, targets, label_smoothing=smoothing)
    value.backward()
    return {
        "name": name, "before": [multiples(scores), multiples(targets)], "gradients": [], "after": [[value.item()], flat(scores.grad)]}


def schedule(name, make, steps=1000):
    """The share of the highest rate at every hundredth step."""
    rule = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1)
    rates, scheduler = [], make(rule, steps)
    for _ in range(steps):
        rates.append(rule.param_groups[0]["lr"])
        rule.step()
        scheduler.step()
    return {"name": name, "before": [], "gradients": [], "after": [[float(f"{rate:.6g}") for rate in rates[::100]]]}


def training_cases():
    optim = torch.optim
    yield optimizer("sgd", lambda p: optim.SGD(p, lr=0.1, momentum=0.9), None)
    yield optimizer(
        "adamW", lambda p: optim.AdamW([{"params": p[:1], "weight_decay": 0.5}, {"params": p[1:], "weight_decay": 0}], lr=0.1), 1)
    yield loss("cross-entropy", 0)
    yield loss("label smoothing", 0.1)
    yield schedule("cosine", optim.lr_scheduler.CosineAnnealingLR)
    yield schedule("oneCycle", lambda rule, steps: optim.lr_scheduler.OneCycleLR(rule, 1, steps, pct_start=0.25))


def write(name, versions, cases):
    lines = [json.dumps({"made by": "Tests/Fixtures/neural_goldens.py", "versions": versions})]
    lines += [json.dumps(case, separators=(",", ":")) for case in cases]
    target = pathlib.Path(__file__).resolve().parent.parent / "NeuralTests" / "Golden" / name
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(lines) + "\n")
    print(f"{name}: {len(lines) - 1} cases, {target.stat().st_size} bytes, {versions}")


def main():
    versions = {"torch": torch.__version__, "python": platform.python_version()}
    write("layers.jsonl", versions, (golden(name, net) for name, net in cases()))
    write("training.jsonl", versions, training_cases())


if __name__ == "__main__":
    main()
