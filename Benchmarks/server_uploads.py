"""Uploads a second, beside the usual way in Python (server_peer.py says what that is), on the same cores in one run.

    Benchmarks/python-server.sh Benchmarks/server_uploads.py [--seconds 10] [--rounds 3] [--peers librosa praat opensmile torch] [--write]

Clips of 3 s, 16 kHz WAV, are posted to /v1/recognize on 8 connections that stay open, each sending its next clip as soon as the last
one is answered. Server and client share all cores. The peer runs as many uvicorn workers as there are cores, each with one thread of
computing, which is its best; ours runs as it comes. All servers are started, then measured in turn, round by round; the figure is the
median. Answers other than 200 end the run.
"""
import argparse
import os
import select
import signal
import socket
import statistics
import subprocess
import sys
import time

from server_common import ROOT, Server, clips, machine, report, request_bytes, samples, wav


class Peer:
    def __init__(self, kind):
        self.kind = kind
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "uvicorn", "server_peer:app", "--app-dir", str(ROOT / "Benchmarks"), "--port", str(self.port),
                   "--workers", str(os.cpu_count()), "--loop", "uvloop", "--http", "httptools", "--log-level", "warning"]
        self.process = subprocess.Popen(command, env={**os.environ, "PEER": kind}, start_new_session=True)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"The peer {kind} did not start.")

    def stop(self):
        # uvicorn's workers do not always follow their parent.
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Connection:
    def __init__(self, port, number, requests):
        self.socket = socket.create_connection(("127.0.0.1", port), 60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.next, self.buffer = requests, number, bytearray()

    def ask(self):
        self.started = time.perf_counter()
        self.socket.sendall(self.requests[self.next % len(self.requests)])
        self.next += 1

    def answered(self):
        """Whether a whole answer has come."""
        got = self.socket.recv(1 << 18)
        if not got:
            raise SystemExit("The server closed a connection.")
        self.buffer += got
        head, found, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        if not found:
            return False
        if b" 200 " not in head.split(b"\r\n")[0] + b" ":
            raise SystemExit(f"Not answered with 200: {bytes(self.buffer)[:500]}")
        count = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
        if len(rest) < count:
            return False
        self.buffer.clear()
        return True


def measure(port, seconds, requests, connections):
    """Answers a second, and the seconds that each took."""
    open_ = [Connection(port, 7 * number, requests) for number in range(connections)]
    poll = select.epoll()
    for connection in open_:
        poll.register(connection.socket, select.EPOLLIN)
        connection.ask()
    by_number = {connection.socket.fileno(): connection for connection in open_}
    warm = time.perf_counter() + min(2, seconds / 4)
    finish, times, begin = warm + seconds, [], None
    while (now := time.perf_counter()) < finish:
        for number, _ in poll.poll(finish - now):
            connection = by_number[number]
            if not connection.answered():
                continue
            now = time.perf_counter()
            if now > warm:
                begin = begin or now
                times.append(now - connection.started)
            connection.ask()
    span = time.perf_counter() - (begin or 0)
    for connection in open_:
        connection.socket.close()
    return (len(times) - 1) / span, times


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--peers", nargs="*", default=["librosa", "praat", "opensmile", "torch"])
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    requests = []
    for clip in clips(60, seed=3):
        sound = samples(clip)
        while len(sound) < 48000:
            import numpy as np

            sound = np.concatenate([sound, sound])
        requests.append(request_bytes("POST", "/v1/recognize", wav(sound[:48000]), {"Content-Type": "audio/wav"}))
    peers = [Peer(kind) for kind in arguments.peers]
    try:
        with Server("--rate", "0", "--log-level", "warning") as server:
            ports = {"undertone": server.port, **{f"FastAPI, {peer.kind}": peer.port for peer in peers}}
            rates, times = {name: [] for name in ports}, {name: [] for name in ports}
            for number in range(arguments.rounds):
                for name, port in ports.items():
                    rate, took = measure(port, arguments.seconds, requests, arguments.connections)
                    rates[name].append(rate)
                    times[name] += took
                    print(f"round {number + 1}: {name} {rate:.1f} a second", file=sys.stderr, flush=True)
            memory = server.memory()
    finally:
        for peer in peers:
            peer.stop()
    ours = statistics.median(rates["undertone"])
    rows = ["| server | uploads a second | of the rounds | median wait, ms | ours is |", "|---|---:|---|---:|---:|"]
    for name in ports:
        middle = statistics.median(rates[name])
        wait = 1000 * statistics.median(times[name])
        factor = "" if name == "undertone" else f"{ours / middle:.1f} × as fast"
        rows.append(f"| {name} | {middle:.1f} | {', '.join(f'{rate:.1f}' for rate in rates[name])} | {wait:.0f} | {factor} |")
    report("uploads", "\n".join(rows) + f"\n\nClips of 3 s on {arguments.connections} connections, medians of {arguments.rounds} rounds of "
           f"{arguments.seconds:.0f} s, client and server on the same cores; ours took {memory:.0f} MB at the end. ({machine()})",
           arguments.write)


if __name__ == "__main__":
    main()
