#!/usr/bin/env bash
# Makes the recordings in this folder. They are synthetic: espeak-ng speaks the same sentence with different prosody,
# and sox writes it in a few of the formats that Undertone reads. Needs: apt-get install espeak-ng sox libsox-fmt-all
set -euo pipefail
cd "$(dirname "$0")"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

sentence="The letter came this morning, and I have read it twice."

# speak FILE WORDS-PER-MINUTE PITCH(0-99) AMPLITUDE(0-200) VOICE TEXT
speak() {
    espeak-ng -v "$5" -s "$2" -p "$3" -a "$4" -w "$work/spoken.wav" "$6"
    # No dither: the same text gives the same bytes each time.
    sox -D -v 0.9 "$work/spoken.wav" -r 16000 -c 1 "$1"
}

speak level-voice.wav     150 45 100 en-gb    "$sentence"
speak raised-voice.flac   215 85 150 en-us+f3 "The letter came this morning! And I have read it! Twice!"
speak subdued-voice.ogg   105 18  40 en-gb+m3 "$sentence"

# One recording in which the voice changes, for --timeline.
text="We were to meet at the station at noon, and the train was on time. Nothing in the day was out of the ordinary."
speak "$work/first.wav"  150 45 100 en-us "$text"
speak "$work/second.wav" 230 90 150 en-us "Then you tell me it is gone! All of it! How could that happen? I asked you twice!"
speak "$work/third.wav"  100 15  45 en-us "I am sorry. I did not know what to say to you."
sox -D "$work/first.wav" "$work/second.wav" "$work/third.wav" changing-voice.flac
