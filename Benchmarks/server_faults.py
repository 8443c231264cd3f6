"""What the server does when clients, networks and machines misbehave: it answers with typed errors, goes on, and keeps nothing.

    Benchmarks/python-server.sh Benchmarks/server_faults.py [--requests 10000] [--seed 6] [--only NAME ...] [--write]

Every check prints a line, and fails on: a dead or hanging server, an error that is not `{"error":{"code","message"}}`, a request that
was accepted and not answered, memory or descriptors that do not come back. Exit status 0 if all pass. Two checks need Linux and root (a
small file system of their own), and say so when they are left out.
"""
import argparse
import concurrent.futures
import contextlib
import functools
import json
import os
import pathlib
import random
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import server_mutations as mutations
from server_common import (BINARY, CLOSE, PING, ROOT, TEXT, Server, Stream, frame, handshake_bytes, machine, multipart, read_response, report,
                           request_bytes, samples, typed_error, wav)

CHECKS = []
GOOD_CODES = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1013}


class Failed(Exception):
    pass


def expect(condition, sentence):
    if not condition:
        raise Failed(sentence)


def check(function):
    CHECKS.append(function)
    return function


@functools.cache
def voice():
    """Three seconds of speech."""
    return samples(ROOT / "Samples" / "level-voice.wav")[:48000]


def healthy(server):
    status, _, _ = server.request("GET", "/healthz", timeout=10)
    expect(status == 200, f"/healthz answers {status}")
    status, _, body = server.request("POST", "/v1/recognize", wav(voice()[:32000]), timeout=20)
    expect(status == 200, f"a good upload is answered with {status} {body[:200]}")


@contextlib.contextmanager
def as_before(server, memory=0.15, grace=10):
    """Descriptors come back exactly, memory within a share (a heap keeps some) and 16 MB."""
    healthy(server)
    time.sleep(0.5)
    descriptors, megabytes = server.descriptor_count(), server.memory()
    yield
    finish = time.time() + grace
    while time.time() < finish and server.descriptor_count() > descriptors:
        time.sleep(0.2)
    expect(server.alive, f"the server died with {server.process.poll()}: {server.output()[-1500:]}")
    expect(server.descriptor_count() <= descriptors, f"{descriptors} descriptors before, {server.descriptor_count()} after")
    healthy(server)
    expect(server.memory() <= (1 + memory) * megabytes + 16, f"{megabytes:.0f} MB before, {server.memory():.0f} MB after")


def answers(data, port, timeout=30, half_close=True):
    """Statuses and bodies of all answers to these bytes; a status of None where what came is no HTTP. Raises TimeoutError on a hang."""
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        got, finish = bytearray(), time.time() + timeout
        while True:
            connection.settimeout(max(0.01, finish - time.time()))
            try:
                part = connection.recv(65536)
            except TimeoutError:
                raise
            except OSError:
                break
            if not part:
                break
            got += part
    return parse(bytes(got))


def parse(got):
    result = []
    while got:
        head, found, rest = got.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        try:
            status = int(lines[0].split(b" ")[1])
        except (IndexError, ValueError):
            return result + [(None, got[:200])]
        if not found:
            return result + [(None, got[:200])]
        if status == 101:
            return result + [(101, b"")]
        if status == 100:
            got = rest
            continue
        length = next((int(l.split(b":")[1]) for l in lines if l.lower().startswith(b"content-length:")), None)
        chunked = any(l.lower().startswith(b"transfer-encoding:") and b"chunked" in l.lower() for l in lines)
        if chunked:
            return result + [(status, rest)]
        # To HEAD, a length has no body; where the next answer begins at once, this was one.
        if length and rest[:5] != b"HTTP/" and rest:
            result.append((status, rest[:length]))
            got = rest[length:]
        else:
            result.append((status, b""))
            got = rest
    return result


