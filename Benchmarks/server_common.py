"""What the server's checks and benchmarks share: starting it, speaking HTTP and WebSocket to it in small steps, writing figures down.

The server is .build/release/undertone-server, or the one that the variable UNDERTONE_SERVER names; the program `undertone` lies beside
it, or is named by UNDERTONE_TOOL. Everything here is plain sockets, so that a check decides itself about every byte that it sends.
"""
import base64
import json
import os
import pathlib
import platform
import re
import resource
import signal
import socket
import struct
import subprocess
import tempfile
import time

import timing

ROOT = pathlib.Path(__file__).resolve().parents[1]
SERVER = pathlib.Path(os.environ.get("UNDERTONE_SERVER", ROOT / ".build" / "release" / "undertone-server")).resolve()
TOOL = pathlib.Path(os.environ.get("UNDERTONE_TOOL", SERVER.with_name("undertone"))).resolve()
DOCUMENT = ROOT / "Documentation" / "Server.md"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


class Server:
    """A server of our own on a free port, stopped at the end; its heaps as `undertone serve`, the unit and the image have them.

        with Server("--rate", "0", cores="0") as server:
            status, headers, body = server.request("GET", "/healthz")
    """

    def __init__(self, *options, cores=None, environment=None, descriptors=None, command=None):
        self.options, self.cores, self.descriptors = [str(o) for o in options], cores, descriptors
        heaps = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "16777216"}
        self.environment = {**heaps, **os.environ, **(environment or {})}
        self.command = command
        self.log = tempfile.NamedTemporaryFile("w+", prefix="undertone-server-", suffix=".log")

    def __enter__(self):
        command = self.command or [SERVER, "--port", "0", *self.options]
        if self.cores is not None:
            command = ["taskset", "-c", self.cores, *command]
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (self.descriptors,) * 2)) if self.descriptors else None
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [str(c) for c in command], stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL, env=self.environment,
            preexec_fn=limit)
        self.port = self._wait()
        self.ready_after = time.perf_counter() - self.started
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _wait(self):
        for _ in range(6000):
            if found := re.search(r"Listening on https?://\S+:(\d+)", self.output()):
                return int(found[1])
            if self.process.poll() is not None:
                raise SystemExit(f"The server did not start:\n{self.output()}")
            time.sleep(0.005)
        raise SystemExit("The server was not ready after 30 s.")

    def output(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    @property
    def alive(self):
        return self.process.poll() is None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def stop(self):
        self.process.send_signal(signal.SIGTERM)

    def connect(self, timeout=30):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def request(self, method, target, body=b"", headers=None, timeout=30):
        """Status, headers and body of one request on a connection of its own."""
        with self.connect(timeout) as connection:
            connection.sendall(request_bytes(method, target, body, {"Connection": "close", **(headers or {})}))
            return read_response(connection.makefile("rb"), method)

    def memory(self):
        """Resident memory in MB."""
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())[1]) / 1024

    def descriptor_count(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def thread_count(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))

    def processor_seconds(self):
        return processor_seconds(self.process.pid)


def processor_seconds(pid="self"):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def request_bytes(method, target, body=b"", headers=None):
    lines = {"Host": "127.0.0.1", **({"Content-Length": len(body)} if body or method == "POST" else {}), **(headers or {})}
    head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode() + b"\r\n" + body


def read_response(file, method="GET"):
    """Status, headers and body; status 0 where the connection ended without an answer."""
    line = file.readline()
    if not line:
        return 0, {}, b""
    status = int(line.split()[1])
    headers = {}
    while (line := file.readline().strip()):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    if method == "HEAD" or status in (101, 204, 304):
        return status, headers, b""
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while (size := int(file.readline().split(b";")[0], 16)):
            body += file.read(size)
            file.readline()
        file.readline()
        return status, headers, body
    return status, headers, file.read(int(headers["content-length"])) if "content-length" in headers else file.read()


