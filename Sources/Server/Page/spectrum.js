// Sound to columns of a spectrogram, as it comes. Bands are as wide as stretches of the cochlea of equal length (Greenwood,
// 1990), which gives the pitch of voices a quarter of the picture, where a mel scale gives them a tenth.
import { Fourier } from "./fourier.js";

export const BANDS = 128;
const LOWEST = 50;
const HIGHEST = 8000;
/** Quietest level that a column can hold, in dB below full scale. */
const FLOOR = -120;

const place = (frequency) => Math.log10(frequency / 165.4 + 0.88);
const frequencyAt = (position) => 165.4 * (10 ** position - 0.88);

/** Where a frequency lies on the picture: 0 at the bottom, 1 at the top. */
export function height(frequency) {
  return (place(frequency) - place(LOWEST)) / (place(HIGHEST) - place(LOWEST));
}

export class Spectrum {
  /** `hop`: seconds between columns. */
  constructor(rate, hop = 0.02) {
    this.hopSamples = Math.max(1, Math.round(hop * rate));
    this.hop = this.hopSamples / rate;
    this.fourier = new Fourier(2 ** Math.round(Math.log2(rate * 0.04)));
    this.power = new Float32Array(this.fourier.size / 2 + 1);
    // Half a window of silence first, so that a column stands at its window's middle.
    this.pending = new Float32Array(this.fourier.size / 2);
    this.levels = new Uint8Array(BANDS * 512);
    this.count = 0;
    this.peak = 0;
    this.edges = Array.from({ length: BANDS }, (_, band) => this.edge(band, rate));
  }

  get duration() {
    return this.count * this.hop;
  }

  edge(band, rate) {
    const step = (place(HIGHEST) - place(LOWEST)) / BANDS;
    const bin = (position) => (frequencyAt(place(LOWEST) + position * step) / rate) * this.fourier.size;
    return { first: bin(band), last: bin(band + 1) };
  }

  append(samples) {
    const joined = new Float32Array(this.pending.length + samples.length);
    joined.set(this.pending);
    joined.set(samples, this.pending.length);
    let offset = 0;
    while (offset + this.fourier.size <= joined.length) {
      this.fourier.power(joined, offset, this.power);
      this.column();
      offset += this.hopSamples;
    }
    this.pending = joined.slice(offset);
  }

  column() {
    if ((this.count + 1) * BANDS > this.levels.length) {
      const longer = new Uint8Array(this.levels.length * 2);
      longer.set(this.levels);
      this.levels = longer;
    }
    for (let band = 0; band < BANDS; band += 1) {
      const level = 10 * Math.log10(this.bandPower(this.edges[band]) + 1e-12);
      const value = Math.max(0, Math.min(255, Math.round((level - FLOOR) * (255 / -FLOOR))));
      this.levels[this.count * BANDS + band] = value;
      if (value > this.peak) this.peak = value;
    }
    this.count += 1;
  }

  /** The strongest bin within the band; between bins, where bands are narrower than they. */
  bandPower({ first, last }) {
    const start = Math.ceil(first);
    const end = Math.min(Math.floor(last), this.power.length - 1);
    if (start > end) {
      const middle = Math.min((first + last) / 2, this.power.length - 1.001);
      const below = Math.floor(middle);
      return this.power[below] + (this.power[below + 1] - this.power[below]) * (middle - below);
    }
    let strongest = 0;
    for (let bin = start; bin <= end; bin += 1) strongest = Math.max(strongest, this.power[bin]);
    return strongest;
  }
}

/** Columns of a whole recording, computed in slices so that the page stays alive. */
export async function spectrum(samples, rate) {
  const result = new Spectrum(rate, Math.max(0.01, samples.length / rate / 2000));
  const slice = rate * 5;
  for (let start = 0; start < samples.length; start += slice) {
    result.append(samples.subarray(start, start + slice));
    await new Promise((resolve) => setTimeout(resolve));
  }
  return result;
}
