"""How many live voices one core hears in time, and how late their moments come.

    Benchmarks/python-server.sh Benchmarks/server_load.py [--seconds 60] [--from 50] [--to 400] [--step 50] [--rate 16000] [--write]

The server runs on core 0, this client on core 1. N streams begin within ten seconds, as callers do not all begin at once (utterances last
at most eight: those of streams that had begun together would be measured together), and send frames of 100 ms as a microphone would,
real speech from the samples at an offset of its own. The latency added is the time from sending the frame that completes a window to
having received its moment: queueing, decoding, judging, encoding and the way there and back. N is raised in steps until its 99th
percentile passes 100 ms; the first seconds of a step do not count. The client's own lateness, from when a frame was due to when it
was sent, is reported beside it: where that is large the figures say nothing about the server, and are marked so.
"""
import argparse
import heapq
import json
import os
import random
import select
import socket
import sys
import time

import server_common
from server_common import BINARY, CLOSE, PING, PONG, TEXT, Server, frame, handshake_bytes, machine, report, samples, share

BEGINNING = 10.0
WARM_UP = BEGINNING + 5.0
BOUND = 0.100


def speech_frames(rate):
    """The samples' speech as ready-made frames of 100 ms, to be sent round and round."""
    import numpy as np

    parts = [samples(server_common.ROOT / "Samples" / name, rate) for name in ("changing-voice.flac", "raised-voice.flac", "level-voice.wav")]
    sound, size = np.concatenate(parts), rate // 10
    return [frame(BINARY, sound[at:at + size].tobytes()) for at in range(0, len(sound) - size + 1, size)]


