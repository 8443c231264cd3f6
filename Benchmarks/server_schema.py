"""Does the server do what its OpenAPI document says? schemathesis asks it, with all its checks.

    Benchmarks/python-server.sh Benchmarks/server_schema.py [--examples 100] [--seed 6] [--document FILE] [--write]

The document is read from the running server, unless another is named, and validated first. schemathesis makes up requests from it, right and wrong ones, and holds
the answers against it: status codes, content types, headers and bodies. Two things it cannot know are told to it: what the bytes of a
recording are (short WAV files of noise and tones, made from its own random choices), and that some requests which are right by the
document may still be refused (an unknown model, a set of features that there is not, a stream that is no WebSocket). It runs twice:
without a token and with a store, and with a token and without a store. Exit status 0 if it finds nothing.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from server_common import Server, machine, report

TOKEN = "schemathesis-shows-this-token"
CONFIGURATION = """
[checks]
# Right by the document, and yet: no such model or set (400, 404), no store (404), not a handshake (426).
positive_data_acceptance.expected-statuses = ["2xx", "400", "401", "403", "404", "415", "422", "426"]

[phases.stateful]
enabled = false
"""
HOOKS = '''
import math
import random
import struct

import schemathesis
from hypothesis import strategies as st
from schemathesis.specs.openapi import media_types


def recording(choice):
    seed, seconds, rate = choice
    generator = random.Random(seed)
    pitch = generator.uniform(80, 400)
    sound = b"".join(
        struct.pack("<h", int(9000 * math.sin(2 * math.pi * pitch * n / rate) + generator.gauss(0, 300))) for n in range(int(seconds * rate)))
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(sound), b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16, b"data",
                       len(sound)) + sound


recordings = st.tuples(st.integers(0, 9), st.sampled_from([0.2, 0.5, 1.5]), st.sampled_from([8000, 16000, 44100])).map(recording)
for name in ("application/octet-stream", "audio/*", "audio/wav"):
    schemathesis.openapi.media_type(name, recordings)
'''


def run(server, folder, arguments, headers=()):
    command = [pathlib.Path(sys.executable).with_name("schemathesis"), "--config-file", folder / "schemathesis.toml", "run",
               folder / "openapi.yaml", "--url", server.url, "--checks", "all", "--max-examples", arguments.examples, "--seed", arguments.seed,
               "--request-timeout", 20, "--continue-on-failure", "--no-color", "--suppress-health-check", "all",
               *(part for header in headers for part in ("--header", header))]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "undertone_hooks", "PYTHONPATH": str(folder)}
    done = subprocess.run([str(c) for c in command], env=environment, cwd=folder, capture_output=True, text=True)
    print(done.stdout[-20000:], done.stderr[-3000:], sep="\n", file=sys.stderr, flush=True)
    found = re.search(r"\d+ generated[^\n]*", done.stdout)
    return done.returncode, found[0] if found else "no summary"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--document", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "schemathesis.toml").write_text(CONFIGURATION)
        (folder / "undertone_hooks.py").write_text(HOOKS)
        with Server("--rate", "0", "--log-level", "error", "--store", folder / "results.sqlite") as server:
            document = folder / "openapi.yaml"
            document.write_bytes(arguments.document.read_bytes() if arguments.document else server.request("GET", "/openapi.yaml")[2])
            subprocess.run([pathlib.Path(sys.executable).with_name("openapi-spec-validator"), document], check=True, stdout=sys.stderr)
            codes = [run(server, folder, arguments)]
        with Server("--rate", "0", "--log-level", "error", environment={"UNDERTONE_TOKEN": TOKEN}) as server:
            codes.append(run(server, folder, arguments, [f"Authorization: Bearer {TOKEN}"]))
            alive = server.alive
    counts = "; ".join(line for _, line in codes)
    good = all(code == 0 for code, _ in codes) and alive
    report("schema", f"schemathesis, all checks, {arguments.examples} examples an operation, seed {arguments.seed}, with a store and without, with "
           f"a token and without: {'nothing found' if good else 'FAILURES FOUND'} ({counts}). ({machine()})", arguments.write)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
