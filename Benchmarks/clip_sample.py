"""The real clips that Undertone is measured on: the same number from each of five corpora, drawn with a fixed seed."""
import pathlib
import random
import sys

CORPORA = ("ravdess", "crema-d", "tess", "savee", "emodb")
SUFFIXES = {".opus", ".ogg", ".wav", ".flac", ".mp3"}


def draw(root, count, seed=20261121):
    """Paths of `count` clips, `count` / 5 a corpus; exits with a sentence when a corpus is missing."""
    generator = random.Random(seed)
    clips = []
    for corpus in CORPORA:
        files = sorted(path for path in (pathlib.Path(root) / corpus).rglob("*") if path.suffix in SUFFIXES)
        if not files:
            sys.exit(f"No recordings of {corpus} under {root}.")
        clips += generator.sample(files, count // len(CORPORA))
    return clips
