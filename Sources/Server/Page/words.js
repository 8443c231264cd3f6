// How things are said: emotions, times, shares.

/** What a listener hears, for a sentence that begins “A listener would hear …”. */
const PHRASES = { neutral: "a neutral voice", calm: "a calm voice" };
const COLOURED = ["anger", "disgust", "fear", "happiness", "sadness", "surprise", "neutral", "calm", "boredom", "contempt"];

export function phrase(emotion) {
  return PHRASES[emotion] ?? emotion;
}

/** The style sheet's colour of an emotion, in today's light. */
export function colour(emotion) {
  const name = COLOURED.includes(emotion) ? `--${emotion}` : "--other";
  return themed(name);
}

export function themed(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function capitalised(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function percent(share) {
  return `${Math.round(share * 100)}\u00a0%`;
}

/** 3.25 → “0:03”; with tenths “0:03.2”; 3725 → “1:02:05”. */
export function clock(seconds, { tenths = false } = {}) {
  const units = tenths ? Math.floor(seconds * 10 + 1e-6) / 10 : Math.floor(seconds + 1e-6);
  const hours = Math.floor(units / 3600);
  const minutes = Math.floor(units / 60) % 60;
  const rest = units % 60;
  const tail = tenths ? rest.toFixed(1).padStart(4, "0") : String(rest).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** Emotions and their probabilities, the most probable first. */
export function ranked(probabilities) {
  return Object.entries(probabilities ?? {}).sort((one, other) => other[1] - one[1]);
}

/** One sentence for a whole recording. */
export function verdict(summary) {
  const [first, second] = ranked(summary.probabilities);
  if (!summary.emotion || !first) return "Nobody seems to speak in this recording, so there is nothing to judge.";
  const share = percent(summary.confidence);
  if (summary.confidence >= 0.75) return `A listener would clearly hear ${phrase(summary.emotion)} (${share}).`;
  if (!second || summary.confidence >= 0.5 || second[0] === summary.emotion) {
    return `A listener would most likely hear ${phrase(summary.emotion)} (${share}).`;
  }
  return `It is hard to tell: a listener might hear ${phrase(summary.emotion)} (${share}) or ${phrase(second[0])} (${percent(second[1])}).`;
}

/** When the answer changed, in a sentence; empty where it did not. */
export function changesSentence(changes) {
  if (!changes?.length) return "";
  const told = changes.slice(0, 4).map(({ time, to }) => `to ${to} at ${clock(time)}`);
  const rest = changes.length - told.length;
  const more = rest === 0 ? "" : rest === 1 ? ", and once more" : `, and ${rest} times more`;
  return `The expression changes from ${changes[0].from} ${told.join(", ")}${more}.`;
}
