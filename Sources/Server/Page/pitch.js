// The pitch contour, from the server's measures of prosody.

/** `{time, frequency}` a frame, frequency 0 where the voice has no pitch; null where the answer has no such column. */
export function pitchContour({ columns, rows }) {
  const column = columns.findIndex((name) => /^fundamental_?frequency/i.test(name));
  const [start, end] = [columns.indexOf("start"), columns.indexOf("end")];
  if (column < 0 || start < 0) return null;
  return rows.map((row) => ({ time: (row[start] + (end < 0 ? row[start] : row[end])) / 2, frequency: row[column] ?? 0 }));
}

/** What the contour says, in a sentence. */
export function pitchSentence(contour) {
  const voiced = contour.map(({ frequency }) => frequency).filter((frequency) => frequency > 0).sort((a, b) => a - b);
  if (voiced.length < 5) return "No pitch was found: the voice is not voiced long enough.";
  const at = (share) => Math.round(voiced[Math.floor(share * (voiced.length - 1))]);
  return `The line is the pitch of the voice: ${at(0.5)} Hz in the middle, mostly between ${at(0.05)} and ${at(0.95)} Hz.`;
}
