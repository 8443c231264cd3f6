"""How soon the first answer is there: of the server, of `undertone listen -`, and of a cold client's stream.

    Benchmarks/python-server.sh Benchmarks/server_start.py [--runs 10] [--write]

The server: from starting the program to its line `Listening on …`, and to the answer of /readyz. `undertone listen -`: from starting
the program, with a second of sound ready in the pipe, to its first moment. The cold client: a server that has answered nothing yet, a new
connection, the handshake, then one second of sound sent in real time, 20 ms by 20 ms, with window = hop = 1 s: from its first sample (and
from opening the connection) to its first moment. That is to be within the window and 50 ms.
"""
import argparse
import json
import statistics
import subprocess
import sys
import time

from server_common import ROOT, TOOL, Server, Stream, machine, report, samples


def listening(sound):
    start = time.perf_counter()
    with subprocess.Popen([TOOL, "listen", "-", "--format", "json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(sound)
        process.stdin.flush()
        first = json.loads(process.stdout.readline())
        took = time.perf_counter() - start
        process.stdin.close()
        process.stdout.read()
    if first["event"] != "moment" or first["end"] != 1:
        raise SystemExit(f"Not a first moment: {first}")
    return took


def cold(server, sound):
    """Seconds from the connection's beginning, and from the first sample, to the first moment."""
    opened = time.perf_counter()
    with Stream(server, window=1, hop=1) as stream:
        begin = time.perf_counter()
        for number in range(50):
            # A block of 20 ms is there 20 ms after its beginning.
            time.sleep(max(0, begin + 0.02 * (number + 1) - time.perf_counter()))
            stream.sound(sound[640 * number:640 * (number + 1)])
        for event in stream:
            if event["event"] == "moment":
                now = time.perf_counter()
                return now - opened, now - begin
    raise SystemExit("No moment came.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    sound = samples(ROOT / "Samples" / "raised-voice.flac")[:16000].tobytes()
    rows = {"server: start to `Listening on`": [], "server: start to the answer of /readyz": [],
            "`undertone listen -`: start to its first moment": [], "cold client: first sample to first moment": [],
            "cold client: opening the connection to first moment": []}
    names = list(rows)
    for _ in range(arguments.runs):
        with Server("--log-level", "warning") as server:
            rows[names[0]].append(server.ready_after)
            opened, spoken = cold(server, sound)
            rows[names[3]].append(spoken)
            rows[names[4]].append(opened)
        with Server("--log-level", "warning") as server:
            server.request("GET", "/readyz")
            rows[names[1]].append(time.perf_counter() - server.started)
        rows[names[2]].append(listening(sound))
    lines = ["| | minimum | median | maximum |", "|---|---:|---:|---:|"]
    lines += [f"| {name} | {1000 * min(t):.0f} ms | {1000 * statistics.median(t):.0f} ms | {1000 * max(t):.0f} ms |" for name, t in rows.items()]
    late = statistics.median(rows[names[3]]) - 1
    report("start", "\n".join(lines) + f"\n\n{arguments.runs} runs, the file cache warm; a cold client hears of its first second {1000 * late:.0f} ms "
           f"after its end (median; at most 50 are allowed). ({machine()})", arguments.write)
    sys.exit(0 if late <= 0.05 else 1)


if __name__ == "__main__":
    main()
