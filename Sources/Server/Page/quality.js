// How good a recording is, in plain words, by the measures that come with every answer.
import { clock, percent } from "./words.js";

const ISSUES = {
  "too-quiet": "it is too quiet",
  clipped: "it is distorted",
  noisy: "it is noisy",
  "narrow-band": "it sounds like a telephone",
  short: "it holds hardly any speech",
};

const HINTS = {
  "too-quiet": "Very quiet: come closer to the microphone.",
  clipped: "Too loud: move away from the microphone, or turn it down.",
  noisy: "Noisy: a quieter place gives surer answers.",
};

/** What a person who is recording could do better right now; empty where all is well. */
export function hint(quality) {
  const issue = Object.keys(HINTS).find((name) => quality?.issues?.includes(name));
  return issue ? HINTS[issue] : "";
}

export function qualitySentence(quality) {
  if (quality.issues?.includes("no-speech")) return "There is nothing to judge: nobody seems to speak in it.";
  const issues = (quality.issues ?? []).map((issue) => ISSUES[issue] ?? issue);
  if (issues.length === 0) return "Good enough to be judged.";
  const list = issues.length > 1 ? `${issues.slice(0, -1).join(", ")} and ${issues.at(-1)}` : issues[0];
  return `Take the answer with more caution than usual: ${list}.`;
}

/** Rows of `{name, good, text}`; `good` is null where it could not be measured. */
export function qualityRows(quality) {
  return [
    { name: "Speech", ...speech(quality) },
    { name: "Noise", ...noise(quality.snr_db) },
    { name: "Distortion", ...clipping(quality.clipping_share) },
    { name: "Bandwidth", ...bandwidth(quality.bandwidth_hz) },
    { name: "Level", ...level(quality) },
  ];
}

function speech({ speech_share: share, speech_seconds: seconds, issues = [] }) {
  if (share == null) return unknown;
  if (issues.includes("no-speech")) return { good: false, text: "no speech found" };
  const length = seconds < 60 ? `${seconds.toFixed(1)} seconds` : `${clock(seconds)} minutes`;
  return { good: !issues.includes("short"), text: `${percent(share)} of the time, ${length}` };
}

function noise(ratio) {
  if (ratio == null) return unknown;
  const words = ratio >= 25 ? "hardly any" : ratio >= 15 ? "little" : ratio >= 10 ? "some" : "much";
  return { good: ratio >= 10, text: `${words}: speech is ${Math.round(ratio)} dB above it` };
}

function clipping(share) {
  if (share == null) return unknown;
  if (share === 0) return { good: true, text: "none" };
  if (share <= 0.001) return { good: true, text: "a trace: the loudest moments touch the limit" };
  return { good: false, text: `clear: ${(share * 100).toFixed(1)} % of the samples are cut off` };
}

function bandwidth(hertz) {
  if (hertz == null) return unknown;
  const kilohertz = (hertz / 1000).toFixed(1);
  return hertz < 4750
    ? { good: false, text: `like a telephone: sound up to ${kilohertz} kHz` }
    : { good: true, text: `full voice: sound up to ${kilohertz} kHz` };
}

function level({ level_db: loudness, peak_db: peak }) {
  if (loudness == null) return unknown;
  const words = peak < -40 ? "too quiet" : loudness < -38 ? "quiet" : loudness > -12 ? "loud" : "good";
  return { good: words !== "too quiet", text: `${words}: ${String(Math.round(loudness)).replace("-", "−")} dB on average` };
}

const unknown = { good: null, text: "could not be measured" };