def multipart(data, name="clip.wav", boundary="undertone-boundary"):
    """A form with one file: its bytes and its content type."""
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: audio/wav\r\n\r\n'
    return head.encode() + data + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def frame(opcode, payload=b"", fin=True, key=b"\x8a\x1f\x33\xc4", masked=True):
    """A WebSocket frame as a client sends it (RFC 6455, section 5.2)."""
    count = len(payload)
    first = bytes([(0x80 if fin else 0) | opcode])
    mask = 0x80 if masked else 0
    if count < 126:
        head = first + bytes([mask | count])
    elif count < 65536:
        head = first + bytes([mask | 126]) + struct.pack(">H", count)
    else:
        head = first + bytes([mask | 127]) + struct.pack(">Q", count)
    if not masked:
        return head + payload
    stream = int.from_bytes((key * (count // 4 + 1))[:count], "big") ^ int.from_bytes(payload, "big")
    return head + key + stream.to_bytes(count, "big")


def handshake_bytes(port, subprotocols=("undertone.v1",), headers=None, key=None):
    key = key or base64.b64encode(os.urandom(16)).decode()
    return request_bytes("GET", "/v1/stream", headers={
        "Host": f"127.0.0.1:{port}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key, **({"Sec-WebSocket-Protocol": ", ".join(subprotocols)} if subprotocols else {}),
        **(headers or {})})


class Stream:
    """A live voice of our own, message by message.

        with Stream(server, rate=16000) as stream:
            stream.sound(samples); stream.end()
            for event in stream: ...
    """

    def __init__(self, server, start=True, encoding="s16le", rate=16000, timeout=30, headers=None, **settings):
        self.socket = server.connect(timeout)
        self.file = self.socket.makefile("rb")
        self.close_code = None
        self.socket.sendall(handshake_bytes(server.port, headers=headers))
        self.status, self.headers, self.body = read_response(self.file)
        if self.status == 101 and start:
            self.text({"type": "start", "encoding": encoding, "rate": rate, **settings})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.drop()

    def drop(self):
        """Without a word."""
        self.file.close()
        self.socket.close()

    def send(self, opcode, payload=b"", **options):
        self.socket.sendall(frame(opcode, payload, **options))

    def text(self, message):
        self.send(TEXT, message if isinstance(message, bytes) else json.dumps(message).encode())

    def sound(self, samples):
        self.send(BINARY, samples)

    def end(self):
        self.text({"type": "end"})

    def receive(self):
        """One frame: opcode and payload, or None at the end of the connection."""
        head = self.file.read(2)
        if len(head) < 2:
            return None
        count = head[1] & 0x7F
        if count == 126:
            count = struct.unpack(">H", self.file.read(2))[0]
        elif count == 127:
            count = struct.unpack(">Q", self.file.read(8))[0]
        payload = self.file.read(count)
        return (head[0] & 0x0F, payload) if len(payload) == count else None

    def __iter__(self):
        """The server's events, until it closes; then close_code says how (1006: without a word)."""
        while True:
            try:
                got = self.receive()
            except OSError:
                got = None
            if got is None:
                self.close_code = self.close_code or 1006
                return
            opcode, payload = got
            if opcode == TEXT:
                yield json.loads(payload)
            elif opcode == PING:
                self.send(PONG, payload)
            elif opcode == CLOSE:
                self.close_code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
                try:
                    self.send(CLOSE, payload[:2])
                except OSError:
                    pass
                return


def typed_error(body):
    """The code of `{"error":{"code","message"}}`; None where the body is anything else."""
    try:
        error = json.loads(body)
    except (ValueError, UnicodeDecodeError):
        return None
    if not isinstance(error, dict) or set(error) != {"error"} or set(error["error"]) != {"code", "message"}:
        return None
    return error["error"]["code"]


def samples(path, rate=16000):
    """A recording as 16-bit mono samples at the rate."""
    import numpy as np
    import soundfile
    import soxr

    sound, own = soundfile.read(path, dtype="float64", always_2d=True)
    sound = sound.mean(1)
    if own != rate:
        sound = soxr.resample(sound, own, rate)
    return (np.clip(sound, -1, 32767 / 32768) * 32768).round().astype("<i2")


def wav(sound, rate=16000):
    """The bytes of a WAV file of 16-bit mono samples."""
    data = sound.tobytes()
    return struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16, b"data",
                       len(data)) + data


def clips(count, seed=6):
    """Paths of real clips where UNDERTONE_CORPORA names a folder that has some, else of the samples."""
    import random

    root = pathlib.Path(os.environ.get("UNDERTONE_CORPORA", ROOT / "Samples"))
    found = sorted(p for p in root.rglob("*") if p.suffix.lower() in {".wav", ".flac", ".ogg", ".opus", ".mp3"})
    if not found:
        raise SystemExit(f"There are no recordings in {root}.")
    return random.Random(seed).sample(found, count) if len(found) >= count else (found * count)[:count]


def machine():
    cores = len(os.sched_getaffinity(0))
    version = subprocess.run([TOOL, "--version"], capture_output=True, text=True).stdout.strip() if TOOL.exists() else ""
    return f"{timing.processor()}, {cores} cores, {platform.system()} {platform.release()}, undertone {version or '?'}, {time.strftime('%Y-%m-%d')}"


def share(values, part):
    """The value below which that part of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def report(name, text, write):
    """Prints a result, and with --write puts it between its markers in Documentation/Server.md."""
    print(text, flush=True)
    if not write:
        return
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    page = DOCUMENT.read_text()
    if begin not in page or end not in page:
        raise SystemExit(f"{DOCUMENT} has no place for {name}.")
    before, rest = page.split(begin, 1)
    DOCUMENT.write_text(f"{before}{begin}\n{text.strip()}\n{end}{rest.split(end, 1)[1]}")