class Voice:
    """One stream: which frame comes next, when the last ones were sent, and what has come back in part."""

    def __init__(self, port, rate, offset):
        self.socket = socket.create_connection(("127.0.0.1", port), 30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        start = json.dumps({"type": "start", "encoding": "s16le", "rate": rate}).encode()
        self.socket.sendall(handshake_bytes(port) + frame(TEXT, start))
        self.buffer = bytearray()
        while b"\r\n\r\n" not in self.buffer:
            got = self.socket.recv(65536)
            if not got:
                raise SystemExit("The server refused a stream.")
            self.buffer += got
        head, _, rest = bytes(self.buffer).partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise SystemExit(f"The server refused a stream: {head.splitlines()[0]} {rest}")
        self.buffer = bytearray(rest)
        self.offset, self.sent, self.times, self.closed = offset, 0, {}, False
        self.socket.setblocking(False)

    def messages(self):
        """Whole frames that have come."""
        buffer = self.buffer
        while len(buffer) >= 2:
            count, head = buffer[1] & 0x7F, 2
            if count == 126:
                if len(buffer) < 4:
                    return
                count, head = int.from_bytes(buffer[2:4], "big"), 4
            elif count == 127:
                if len(buffer) < 10:
                    return
                count, head = int.from_bytes(buffer[2:10], "big"), 10
            if len(buffer) < head + count:
                return
            opcode, payload = buffer[0] & 15, bytes(buffer[head:head + count])
            del buffer[:head + count]
            yield opcode, payload


class Crowd:
    """All voices of a step, moved by one loop."""

    def __init__(self, server, count, rate, frames, generator):
        self.frames = frames
        self.voices = {}
        for _ in range(count):
            voice = Voice(server.port, rate, generator.randrange(len(frames)))
            self.voices[voice.socket.fileno()] = voice
        self.poll = select.epoll()
        for number in self.voices:
            self.poll.register(number, select.EPOLLIN)
        self.latencies, self.lateness, self.other, self.moments, self.blocked = [], [], {}, 0, 0
        self.generator = generator

    def run(self, seconds):
        now = time.perf_counter()
        self.counting, self.finish = now + WARM_UP, now + WARM_UP + seconds
        queue = [(now + BEGINNING * self.generator.random(), number) for number in self.voices]
        heapq.heapify(queue)
        while queue and (now := time.perf_counter()) < self.finish:
            due, number = queue[0]
            if due > now:
                self.receive(due - now)
                continue
            heapq.heappop(queue)
            if self.send(self.voices[number], due):
                heapq.heappush(queue, (due + 0.1, number))
            if len(self.lateness) % 16 == 0:
                self.receive(0)

    def send(self, voice, due):
        if voice.closed:
            return False
        data = self.frames[(voice.offset + voice.sent) % len(self.frames)]
        voice.sent += 1
        now = time.perf_counter()
        if now > self.counting:
            self.lateness.append(now - due)
        # By the number of frames: the end of the window that this one completes, in tenths of a second.
        voice.times[voice.sent] = now
        voice.times.pop(voice.sent - 100, None)
        try:
            done = voice.socket.send(data)
        except BlockingIOError:
            done = 0
        except OSError:
            voice.closed = True
            return False
        if done < len(data):
            # The server takes no more: what is due waits here, and its lateness is the server's.
            self.blocked += 1
            voice.socket.setblocking(True)
            voice.socket.sendall(data[done:])
            voice.socket.setblocking(False)
        return True

    def receive(self, wait):
        for number, _ in self.poll.poll(wait):
            voice = self.voices[number]
            try:
                got = voice.socket.recv(65536)
            except BlockingIOError:
                continue
            except OSError:
                got = b""
            now = time.perf_counter()
            if not got:
                voice.closed = True
                self.poll.unregister(number)
                continue
            voice.buffer += got
            for opcode, payload in voice.messages():
                self.take(voice, opcode, payload, now)

    def take(self, voice, opcode, payload, now):
        if opcode == TEXT:
            event = json.loads(payload)
            kind = event["event"]
            if kind == "moment":
                self.moments += 1
                sent = voice.times.get(round(event["end"] * 10))
                if sent is not None and sent > self.counting:
                    self.latencies.append(now - sent)
            else:
                name = kind if kind != "warning" and kind != "error" else f"{kind} {event['code']}"
                self.other[name] = self.other.get(name, 0) + 1
        elif opcode == PING:
            voice.socket.send(frame(PONG, payload))
        elif opcode == CLOSE:
            self.other["close"] = self.other.get("close", 0) + 1
            voice.closed = True

    def end(self):
        for voice in self.voices.values():
            voice.socket.close()


def step(server, count, arguments, frames):
    crowd = Crowd(server, count, arguments.rate, frames, random.Random(count))
    before = server.processor_seconds(), server_common.processor_seconds(), time.perf_counter()
    crowd.run(arguments.seconds)
    wall = time.perf_counter() - before[2]
    busy = [(server.processor_seconds() - before[0]) / wall, (server_common.processor_seconds() - before[1]) / wall]
    memory = server.memory()
    crowd.end()
    expected = count * arguments.seconds
    times = crowd.latencies or [float("inf")]
    late = share(crowd.lateness, 0.99)
    figures = [share(times, part) for part in (0.5, 0.99)] + [max(times)]
    fair = late < 0.01
    print(f"{count:4} streams: added p50 {1000 * figures[0]:.1f} ms, p99 {1000 * figures[1]:.1f} ms, max {1000 * figures[2]:.1f} ms; "
          f"{len(times)} of {expected:.0f} moments; server {100 * busy[0]:.0f} % of a core, {memory:.0f} MB; client {100 * busy[1]:.0f} %, "
          f"its lateness p99 {1000 * late:.1f} ms{'' if fair else ' (too late itself)'}; "
          f"blocked sends {crowd.blocked}; {crowd.other}", file=sys.stderr, flush=True)
    row = (f"| {count} | {1000 * figures[0]:.1f} | {1000 * figures[1]:.1f} | {1000 * figures[2]:.1f} | {100 * busy[0]:.0f} % | {memory:.0f} | "
           f"{1000 * late:.1f}{'' if fair else ' (!)'} |")
    complete = len(times) >= 0.98 * expected
    return row, figures[1] <= BOUND and complete


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--from", dest="first", type=int, default=50)
    parser.add_argument("--to", dest="last", type=int, default=400)
    parser.add_argument("--step", type=int, default=50)
    parser.add_argument("--rate", type=int, default=16000)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {1})
    frames = speech_frames(arguments.rate)
    rows, best = [], 0
    for count in range(arguments.first, arguments.last + 1, arguments.step):
        with Server("--rate", "0", "--streams", arguments.last + 10, "--log-level", "warning", cores="0") as server:
            row, good = step(server, count, arguments, frames)
        rows.append(row)
        if not good:
            break
        best = count
    os.sched_setaffinity(0, range(os.cpu_count()))
    table = "| streams | p50, ms | p99, ms | max, ms | server, of a core | memory, MB | client late, p99, ms |\n|---:|---:|---:|---:|---:|---:|---:|\n"
    report("load", table + "\n".join(rows) + f"\n\nOne core sustains at least {best} streams with 99 % of moments at most 100 ms after "
           f"the frame that completes their window ({arguments.seconds:.0f} s a step, frames of 100 ms at {arguments.rate} Hz, a step of "
           f"{arguments.step}). ({machine()})", arguments.write)


if __name__ == "__main__":
    main()
