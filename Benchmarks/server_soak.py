"""Does memory stay where it is? Minutes of mixed load, resident memory and open descriptors sampled every ten seconds.

    Benchmarks/python-server.sh Benchmarks/server_soak.py [--minutes 10] [--streams 20] [--write]

The load: live voices in real time (s16le at 16 and 48 kHz, f32le, mu-law), each ending well or without a word after 10 to 40 s and coming
again; beside them uploads, raw and as forms, of every format of the samples, with and without explanation; features; malformed requests;
lists of models and metrics; and a store with its history. Exit status 0 if memory after the first minute stays within 5 % of what it was
then, and every answer was the one expected.
"""
import argparse
import json
import pathlib
import random
import sys
import tempfile
import threading
import time

from server_common import ROOT, Server, Stream, machine, multipart, report, samples, typed_error


class Load:
    def __init__(self, server, seed):
        self.server, self.generator, self.stopping = server, random.Random(seed), threading.Event()
        self.counts, self.wrong, self.lock = {}, [], threading.Lock()
        import numpy as np

        parts = [samples(ROOT / "Samples" / name, 48000) for name in ("changing-voice.flac", "level-voice.wav")]
        high = np.concatenate(parts)
        low = np.concatenate([samples(ROOT / "Samples" / name) for name in ("changing-voice.flac", "level-voice.wav")])
        # Mu-law by G.711's formula; it need not be bit-exact here.
        x = low[::2].astype(float) / 32768
        code = np.sign(x) * np.log1p(255 * np.abs(x)) / np.log(256)
        mulaw = (~((np.abs(code) * 127).astype(np.uint8) | np.where(x < 0, 0x80, 0).astype(np.uint8))).astype(np.uint8)
        self.voices = [
            ("s16le", 16000, low.tobytes(), 3200), ("s16le", 48000, high.tobytes(), 9600),
            ("f32le", 16000, (low / 32768).astype("<f4").tobytes(), 6400), ("mulaw", 8000, mulaw.tobytes(), 800)]
        self.files = [path for path in sorted((ROOT / "Samples").iterdir()) if path.suffix in {".flac", ".wav", ".ogg"}]

    def count(self, what, good, detail=""):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1
            if not good:
                self.wrong.append(f"{what}: {detail}")

    def voice(self, seed):
        generator = random.Random(seed)
        while not self.stopping.is_set():
            encoding, rate, sound, size = generator.choice(self.voices)
            at, number = generator.randrange(len(sound) // size) * size, generator.randint(100, 400)
            try:
                with Stream(self.server, encoding=encoding, rate=rate, hop=generator.choice([1, 1, 2])) as stream:
                    answers = []
                    reader = threading.Thread(target=lambda: answers.extend(stream))
                    reader.start()
                    begin = time.perf_counter()
                    for step in range(number):
                        if self.stopping.wait(max(0, begin + 0.1 * step - time.perf_counter())):
                            break
                        stream.sound(sound[at:at + size])
                        at = (at + size) % (len(sound) - size)
                    if generator.random() < 0.3:
                        stream.socket.shutdown(2)
                        reader.join()
                        self.count("streams broken off", True)
                    else:
                        stream.end()
                        reader.join(20)
                        good = bool(answers) and answers[-1]["event"] == "end" and stream.close_code == 1000
                        self.count("streams", good, f"{answers[-1:]} {stream.close_code}")
            except OSError as error:
                self.count("streams", False, f"{error!r}")

    def ask(self, seed):
        generator = random.Random(seed)
        while not self.stopping.wait(generator.random()):
            what = generator.choice(["upload", "form", "features", "bad", "small", "history"])
            path = generator.choice(self.files)
            data = path.read_bytes()
            try:
                if what == "upload":
                    got = self.server.request("POST", "/v1/recognize?explain=" + generator.choice(["true", "false"]), data)
                    good = got[0] == 200 and "emotion" in json.loads(got[2])
                elif what == "form":
                    form, kind = multipart(data, path.name)
                    got = self.server.request("POST", "/v1/recognize", form, {"Content-Type": kind})
                    good = got[0] == 200 and json.loads(got[2])["path"] == path.name
                elif what == "features":
                    got = self.server.request("POST", "/v1/features?set=prosody&level=" + generator.choice(["frames", "functionals"]), data)
                    good = got[0] == 200
                elif what == "bad":
                    got = self.server.request("POST", "/v1/recognize", generator.randbytes(generator.randint(1, 100_000)))
                    good = got[0] in (415, 422) and typed_error(got[2]) is not None
                elif what == "small":
                    got = self.server.request("GET", generator.choice(["/v1/models", "/metrics", "/healthz", "/"]))
                    good = got[0] == 200
                else:
                    got = self.server.request("GET", "/v1/history?limit=20")
                    good = got[0] == 200
                    if good and generator.random() < 0.05:
                        good = self.server.request("DELETE", "/v1/history")[0] == 204
                self.count(what, good, f"{got[0]} {got[2][:200]}")
            except (OSError, ValueError) as error:
                self.count(what, False, f"{path.name}: {error!r}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--streams", type=int, default=20)
    parser.add_argument("--askers", type=int, default=3)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--rate", "0", "--log-level", "warning", "--store", pathlib.Path(folder) / "results.sqlite"]
        with Server(*options) as server:
            load = Load(server, 1)
            threads = [threading.Thread(target=load.voice, args=(n,)) for n in range(arguments.streams)]
            threads += [threading.Thread(target=load.ask, args=(100 + n,)) for n in range(arguments.askers)]
            for thread in threads:
                thread.start()
            begin, rows = time.perf_counter(), []
            while (now := time.perf_counter() - begin) < 60 * arguments.minutes:
                time.sleep(max(0, min(arguments.every, 60 * arguments.minutes - now)))
                if not server.alive:
                    raise SystemExit(f"The server died:\n{server.output()[-2000:]}")
                rows.append((time.perf_counter() - begin, server.memory(), server.descriptor_count(), server.thread_count()))
                print("{:6.0f} s {:8.1f} MB {:5} descriptors {:4} threads".format(*rows[-1]), file=sys.stderr, flush=True)
            load.stopping.set()
            for thread in threads:
                thread.join(60)
            time.sleep(1)
            left = server.descriptor_count()
    later = [row[1] for row in rows if row[0] >= min(60, rows[-1][0] / 2)]
    growth = 100 * (max(later) / later[0] - 1)
    for line in load.wrong[:20]:
        print("wrong:", line, file=sys.stderr)
    counts = ", ".join(f"{count} {what}" for what, count in sorted(load.counts.items()))
    report("soak", f"{arguments.minutes:g} minutes, {arguments.streams} live voices in real time beside {counts}; {len(load.wrong)} not answered as "
           f"expected. Resident memory {later[0]:.0f} MB after the first minute, then {min(later):.0f} to {max(later):.0f} MB "
           f"({growth:+.1f} % at most), {later[-1]:.0f} MB at the end; {max(r[2] for r in rows)} descriptors at most, {left} once all was quiet; "
           f"{max(r[3] for r in rows)} threads. ({machine()})", arguments.write)
    sys.exit(0 if growth <= 5 and not load.wrong else 1)


if __name__ == "__main__":
    main()
