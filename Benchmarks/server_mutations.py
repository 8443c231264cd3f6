"""Good requests and WebSocket conversations, and seeded ways to spoil them: what server_faults.py throws at the server."""
import io
import json

from server_common import BINARY, CLOSE, PING, PONG, ROOT, TEXT, frame, handshake_bytes, multipart, request_bytes, samples

WORDS = [
    b"\0", b"\r\n", b"\r\n\r\n", b"\n", b"%00", b"%", b"%zz", b"../../../../etc/passwd", b"..%2f..%2f", b"\xff\xfe\xfd", b"\xc0\xaf", b" " * 300,
    b"A" * 9000, b"-1", b"0", b"1", b"99999999999999999999", b"2147483648", b"0x10", b"1e9", b"NaN", b"null", b"{}", b"[[[[[[[[", b'"', b"\\u0000",
    b"Content-Length: 5\r\n", b"Content-Length: -1\r\n", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n",
    b"Expect: 100-continue\r\n", b"Connection: close, upgrade\r\n", b"Upgrade: h2c\r\n", b"Upgrade: websocket\r\n", b"Host: a\r\n", b"Host:\r\n",
    b"Range: bytes=0-0\r\n", b"Content-Encoding: gzip\r\n", b"Sec-WebSocket-Version: 99\r\n", b"Authorization: Bearer x\r\n", b"Origin: null\r\n",
    b"HTTP/0.9", b"HTTP/2.0", b"HTTP/1.0", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET ", b"CONNECT ", b"TRACE ", b"--undertone-boundary--\r\n",
    b"--undertone-boundary\r\n", b"RIFF\xff\xff\xff\xffWAVE", b"fLaC", b"OggS", b"data\xff\xff\xff\xff", b"fmt \x00\x00\x00\x00"]


def encoded(sound):
    """Half a second of speech in every format that is read, by name."""
    import soundfile

    result = {}
    for name, container, subtype, rate in (
            ("wav", "WAV", "PCM_16", 16000), ("float.wav", "WAV", "FLOAT", 16000), ("24.wav", "WAV", "PCM_24", 16000),
            ("mulaw.wav", "WAV", "ULAW", 16000), ("adpcm.wav", "WAV", "IMA_ADPCM", 16000), ("rf64", "RF64", "PCM_16", 16000),
            ("flac", "FLAC", "PCM_16", 16000), ("ogg", "OGG", "VORBIS", 16000), ("opus", "OGG", "OPUS", 16000),
            ("mp3", "MP3", "MPEG_LAYER_III", 16000), ("aiff", "AIFF", "PCM_16", 16000), ("caf", "CAF", "PCM_16", 16000)):
        file = io.BytesIO()
        soundfile.write(file, sound, rate, format=container, subtype=subtype)
        result[name] = file.getvalue()
    return result


def good_requests():
    """Whole connections' worth of bytes; each ends with a request that asks for the end."""
    sound = samples(ROOT / "Samples" / "raised-voice.flac")[8000:16000]
    close = {"Connection": "close"}
    found = [request_bytes("GET", target, headers=close) for target in (
        "/", "/healthz", "/readyz", "/metrics", "/openapi.yaml", "/v1/models", "/v1/history?limit=5&before=9", "/app.js", "/v1/stream")]
    found.append(request_bytes("DELETE", "/v1/history/0f8fad5b-d9cb-469f-a165-70867728950e", headers=close))
    found.append(request_bytes("HEAD", "/v1/models", headers=close))
    found.append(request_bytes("OPTIONS", "/v1/recognize", headers={**close, "Origin": "http://example.org",
                                                                  "Access-Control-Request-Method": "POST"}))
    found.append(request_bytes("GET", "/v1/models") + request_bytes("GET", "/healthz") + request_bytes("GET", "/readyz", headers=close))
    for name, data in encoded(sound).items():
        found.append(request_bytes("POST", f"/v1/recognize?name=clip.{name}&explain=true&model=open", data, {**close, "Content-Type": "audio/x"}))
        found.append(request_bytes("POST", "/v1/features?set=prosody&level=frames", data, close))
        form, kind = multipart(data, f"clip.{name}")
        found.append(request_bytes("POST", "/v1/recognize", form, {**close, "Content-Type": kind}))
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(data[at:at + 3000]), data[at:at + 3000]) for at in range(0, len(data), 3000)) + b"0\r\n\r\n"
        head = request_bytes("POST", "/v1/recognize", headers={**close, "Transfer-Encoding": "chunked"})
        found.append(head.replace(b"Content-Length: 0\r\n", b"") + chunks)
    return found


