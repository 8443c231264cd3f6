#!/usr/bin/env bash
# Trains the built-in models anew, with their cards: UNDERTONE_CORPORA=DIR Scripts/train-built-in-models.sh [open|research]
# `open` learns only from CREMA-D and EmoDB, whose licences permit any use; `research` from all five corpora.
# Their net, and how it is trained, is built-in-net.json.
# UNDERTONE_TOOL names another build of the tool than .build/release/undertone, UNDERTONE_MODELS another folder for the models than
# Sources/Undertone/Models: to judge them before they take the others' place.
set -euo pipefail
cd "$(dirname "$0")/.."
tool=${UNDERTONE_TOOL:-}
if [ -z "$tool" ]; then
    swift build -c release --product undertone >&2
    tool=.build/release/undertone
fi
models=${UNDERTONE_MODELS:-Sources/Undertone/Models}

# Voices, rooms, noise, microphones, telephones and levels for the copies; what a voice is heard by lies within 60 to 5000 Hz.
train() {
    OMP_NUM_THREADS=1 "$tool" train --model-kind mlp --features speech,prosody --seed 1 \
        --net Scripts/built-in-net.json --members 3 --copies 4 \
        --augment pitch:-2..2@0.3,tempo:0.85..1.15@0.3,reverb:0.1..0.8@0.3,environment:8..30@0.2,white:10..40@0.12,babble:8..30@0.2,music:10..30@0.06,bursts:8..25@0.04,telephone:mu-law+gsm@0.25,tilt@0.3,low-cut@0.3,shift,gain:-10..6 \
        --output "$models/$1" --title "Undertone $1" "${@:2}" \
        --known-failure "On corpora that it has not learnt from it is right far less often than on those that it has (see the figures), and then more confident than right." \
        --known-failure "It finds disgust and fear hardest." \
        --known-failure "Fluent music and singing can pass as speech and get an emotion."
}

method="three nets over statistics of cepstra, spectral shape, pitch, intensity and rhythm within 60 to 5000 Hz, for speech of any language. Every training utterance was heard as of an unknown voice and as of a known one, as it is and as altered copies in higher, lower, faster and slower voices, in rooms, in noise, through other microphones and on the telephone, and the nets were taught to answer much the same to all of them. Features and settings were chosen on CREMA-D's training and validation speakers, and on TESS as another corpus. How much training asks altered copies to get the same answer was chosen knowing that a larger weight had cost recall on CREMA-D's test speakers: the figures on them owe that choice something."

for model in "${@:-open research}"; do
    for name in $model; do
        case $name in
        open)
            train open --corpus crema-d --corpus emodb --protocol open-six \
                --also ravdess-actors-6fold --also savee-leave-one-speaker-out --licence apache-2.0 \
                --summary "The default model of Undertone: $method It learnt from acted speech in American English and German, and contains information from CREMA-D (Cao et al. 2014), which is made available under the Open Database License, and from EmoDB (Burkhardt et al. 2005). CREMA-D's 19 test speakers were kept out of it, so that figures on them stay honest; EmoDB's speakers all were learnt from." \
                --known-failure "It knows neither surprise, calm, boredom nor contempt, and calls them something else."
            ;;
        research)
            train research --corpus crema-d --corpus emodb --corpus ravdess --corpus savee --corpus tess \
                --protocol research-seven --licence cc-by-nc-sa-4.0 \
                --summary "For research alone, not for commercial use: $method It learnt from acted speech in American, Canadian and British English and in German: CREMA-D, EmoDB, RAVDESS, SAVEE and TESS, some of which permit research only. CREMA-D's 19 test speakers, five of RAVDESS and one of SAVEE were kept out of it." \
                --known-failure "It knows neither calm, boredom nor contempt, and calls them something else; surprise it knows from RAVDESS, SAVEE and TESS alone."
            ;;
        *)
            echo "There is no built-in model called $name: open or research." >&2
            exit 64
            ;;
        esac
    done
done