@check
def mutated_requests(server, arguments):
    """Good requests, spoiled: never anything but an answer, a typed error, or a closed connection."""
    generator = random.Random(arguments.seed)
    good = mutations.good_requests()
    for data in good:
        for status, body in answers(data, server.port):
            expect(status is not None and (status < 400 or typed_error(body) or status in (404, 426)),
                   f"a good request is answered with {status} {body[:100]}")
    count = arguments.requests * 6 // 10
    seen, faults = {}, []
    spoiled = []
    for _ in range(count):
        data = generator.choice(good)
        spoiled.append(mutations.spoil(data, generator, edge=data.find(b"\r\n\r\n") + 4))

    def throw(number):
        begin = time.time()
        try:
            found = answers(spoiled[number], server.port)
        except TimeoutError:
            return number, [("hang", b"")], time.time() - begin
        except OSError as error:
            return number, [("refused", str(error).encode())], time.time() - begin
        return number, found or [("closed", b"")], time.time() - begin

    with as_before(server, memory=0.25), concurrent.futures.ThreadPoolExecutor(8) as pool:
        slowest = 0
        for number, found, took in pool.map(throw, range(count)):
            slowest = max(slowest, took)
            for status, body in found:
                seen[status] = seen.get(status, 0) + 1
                bad = status in (None, "hang", "refused", 500) or (isinstance(status, int) and status >= 400 and body and not typed_error(body))
                if bad:
                    faults.append((status, body[:200], keep(f"request-{number}", spoiled[number])))
    expect(not faults, f"{len(faults)} of {count} badly answered, such as {faults[:3]}; {seen}")
    return f"{count} requests: {tally(seen)}; the slowest {slowest:.1f} s"


@check
def mutated_streams(server, arguments):
    """Good conversations, spoiled: never anything but events, typed errors, and a close with a code."""
    generator = random.Random(arguments.seed + 1)
    count = arguments.requests * 4 // 10
    spoiled = [mutations.spoiled_conversation(generator) for _ in range(count)]

    def throw(number):
        key = b"dGhlIHNhbXBsZSBub25jZQ=="
        with socket.create_connection(("127.0.0.1", server.port), 30) as connection:
            connection.sendall(handshake_bytes(server.port, key=key.decode()))
            file = connection.makefile("rb")
            status, headers, _ = read_response(file)
            if status != 101:
                return number, f"handshake {status}", []
            try:
                connection.sendall(spoiled[number])
                connection.shutdown(socket.SHUT_WR)
            except OSError:
                pass
            events = []
            try:
                while len(head := file.read(2)) == 2:
                    size = head[1] & 0x7F
                    size = int.from_bytes(file.read({126: 2, 127: 8}.get(size, 0)), "big") if size > 125 else size
                    payload = file.read(size)
                    if head[0] & 0x0F == CLOSE:
                        return number, int.from_bytes(payload[:2], "big") or 1005, events
                    if head[0] & 0x0F == TEXT:
                        events.append(json.loads(payload))
            except TimeoutError:
                return number, "hang", events
            except OSError:
                return number, "reset", events
            return number, "closed", events

    seen, kinds, faults = {}, {}, []
    with as_before(server, memory=0.25), concurrent.futures.ThreadPoolExecutor(8) as pool:
        for number, code, events in pool.map(throw, range(count)):
            seen[code] = seen.get(code, 0) + 1
            for event in events:
                kinds[event["event"]] = kinds.get(event["event"], 0) + 1
            last = events[-1]["event"] if events else None
            if code not in GOOD_CODES | {"closed", "reset", 1005} and not (isinstance(code, int) and 3000 <= code < 5000):
                faults.append((code, events[-1:], keep(f"stream-{number}", spoiled[number])))
            elif last == "error" and events[-1]["code"] == "internal":
                faults.append((code, events[-1:], keep(f"stream-{number}", spoiled[number])))
    expect(not faults, f"{len(faults)} of {count} badly answered, such as {faults[:3]}; {tally(seen)}")
    return f"{count} conversations closed with {tally(seen)}; events {tally(kinds)}"


@check
def slow_heads(server, arguments):
    """Clients that send a head byte by byte, or nothing at all, are cut off, and nobody else notices."""
    with as_before(server):
        begin = time.time()
        slow = [server.connect() for _ in range(60)]
        request = request_bytes("GET", "/v1/models", headers={f"X-{n}": "x" * 40 for n in range(20)})
        ended, worst = {}, 0.0
        at = 0
        while len(ended) < len(slow) and time.time() - begin < 60:
            for number, connection in enumerate(slow):
                if number in ended:
                    continue
                try:
                    if number % 3:
                        connection.send(request[at:at + 1])
                    if select.select([connection], [], [], 0)[0]:
                        got = connection.recv(4096)
                        ended[number] = (time.time() - begin, parse(got))
                except OSError:
                    ended[number] = (time.time() - begin, [])
            at += 1
            asked = time.time()
            server.request("GET", "/healthz", timeout=10)
            worst = max(worst, time.time() - asked)
            time.sleep(0.4)
        for connection in slow:
            connection.close()
        expect(len(ended) == len(slow), f"{len(slow) - len(ended)} of {len(slow)} still hold their connections after 60 s")
        statuses = {}
        for _, found in ended.values():
            key = found[0][0] if found else "closed"
            statuses[key] = statuses.get(key, 0) + 1
            expect(not found or typed_error(found[0][1]) == "timeout", f"cut off with {found}")
    return f"60 clients cut off after {min(t for t, _ in ended.values()):.0f} to {max(t for t, _ in ended.values()):.0f} s, {tally(statuses)}; others waited at most {1000 * worst:.0f} ms"