def spoil(data, generator, edge=None):
    """One to four changes; where `edge` is given, most of them before it, where a request's head is."""
    data = bytearray(data)
    for _ in range(generator.choice([1, 1, 1, 2, 3, 4])):
        end = edge if edge and generator.random() < 0.6 else len(data)
        at = generator.randrange(min(end, len(data)) + 1)
        size = min(generator.choice([1, 1, 2, 4, 16, 100, 2000]), len(data) - at)
        how = generator.randrange(8)
        if how == 0 and at < len(data):
            data[at] ^= 1 << generator.randrange(8)
        elif how == 1:
            del data[at:at + size]
        elif how == 2:
            data[at:at] = data[at:at + size]
        elif how == 3:
            data[at:at] = generator.choice(WORDS)
        elif how == 4:
            data[at:at + size] = generator.randbytes(size)
        elif how == 5:
            other = generator.randrange(len(data) + 1)
            data[at:at] = data[other:other + size]
        elif how == 6 and generator.random() < 0.3:
            del data[at:]
        elif how == 7:
            data[at:at + size] = generator.choice(WORDS)[:max(size, 1)]
    return bytes(data)


def good_conversation(generator):
    """What a live voice's client sends after its handshake, frame by frame: (opcode, payload, options)."""
    sound = samples(ROOT / "Samples" / "raised-voice.flac")[:24000].tobytes()
    start = {"type": "start", "encoding": generator.choice(["s16le", "f32le", "mulaw"]), "rate": generator.choice([8000, 16000, 44100, 48000]),
             "window": generator.choice([1, 2, 3]), "hop": generator.choice([0.5, 1]), "smoothing": 1, "model": "open"}
    frames = [[TEXT, json.dumps(start).encode(), {}]]
    size = generator.choice([640, 3200, 1001])
    frames += [[BINARY, sound[at:at + size], {}] for at in range(0, generator.choice([6400, 32000, 48000]), size)]
    frames.insert(generator.randrange(1, len(frames)), [PING, b"still there?", {}])
    return frames + [[TEXT, b'{"type":"end"}', {}]]


def spoiled_conversation(generator):
    """The bytes of a conversation with one to three things wrong: in a message, in a frame, in their order, or anywhere."""
    frames = good_conversation(generator)
    for _ in range(generator.choice([1, 1, 2, 3])):
        at = generator.randrange(len(frames))
        if generator.random() < 0.4:
            at = generator.choice([0, len(frames) - 1])
        opcode, payload, options = frames[at]
        how = generator.randrange(11)
        if how == 0:
            frames[at] = [opcode, spoil(payload, generator), options]
        elif how == 1:
            frames[at] = [generator.randrange(16), payload, options]
        elif how == 2:
            frames[at] = [opcode, payload, {"masked": False}]
        elif how == 3:
            frames[at] = [opcode, payload, {"fin": False}]
        elif how == 4:
            frames.insert(at, [generator.choice([PING, PONG, CLOSE]), generator.randbytes(generator.choice([0, 1, 2, 125, 126, 500])), {}])
        elif how == 5:
            del frames[at]
        elif how == 6:
            frames.insert(at, frames[generator.randrange(len(frames))])
        elif how == 7:
            frames.insert(at, [TEXT, generator.choice(WORDS), {}])
        elif how == 8:
            frames.insert(at, [TEXT, generator.choice([
                b'{"type":"start","encoding":"s16le","rate":-1}', b'{"type":"start","encoding":"s16le","rate":1e300}',
                b'{"type":"start","encoding":"s16le","rate":16000,"window":-3}', b'{"type":"start","encoding":"s16le","rate":16000,"hop":0}',
                b'{"type":"start","encoding":"s16le","rate":16000,"hop":1e-9}', b'{"type":"start","encoding":"s16le","rate":16000,"window":1e9}',
                b'{"type":"start","encoding":"s16le","rate":16000,"model":"../../etc"}', b'{"type":"start"}', b'{"type":5}', b"[" * 100_000,
                b'{"type":"start","encoding":"aac","rate":16000}', b'{"type":"start","encoding":"s16le","rate":16000,"smoothing":null}', b"\xff\xff"]),
                {}])
        elif how == 9 and payload:
            cut = generator.randrange(len(payload) + 1)
            frames[at:at + 1] = [[opcode, payload[:cut], {"fin": False}], [0, payload[cut:], {}]]
        elif how == 10:
            data = bytearray(b"".join(frame(o, p, **options) for o, p, options in frames))
            return spoil(data, generator)
    data = b"".join(frame(o, p, **options) for o, p, options in frames)
    if generator.random() < 0.1:
        # A length that never comes, of up to 2^63 bytes.
        data += bytes([0x82, 0xFF]) + generator.choice([b"\0\0\0\0\x7f\xff\xff\xff", b"\x7f" + b"\xff" * 7, b"\xff" * 8]) + b"abcd"
    return data


__all__ = ["encoded", "good_requests", "handshake_bytes", "spoil", "spoiled_conversation"]
