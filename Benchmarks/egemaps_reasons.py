"""Why columns of eGeMAPS differ from openSMILE's, by the beginning of their names; the first that fits is printed."""

_ROOTS = (
    "roots of the predictor's polynomial that lie near the real axis, broader than 2 kHz, pass it or not with the last digits of "
    "single precision, in which openSMILE works; where they do, a formant more or less is counted, as in one frame of 200")

_ONE_CLIP = (
    "as F2's, and of one short clip above all, CREMA-D 1087_DFA_ANG_XX (0.16 here, 0.37 there, of 45 voiced frames); without it "
    "r is 0.983")

REASONS = {
    "F1bandwidth_sma3nz_stddevNorm": _ONE_CLIP,
    "F1bandwidth": _ROOTS,
    "F2bandwidth": _ROOTS,
    "F3bandwidth": _ROOTS,
}
