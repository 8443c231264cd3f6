"""Why columns of eGeMAPS differ from openSMILE's, by the beginning of their names; the first that fits is printed."""

_NEAR_ZERO = (
    "one clip, TESS YAF_learn_angry, whose mean is close to 0 so that the ratio to it says nothing (mfcc2V 0.23 here and 0.07 there, "
    "mfcc3V 0.06 and -0.35): openSMILE has four frames of its voiced end open where we have two. Without that clip r is 1.0000")

_ROOTS = (
    "roots of the predictor's polynomial that lie near the real axis, broader than 2 kHz, pass it or not with the last digits of single "
    "precision, in which openSMILE works; where they do, a formant more or less is counted, as in one frame of 200")

REASONS = {
    "mfcc2V_sma3nz_stddevNorm": _NEAR_ZERO,
    "mfcc3V_sma3nz_stddevNorm": _NEAR_ZERO,
    "F1bandwidth": _ROOTS,
    "F2bandwidth": _ROOTS,
    "F3bandwidth": _ROOTS,
}
