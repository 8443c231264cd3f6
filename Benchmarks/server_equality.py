"""The same answer whichever way a recording comes: uploaded, live in messages of any length, or given to the command line.

    UNDERTONE_CORPORA=DIR Benchmarks/python-server.sh Benchmarks/server_equality.py [--clips 50] [--seed 6] [--write]

Every clip is decoded once, to 16-bit samples at 16 kHz, so that all ways get the same samples. The figures must be identical JSON but
for the path: of `undertone predict`, of POST /v1/recognize (raw and as a form), and of the summaries of /v1/stream in messages of
20 ms, of 100 ms, and of random lengths, odd ones too. Exit status 0 if they are.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from server_common import TOOL, Server, Stream, clips, machine, multipart, report, samples, wav


def live(server, sound, lengths, **settings):
    """The events of a stream, sent as fast as it goes."""
    data, at = sound.tobytes(), 0
    with Stream(server, **settings) as stream:
        for length in lengths:
            stream.sound(data[at:at + length])
            at += length
            if at >= len(data):
                break
        stream.end()
        events = list(stream)
        return events, stream.close_code


def evenly(length):
    while True:
        yield length


def randomly(generator):
    while True:
        yield generator.choice([1, 2, 3, 7, 160, 1001, 3200, 16000, 100_001]) if generator.random() < 0.5 else generator.randint(1, 9000)


def figures(prediction):
    """Everything but the name, as text: identical means identical."""
    return json.dumps({key: value for key, value in prediction.items() if key != "path"}, sort_keys=True)


def difference(a, b):
    a, b = json.loads(a), json.loads(b)
    keys = [key for key in sorted(a.keys() | b.keys()) if a.get(key) != b.get(key)]
    return "; ".join(f"{key}: {json.dumps(a.get(key))[:200]} != {json.dumps(b.get(key))[:200]}" for key in keys)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--clips", type=int, default=50)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    wrong, seconds, moments = {}, 0.0, 0
    with tempfile.TemporaryDirectory() as folder, Server("--rate", "0") as server:
        paths = []
        for number, clip in enumerate(clips(arguments.clips, arguments.seed)):
            path = pathlib.Path(folder) / f"{number:03}-{clip.stem}.wav"
            path.write_bytes(wav(samples(clip)))
            paths.append(path)
        output = subprocess.run([TOOL, "predict", *paths, "--format", "json"], check=True, capture_output=True, text=True).stdout
        library = [json.loads(line) for line in output.splitlines()]
        for path, truth in zip(paths, library):
            data, sound = path.read_bytes(), samples(path)
            seconds += truth["duration"]
            answers = {}
            _, _, body = server.request("POST", "/v1/recognize", data, {"Content-Type": "audio/wav"})
            answers["upload"] = json.loads(body)
            form, kind = multipart(data, path.name)
            _, _, body = server.request("POST", "/v1/recognize", form, {"Content-Type": kind})
            answers["form"] = json.loads(body)
            if answers["form"].get("path") != path.name:
                wrong.setdefault("form's file name", []).append(path.name)
            series = {}
            for name, lengths in (("20 ms", evenly(640)), ("100 ms", evenly(3200)), ("random", randomly(generator))):
                events, code = live(server, sound, lengths)
                if code != 1000 or not events or events[-1]["event"] != "end":
                    wrong.setdefault(f"{name}: end", []).append(f"{path.name}: close {code}, {events[-1:]}")
                    continue
                answers[name] = events[-1]["summary"]
                series[name] = [json.dumps(e, sort_keys=True) for e in events if e["event"] == "moment"]
                moments += len(series[name])
            for name, answer in answers.items():
                if figures(answer) != figures(truth):
                    wrong.setdefault(name, []).append(f"{path.name}: {difference(figures(answer), figures(truth))}")
            if len({json.dumps(s) for s in series.values()}) > 1:
                wrong.setdefault("moments", []).append(path.name)
    for way, clips_ in wrong.items():
        print(f"{way}: {len(clips_)} clips differ, such as {clips_[0]}")
    verdict = "identical" if not wrong else "NOT identical: " + ", ".join(f"{way} ({len(c)})" for way, c in wrong.items())
    report("equality", f"{arguments.clips} clips, {seconds:.0f} s of speech, by `undertone predict`, by upload, by form, and live in "
           f"messages of 20 ms, 100 ms and random lengths ({moments} moments): {verdict}. ({machine()})", arguments.write)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