@check
def slow_bodies(server, arguments):
    """Clients that send a body byte by byte are answered with timeout."""
    with as_before(server):
        begin = time.time()
        slow = [server.connect() for _ in range(20)]
        for connection in slow:
            connection.sendall(request_bytes("POST", "/v1/recognize", headers={"Content-Length": "100000"}))
        ended = {}
        while len(ended) < len(slow) and time.time() - begin < 60:
            for number, connection in enumerate(slow):
                if number not in ended:
                    try:
                        connection.send(b"R")
                        if select.select([connection], [], [], 0)[0]:
                            ended[number] = (time.time() - begin, parse(connection.recv(4096)))
                    except OSError:
                        ended[number] = (time.time() - begin, [])
            time.sleep(0.3)
        for connection in slow:
            connection.close()
        expect(len(ended) == len(slow), f"{len(slow) - len(ended)} of {len(slow)} still hold their requests after 60 s")
        for _, found in ended.values():
            expect(found and found[0][0] == 408 and typed_error(found[0][1]) == "timeout", f"cut off with {found}")
    return f"20 clients answered with 408 after {max(t for t, _ in ended.values()):.0f} s"


@check
def half_closed(server, arguments):
    """A client that closes its own direction after a whole request is answered all the same."""
    with as_before(server):
        for _ in range(20):
            found = answers(request_bytes("POST", "/v1/recognize", wav(voice())), server.port)
            expect([s for s, _ in found] == [200], f"an upload, half closed: {found}")
        found = answers(request_bytes("GET", "/v1/models") * 3, server.port)
        expect([s for s, _ in found] == [200] * 3, f"three requests, half closed: {[s for s, _ in found]}")
        for ends in (True, False):
            with Stream(server) as stream:
                stream.sound(voice().tobytes())
                if ends:
                    stream.end()
                stream.socket.shutdown(socket.SHUT_WR)
                begin = time.time()
                events = list(stream)
                expect(time.time() - begin < 20, "a stream, half closed, hung")
                if ends:
                    expect(events and events[-1]["event"] == "end" and stream.close_code == 1000,
                           f"a stream, ended and half closed: {events[-1:]} {stream.close_code}")
        # Half a request, then nothing more can come.
        begin = time.time()
        found = answers(request_bytes("POST", "/v1/recognize", headers={"Content-Length": "1000"}) + b"RIFF", server.port)
        expect(time.time() - begin < 5, f"half a request, half closed, is kept for {time.time() - begin:.0f} s")
    return "uploads, pipelined requests and an ended stream answered; half a request let go at once"


def polite_upload(server, head, pieces, timeout=120):
    """Sends, and listens meanwhile; the answer, and how much was sent until it came."""
    with server.connect(timeout) as connection:
        connection.sendall(head)
        sent, finish = 0, time.time() + timeout
        piece = memoryview(b"")
        while time.time() < finish:
            readable, writable, _ = select.select([connection], [connection], [], 1)
            if readable:
                return read_response(connection.makefile("rb")), sent
            if writable:
                if not piece:
                    piece = memoryview(next(pieces, b""))
                    if not piece:
                        connection.settimeout(timeout)
                        return read_response(connection.makefile("rb")), sent
                connection.setblocking(False)
                try:
                    done = connection.send(piece)
                    piece, sent = piece[done:], sent + done
                except BlockingIOError:
                    pass
                except OSError as error:
                    connection.setblocking(True)
                    try:
                        return read_response(connection.makefile("rb")), sent
                    except OSError:
                        raise Failed(f"the answer was lost by a reset after {sent >> 20} MB ({error!r})")
                connection.setblocking(True)
        raise Failed("no answer came")


