"""What the recordings of the five corpora are called: from a file's name to emotion and speaker, as the corpora's readers have it."""
RAVDESS = {
    "01": "neutral", "02": "calm", "03": "happiness", "04": "sadness", "05": "anger", "06": "fear", "07": "disgust", "08": "surprise"}
CREMA = {"ANG": "anger", "DIS": "disgust", "FEA": "fear", "HAP": "happiness", "NEU": "neutral", "SAD": "sadness"}
TESS = {"angry": "anger", "happy": "happiness", "sad": "sadness", "ps": "surprise"}
SAVEE = {"a": "anger", "d": "disgust", "f": "fear", "h": "happiness", "n": "neutral", "sa": "sadness", "su": "surprise"}
EMODB = {"W": "anger", "L": "boredom", "E": "disgust", "A": "fear", "F": "happiness", "T": "sadness", "N": "neutral"}


def emotion_and_speaker(corpus, name):
    """`name`: without folder and ending."""
    if corpus == "ravdess":
        parts = name.split("-")
        return RAVDESS[parts[2]], parts[6]
    if corpus == "crema-d":
        parts = name.split("_")
        return CREMA[parts[2]], parts[0]
    if corpus == "tess":
        word = name.split("_")[-1].lower()
        return TESS.get(word, word), "OAF" if name.startswith("OA") else "YAF"
    if corpus == "savee":
        speaker, code = name.split("_")
        return SAVEE[code.rstrip("0123456789")], speaker
    return EMODB[name[5]], name[:2]
