// Sound kept in memory as 16-bit mono, and its WAV file.

/** The most that is kept, in seconds. */
export const LONGEST_RECORDING = 600;

export class Recording {
  constructor(rate) {
    this.rate = rate;
    this.blocks = [];
    this.count = 0;
  }

  get duration() {
    return this.count / this.rate;
  }

  get isFull() {
    return this.duration >= LONGEST_RECORDING;
  }

  append(samples) {
    this.blocks.push(samples);
    this.count += samples.length;
  }

  wav() {
    return new Blob([header(this.rate, this.count), ...this.blocks], { type: "audio/wav" });
  }
}

export function toInt16(samples) {
  const result = new Int16Array(samples.length);
  for (let index = 0; index < samples.length; index += 1) {
    result[index] = Math.max(-32768, Math.min(32767, Math.round(samples[index] * 32768)));
  }
  return result;
}

/** A WAV file of floating-point samples. */
export function wav(samples, rate) {
  const recording = new Recording(rate);
  recording.append(toInt16(samples));
  return recording.wav();
}

function header(rate, count) {
  const view = new DataView(new ArrayBuffer(44));
  const write = (offset, text) => [...text].forEach((letter, index) => view.setUint8(offset + index, letter.charCodeAt(0)));
  write(0, "RIFF");
  view.setUint32(4, 36 + count * 2, true);
  write(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, "data");
  view.setUint32(40, count * 2, true);
  return view.buffer;
}