@check
def huge_bodies(server, arguments):
    """2 GB, declared, and really sent: refused with 413, and never held."""
    size, block = 2 << 30, wav(voice()) + bytes(1 << 20)
    with as_before(server):
        before = server.memory()
        with server.connect(10) as connection:
            connection.sendall(request_bytes("POST", "/v1/recognize", headers={"Content-Length": str(size)}))
            status, _, body = read_response(connection.makefile("rb"))
            expect(status == 413 and typed_error(body) == "body_too_large", f"declared: {status} {body[:200]}")
        with server.connect(10) as connection:
            connection.sendall(request_bytes("POST", "/v1/recognize", headers={"Content-Length": str(size), "Expect": "100-continue"}))
            status, _, body = read_response(connection.makefile("rb"))
            expect(status == 413, f"declared, waiting for 100-continue: {status} {body[:200]}")

        def blocks():
            for _ in range(size // len(block)):
                yield block

        def chunks():
            for data in blocks():
                yield b"%x\r\n" % len(data) + data + b"\r\n"

        declared = request_bytes("POST", "/v1/recognize", headers={"Content-Length": str(size)})
        chunked = request_bytes("POST", "/v1/recognize", headers={"Transfer-Encoding": "chunked"}).replace(b"Content-Length: 0\r\n", b"")
        sent = []
        for name, head, pieces in (("streamed", declared, blocks()), ("in chunks", chunked, chunks())):
            (status, _, body), amount = polite_upload(server, head, pieces)
            expect(status == 413 and typed_error(body) == "body_too_large", f"{name}: {status} {body[:200]} after {amount >> 20} MB")
            sent.append(f"{name} after {amount >> 20} MB")
        form, kind = multipart(b"", "clip.wav")
        head = request_bytes("POST", "/v1/recognize", headers={"Transfer-Encoding": "chunked", "Content-Type": kind}).replace(b"Content-Length: 0\r\n", b"")
        begin = form[:form.index(b"\r\n\r\n") + 4]
        pieces = (b"%x\r\n" % len(d) + d + b"\r\n" for d in [begin, *([block] * 200)])
        (status, _, body), amount = polite_upload(server, head, pieces)
        expect(status == 413, f"as a form: {status} {body[:200]}")
        peak = server.memory() - before
        expect(peak < 64, f"memory grew by {peak:.0f} MB")
    return f"declared: at once; {', '.join(sent)}; memory {peak:+.0f} MB"


@check
def tiny_chunks(server, arguments):
    """A byte at a time gives the answer of the whole: chunks, segments of TCP, messages, fragments."""
    sound = voice()[:16000]
    data = wav(sound)
    with as_before(server):
        truth = json.loads(server.request("POST", "/v1/recognize", data)[2])
        head = request_bytes("POST", "/v1/recognize", headers={"Transfer-Encoding": "chunked", "Connection": "close"}).replace(b"Content-Length: 0\r\n", b"")
        found = answers(head + b"".join(b"1\r\n%c\r\n" % byte for byte in data) + b"0\r\n\r\n", server.port, half_close=False)
        expect([s for s, _ in found] == [200] and json.loads(found[0][1]) == truth, f"chunks of a byte: {found[0][0]} {found[0][1][:200]}")
        with server.connect() as connection:
            request = request_bytes("POST", "/v1/recognize", data[:8000], {"Connection": "close"})
            for at in range(len(request)):
                connection.send(request[at:at + 1])
            status, _, body = read_response(connection.makefile("rb"))
            expect(status in (200, 422), f"a byte a segment: {status} {body[:200]}")
        with Stream(server) as stream:
            stream.socket.sendall(b"".join(frame(BINARY, sound.tobytes()[at:at + 1]) for at in range(2 * len(sound))))
            stream.end()
            events = list(stream)
            expect(events[-1]["event"] == "end" and events[-1]["summary"] == truth, f"messages of a byte: {events[-1]} {stream.close_code}")
        with Stream(server) as stream:
            raw = sound.tobytes()
            pieces = [frame(BINARY if at == 0 else 0, raw[at:at + 1], fin=at == len(raw) - 1) for at in range(len(raw))]
            stream.socket.sendall(b"".join(pieces))
            stream.end()
            events = list(stream)
            expect(events[-1]["event"] == "end" and events[-1]["summary"] == truth, f"fragments of a byte: {events[-1]} {stream.close_code}")
    return "chunks, segments, messages and fragments of one byte: the answer of the whole"


@check
def clients_gone(server, arguments):
    """Clients that vanish, with and without a reset, in the middle of a stream, a body, an answer."""
    data = wav(voice())
    with as_before(server):
        for number in range(300):
            kind = number % 4
            if kind < 2:
                stream = Stream(server)
                stream.sound(voice().tobytes()[:32000 + 10 * number])
                connection = stream.socket
                stream.file.close()
            else:
                connection = server.connect()
                request = request_bytes("POST", "/v1/recognize", data)
                connection.sendall(request if kind == 2 else request[:len(request) // 2])
            if number % 3 == 0:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        finish = time.time() + 20
        while time.time() < finish:
            gauges = metrics(server)
            if gauges.get("undertone_streams") == 0 and gauges.get("undertone_uploads") == 0:
                break
            time.sleep(0.3)
        expect(gauges.get("undertone_streams") == 0 and gauges.get("undertone_uploads") == 0,
               f"streams {gauges.get('undertone_streams')}, uploads {gauges.get('undertone_uploads')} still counted")
    return "300 clients gone, every one let go"


def metrics(server):
    text = server.request("GET", "/metrics")[2].decode()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in text.splitlines() if line and line[0] != "#"}


@check
def deaf_clients(server, arguments):
    """Clients that speak as fast as they can and never listen: bounded memory, and given up in the end."""
    with as_before(server, grace=40):
        before, begin = server.memory(), time.time()
        deaf = []
        for _ in range(5):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(handshake_bytes(server.port) + frame(TEXT, b'{"type":"start","encoding":"s16le","rate":16000,"window":0.5,"hop":0.1}'))
            connection.setblocking(False)
            deaf.append(connection)
        data, sent, ended, peak = frame(BINARY, voice().tobytes()[:32000]), 0, set(), 0.0
        while len(ended) < len(deaf) and time.time() - begin < 90:
            for number, connection in enumerate(deaf):
                try:
                    sent += connection.send(data)
                except BlockingIOError:
                    pass
                except OSError:
                    ended.add(number)
            peak = max(peak, server.memory() - before)
            time.sleep(0.005)
        for connection in deaf:
            connection.close()
        expect(peak < 100, f"memory grew by {peak:.0f} MB")
        expect(len(ended) == len(deaf), f"{len(deaf) - len(ended)} of {len(deaf)} not given up after {time.time() - begin:.0f} s and {sent >> 20} MB")
    return f"5 given up after at most {time.time() - begin:.0f} s; memory {peak:+.0f} MB"


@check
def pipelined_requests(server, arguments):
    """Requests sent in one go are answered in their order."""
    with as_before(server):
        found = answers(request_bytes("GET", "/healthz") * 99 + request_bytes("GET", "/v1/models", headers={"Connection": "close"}), server.port)
        expect([s for s, _ in found] == [200] * 100 and b"models" in found[-1][1], f"{[s for s, _ in found]}")
        uploads = request_bytes("POST", "/v1/recognize", wav(voice()[:16000])) * 10 + request_bytes("GET", "/healthz", headers={"Connection": "close"})
        found = answers(uploads, server.port)
        expect([s for s, _ in found] == [200] * 11, f"ten uploads and a question in one go: {[s for s, _ in found]}")
    return "100 questions and 10 uploads, in order"


@check
def oversizes(server, arguments):
    """Heads, targets, messages and frames beyond their limits: typed, or a close code."""
    with as_before(server):
        for name, data in {
                "a megabyte of headers": request_bytes("GET", "/healthz", headers={f"X-{n}": "x" * 1000 for n in range(1000)}),
                "one huge header": request_bytes("GET", "/healthz", headers={"X": "x" * 1_000_000}),
                "a huge target": request_bytes("GET", "/" + "x" * 1_000_000),
                "ten thousand headers": request_bytes("GET", "/healthz", headers={f"X-{n}": "x" for n in range(10_000)}),
                "no HTTP at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500)}.items():
            found = answers(data, server.port, half_close=False)
            expect(len(found) == 1 and found[0][0] in (400, 413, 414, 431) and typed_error(found[0][1]), f"{name}: {found or 'closed without an answer'}")
        for name, pieces in {"a message of 2 MB": [frame(BINARY, bytes(2 << 20))],
                             "fragments of 2 MB": [frame(BINARY if n == 0 else 0, bytes(1 << 16), fin=False) for n in range(40)],
                             "a frame said to have 2^62 bytes": [b"\x82\xff" + (1 << 62).to_bytes(8, "big") + bytes(100)]}.items():
            with Stream(server) as stream:
                try:
                    stream.socket.sendall(b"".join(pieces))
                except OSError:
                    pass
                events = list(stream)
                expect(stream.close_code == 1009, f"{name}: closed with {stream.close_code}, {events[-1:]}")
        with Stream(server, start=False) as stream:
            stream.text(b'{"type":"start","encoding":"s16le","rate":16000\xff}')
            events = list(stream)
            expect(stream.close_code in (1007, 1008), f"no UTF-8: closed with {stream.close_code}")
        with Stream(server, start=False) as stream:
            stream.sound(b"1234")
            events = list(stream)
            expect(events[-1]["event"] == "error" and stream.close_code in (1003, 1008), f"sound before start: {events} {stream.close_code}")
    return "typed errors and 1009"


@check
def shutdown_under_load(server, arguments):
    """SIGTERM amid streams and uploads: every accepted request answered, every stream ended with 1001."""
    with Server("--rate", "0", "--log-level", "warning") as own:
        healthy(own)
        streams = [Stream(own) for _ in range(12)]
        collected = [[] for _ in streams]
        stopping, results, lock = threading.Event(), [], threading.Lock()
        readers = [threading.Thread(target=lambda s=s, c=c: c.extend(s)) for s, c in zip(streams, collected)]
        data = request_bytes("POST", "/v1/recognize", wav(voice()), {"Connection": "close"})

        def speak():
            at, raw = 0, voice().tobytes()
            while not stopping.is_set():
                for stream in streams:
                    try:
                        stream.sound(raw[at:at + 3200])
                    except OSError:
                        pass
                at = (at + 3200) % (len(raw) - 3200)
                time.sleep(0.1)

        def upload():
            while not stopping.is_set():
                sent = float("inf")
                try:
                    with own.connect(40) as connection:
                        connection.sendall(data)
                        sent = time.time()
                        status, _, body = read_response(connection.makefile("rb"))
                except OSError as error:
                    with lock:
                        results.append((sent, None, repr(error)))
                    if isinstance(error, ConnectionRefusedError):
                        return
                    continue
                with lock:
                    results.append((sent, status, typed_error(body)))

        threads = readers + [threading.Thread(target=speak)] + [threading.Thread(target=upload) for _ in range(8)]
        for thread in threads:
            thread.start()
        time.sleep(4)
        term = time.time()
        own.stop()
        try:
            code = own.process.wait(45)
        except subprocess.TimeoutExpired:
            raise Failed("the server still runs 45 s after SIGTERM")
        took = time.time() - term
        stopping.set()
        for thread in threads:
            thread.join(10)
        before = [r for r in results if r[0] < term - 0.05]
        lost = [r for r in before if r[1] is None or r[1] == 0]
        expect(code == 0, f"exit status {code}: {own.output()[-500:]}")
        expect(not lost, f"{len(lost)} of {len(before)} requests sent before SIGTERM were not answered: {lost[:3]}")
        after = {}
        for _, status, error in results:
            if status not in (200,):
                key = f"{status} {error}"
                after[key] = after.get(key, 0) + 1
        for number, (stream, events) in enumerate(zip(streams, collected)):
            kinds = [e["event"] for e in events]
            expect(kinds and kinds[-1] == "end" and stream.close_code == 1001, f"stream {number}: {kinds[-3:]}, closed with {stream.close_code}")
            expect(any(e["event"] == "warning" and e["code"] == "shutting_down" for e in events), f"stream {number} was not warned")
            stream.drop()
    return f"ended {took:.1f} s after SIGTERM; {len(before)} uploads answered, 12 streams ended with 1001; after it: {tally(after)}"


@check
def descriptors_exhausted(server, arguments):
    """64 descriptors and 300 clients: those let in are served, the others wait or are refused, and then all is as before."""
    with Server("--rate", "0", "--log-level", "warning", descriptors=64) as own:
        healthy(own)
        begin_count = own.descriptor_count()
        crowd = []
        for _ in range(300):
            try:
                crowd.append(own.connect(5))
            except OSError:
                break
        time.sleep(1)
        busy = own.processor_seconds()
        time.sleep(3)
        busy = (own.processor_seconds() - busy) / 3
        expect(own.alive, f"the server died: {own.output()[-1000:]}")
        served, refused, codes = 0, 0, {}
        for connection in crowd[:20]:
            try:
                connection.settimeout(20)
                connection.sendall(request_bytes("POST", "/v1/recognize", wav(voice()[:16000])))
                status, _, body = read_response(connection.makefile("rb"))
                codes[status] = codes.get(status, 0) + 1
                served += status == 200
                expect(status in (0, 200, 503), f"{status} {body[:200]}")
                expect(status != 503 or typed_error(body) == "too_busy", f"503 without its code: {body[:200]}")
            except OSError:
                refused += 1
        for connection in crowd:
            connection.close()
        finish = time.time() + 20
        healthy(own)
        while own.descriptor_count() > begin_count and time.time() < finish:
            time.sleep(0.2)
        expect(own.descriptor_count() <= begin_count, f"{begin_count} descriptors before, {own.descriptor_count()} after")
        expect(busy < 0.5, f"without a descriptor left the server spins: {100 * busy:.0f} % of a core")
    return f"300 clients; of 20 asked {tally(codes)}, {refused} refused; {100 * busy:.0f} % of a core while full"


@contextlib.contextmanager
def small_disk(megabytes):
    with tempfile.TemporaryDirectory() as folder:
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder], capture_output=True).returncode:
            yield None
            return
        try:
            yield pathlib.Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@check
def disk_full(server, arguments):
    """No space for an upload in work, or for a result: typed, counted, and over when there is space again."""
    with small_disk(2) as folder:
        if folder is None:
            return "LEFT OUT: mounting a small file system takes root"
        store = folder / "results.sqlite"
        with Server("--rate", "0", "--store", store, environment={"TMPDIR": str(folder)}) as own:
            healthy(own)
            long = wav(samples(ROOT / "Samples" / "changing-voice.flac").repeat(6))
            status, headers, body = own.request("POST", "/v1/recognize", long)
            expect(status == 507 and typed_error(body) == "storage_full", f"an upload of {len(long) >> 20} MB on a disk of 2 MB: {status} {body[:200]}")
            healthy(own)
            status, headers, _ = own.request("POST", "/v1/recognize", wav(voice()[:16000]))
            expect("undertone-result" in headers, "a result was not kept although there was space")
        with tempfile.TemporaryDirectory() as elsewhere, Server("--rate", "0", "--store", store, environment={"TMPDIR": elsewhere}) as own:
            healthy(own)
            filler = folder / "filler"
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
            kept = 0
            for _ in range(60):
                status, headers, body = own.request("POST", "/v1/recognize", wav(voice()[:16000]))
                expect(status == 200, f"with the store full: {status} {body[:200]}")
                kept += "undertone-result" in headers
            expect(kept < 60, "all results were kept on a full disk")
            failures = metrics(own).get("undertone_store_failures_total", 0)
            expect(failures == 60 - kept, f"{60 - kept} results lost, {failures:.0f} counted")
            with Stream(own) as stream:
                stream.sound(voice().tobytes())
                stream.end()
                events = list(stream)
                expect(events[-1]["event"] == "end" and stream.close_code == 1000, f"a stream with the store full: {events[-1:]}")
            status, _, body = own.request("GET", "/v1/history?limit=5")
            expect(status == 200, f"the history on a full disk: {status} {body[:200]}")
            filler.unlink()
            status, headers, _ = own.request("POST", "/v1/recognize", wav(voice()[:16000]))
            expect(status == 200 and "undertone-result" in headers, "with space again, a result was not kept")
            expect(own.request("DELETE", "/v1/history")[0] == 204, "the history cannot be deleted")
    return f"507 for the upload; {60 - kept} results not kept, told in metrics, their requests answered; kept again with space"


@check
def limits_told(server, arguments):
    """Past capacity: 429 and 503 with Retry-After, and a stream too many is told so before it is one."""
    with Server("--rate", "5") as own:
        found = [own.request("GET", "/v1/models") for _ in range(60)]
        limited = [f for f in found if f[0] == 429]
        expect(limited and all(typed_error(b) == "rate_limited" and int(h["retry-after"]) >= 1 for _, h, b in limited), f"{[f[0] for f in found]}")
    with Server("--rate", "0", "--streams", "3") as own:
        streams = [Stream(own) for _ in range(3)]
        for stream in streams:
            stream.receive()
        with Stream(own) as more:
            expect(more.status == 503 and typed_error(more.body) == "too_busy" and int(more.headers["retry-after"]) >= 1, f"{more.status} {more.body}")
        for stream in streams:
            stream.drop()
        time.sleep(1)
        with Stream(own) as again:
            expect(again.status == 101, f"after the others had gone: {again.status}")
    with Server("--rate", "0", "--uploads", "1") as own:
        with own.connect() as holding:
            holding.sendall(request_bytes("POST", "/v1/recognize", headers={"Content-Length": "1000"}) + b"RIFF")
            time.sleep(0.3)
            status, headers, body = own.request("POST", "/v1/recognize", wav(voice()))
            expect(status == 503 and typed_error(body) == "too_busy" and int(headers["retry-after"]) >= 1, f"{status} {body}")
    with Server("--rate", "0", "--longest", "5") as own:
        status, _, body = own.request("POST", "/v1/recognize", wav(voice().repeat(2)))
        expect(status == 422 and typed_error(body) == "too_long", f"a recording too long: {status} {body[:200]}")
        with Stream(own) as stream:
            with contextlib.suppress(OSError):
                for _ in range(10):
                    stream.sound(voice().tobytes())
            events = list(stream)
            expect(events[-1]["event"] == "error" and events[-1]["code"] == "too_long", f"a stream too long: {events[-1:]} {stream.close_code}")
    return "429, 503 and 422 as documented"


@check
def tokens(server, arguments):
    """Without the token nothing but the page, its parts and the health is told."""
    token = "a-token-of-good-length.1"
    with Server("--rate", "0", environment={"UNDERTONE_TOKEN": token}) as own:
        for target in ("/v1/models", "/metrics", "/v1/history", "/v1/stream", "/v1/%6dodels", "//v1/models", "/v1/models/", "/V1/models"):
            for shown in (None, "Bearer", "Bearer ", f"Bearer {token}x", f"Bearer {token[:-1]}", f"Basic {token}", token):
                status, headers, body = own.request("GET", target, headers={"Authorization": shown} if shown else {})
                expect(status in (401, 404, 400), f"{target} with {shown!r}: {status} {body[:100]}")
                expect(status != 401 or (typed_error(body) == "unauthorized" and "www-authenticate" in headers), f"{status} {headers}")
        for target in ("/", "/healthz", "/readyz", "/openapi.yaml", "/worklet.js"):
            expect(own.request("GET", target)[0] == 200, f"{target} asks for a token")
        right = {"Authorization": f"Bearer {token}"}
        expect(own.request("GET", "/v1/models", headers=right)[0] == 200, "the right token is not let in")
        expect(own.request("POST", "/v1/recognize", wav(voice()), {**right})[0] == 200, "the right token may not upload")
        expect(own.request("POST", "/v1/recognize", wav(voice()))[0] == 401, "an upload without a token")
        for offered, status in ((("undertone.v1", f"bearer.{token}"), 101), (("undertone.v1",), 401), (("undertone.v1", "bearer.x"), 401)):
            with own.connect() as connection:
                connection.sendall(handshake_bytes(own.port, offered))
                got, headers, _ = read_response(connection.makefile("rb"))
                expect(got == status, f"{offered}: {got}")
                expect(got != 101 or headers.get("sec-websocket-protocol") == "undertone.v1", f"agreed on {headers.get('sec-websocket-protocol')}")
        expect(token not in own.output(), "the token is in the log")
    return "401 without, let in with, by header and by subprotocol"


def tally(counts):
    return ", ".join(f"{count} × {what}" for what, count in sorted(counts.items(), key=lambda item: -item[1])) or "none"


def keep(name, data):
    """Where the bytes are that went wrong, to be looked at: cat FILE | nc."""
    folder = pathlib.Path(tempfile.gettempdir()) / "undertone-faults"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return str(folder / name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    rows, failed = [], 0
    chosen = [c for c in CHECKS if not arguments.only or c.__name__ in arguments.only]
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server("--rate", "0", "--log-level", "error"))
        for work in chosen:
            if not server.alive:
                server = stack.enter_context(Server("--rate", "0", "--log-level", "error"))
            begin = time.time()
            try:
                verdict, detail = "ok", work(server, arguments)
            except (Failed, OSError, ValueError, KeyError, IndexError) as error:
                verdict, detail = "FAILED", str(error) if isinstance(error, Failed) else repr(error)
                failed += 1
                if not server.alive:
                    detail += f"; the server died with {server.process.poll()}"
            name = work.__name__.replace("_", " ")
            print(f"{verdict:6} {name}: {detail} ({time.time() - begin:.0f} s)", flush=True)
            rows.append(f"| {name} | {verdict} | {detail} |")
    report("faults", "| check | | what happened |\n|---|---|---|\n" + "\n".join(rows) + f"\n\n({machine()})", arguments.write)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
