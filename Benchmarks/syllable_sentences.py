"""Recordings whose sentence is known, with the number of its syllables and whether thresholds were chosen on its speaker."""
import random

SENTENCES = {
    "crema-d": {  # as spoken in careful English
        "IEO": 6,   # It's eleven o'clock
        "TIE": 8,   # That is exactly what happened
        "IOM": 8,   # I'm on my way to the meeting
        "IWW": 8,   # I wonder what this is about
        "TAI": 7,   # The airplane is almost full
        "MTI": 9,   # Maybe tomorrow it will be cold
        "IWL": 8,   # I would like a new alarm clock
        "ITH": 10,  # I think I have a doctor's appointment
        "DFA": 6,   # Don't forget a jacket
        "ITS": 7,   # I think I've seen this before
        "TSI": 5,   # The surface is slick
        "WSI": 9,   # We'll stop in a couple of minutes
    },
    "emodb": {
        "a01": 8,   # Der Lappen liegt auf dem Eisschrank
        "a02": 9,   # Das will sie am Mittwoch abgeben
        "a04": 11,  # Heute abend könnte ich es ihm sagen
        "a05": 18,  # Das schwarze Stück Papier befindet sich da oben neben dem Holzstück
        "a07": 10,  # In sieben Stunden wird es soweit sein
        "b01": 15,  # Was sind denn das für Tüten, die da unter dem Tisch stehen?
        "b02": 20,  # Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter
        "b03": 24,  # An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht
        "b09": 17,  # Ich will das eben wegbringen und dann mit Karl was trinken gehen
        "b10": 14,  # Die wird auf dem Platz sein, wo wir sie immer hinlegen
    },
}
# One file is digital silence.
LEFT_OUT = {"1076_MTI_SAD_XX"}


def describe(corpus, path):
    """(syllables, whether the speaker is of the development half) of a recording; no German and no TESS speaker is."""
    name = path.stem
    if corpus == "ravdess":  # Kids are talking by the door / Dogs are sitting by the door
        return 7, int(name.split("-")[-1]) <= 12
    if corpus == "crema-d":
        speaker, sentence = name.split("_")[:2]
        return SENTENCES[corpus][sentence], int(speaker) <= 1045
    if corpus == "tess":  # Say the word, and a word of one syllable
        return 4, False
    return SENTENCES[corpus][name[2:5]], False


def draw(root, corpus, count, development, seed=20261121):
    """At most `count` recordings of the asked-for half: (path, syllables)."""
    clips = []
    for path in sorted((root / corpus).rglob("*.*")):
        if path.suffix in {".opus", ".ogg", ".wav", ".flac"} and path.stem not in LEFT_OUT:
            syllables, is_development = describe(corpus, path)
            if is_development == development:
                clips.append((path, syllables))
    return random.Random(seed).sample(clips, min(count, len(clips)))
