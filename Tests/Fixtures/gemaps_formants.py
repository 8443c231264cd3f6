"""Prints the golden formants of GeMAPSSpectralTests: what openSMILE 2.6 (pip install opensmile==2.6.0 numpy) says of a signal made by formula.

The signal repeats every 10 ms, so that all frames are the same and openSMILE's smoothing over frames changes nothing.
"""
import numpy
import opensmile

smile = opensmile.Smile(
    feature_set=opensmile.FeatureSet.eGeMAPSv02, feature_level=opensmile.FeatureLevel.LowLevelDescriptors)
for rate in (16000, 48000):
    period = rate // 100
    n = numpy.arange(50 * period)
    samples = sum(0.02 * numpy.cos(2 * numpy.pi * h * n / period + h * h) for h in range(1, 41))
    rows = smile.process_signal(samples.astype("float32"), rate)
    row = rows.iloc[len(rows) // 2]
    print(rate, [round(float(row[f"F{i}{what}_sma3nz"]), 2) for i in (1, 2, 3) for what in ("frequency", "bandwidth")])
