"""Milliseconds of one pass, elapsed and on the processor, and the processor's name."""
import pathlib
import platform
import subprocess
import time


def timed(work):
    start, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - start) * 1000, (time.process_time() - processor) * 1000


def ours(program, *arguments):
    """Milliseconds of one pass; the program makes another first to warm up."""
    result = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True)
    return tuple(map(float, result.stdout.split()[:2]))


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines() if pathlib.Path("/proc/cpuinfo").exists() else []:
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()
