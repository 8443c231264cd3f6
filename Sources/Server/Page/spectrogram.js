// The picture of the sound, with the pitch of the voice on it.
import { GUTTER } from "./surface.js";
import { BANDS, height } from "./spectrum.js";
import { themed } from "./words.js";

const AXIS = 24;
/** Levels that are told apart below the loudest one, in steps of the stored bytes (120 dB are 255). */
const RANGE = 140;

/** `pitch`: `{time, frequency}`, frequency 0 where the voice has none; `absence`: why there is no spectrum, if there is none. */
export function drawSpectrogram(surface, view, { spectrum, pitch, absence }) {
  if (!surface.clear()) return;
  const bottom = surface.height - AXIS;
  surface.context.fillStyle = themed("--spectrogram-0");
  surface.context.fillRect(GUTTER, 0, surface.width - GUTTER, bottom);
  if (spectrum?.count > 0) drawColumns(surface, view, spectrum, bottom);
  else surface.text(absence, (GUTTER + surface.width) / 2, bottom / 2, themed("--faint"), "center");
  drawFrequencies(surface, bottom);
  if (pitch?.length > 0) drawPitch(surface, view, pitch, bottom);
  view.drawLabels(surface, bottom + AXIS / 2 + 3);
}

function drawColumns(surface, view, spectrum, bottom) {
  const left = Math.max(GUTTER, view.x(0, surface));
  const right = Math.min(surface.width, view.x(spectrum.duration, surface));
  const width = Math.max(1, Math.round(right - left));
  const image = new ImageData(width, BANDS);
  const palette = ramp();
  const darkest = Math.max(spectrum.peak, 110);
  for (let x = 0; x < width; x += 1) {
    const first = Math.floor(view.time(left + x, surface) / spectrum.hop);
    const last = Math.max(first, Math.ceil(view.time(left + x + 1, surface) / spectrum.hop) - 1);
    for (let band = 0; band < BANDS; band += 1) {
      const level = loudest(spectrum, first, last, band);
      const shade = Math.max(0, Math.min(255, Math.round(((level - darkest + RANGE) / RANGE) * 255)));
      image.data.set(palette[shade], ((BANDS - 1 - band) * width + x) * 4);
    }
  }
  const copy = new OffscreenCanvas(width, BANDS);
  copy.getContext("2d").putImageData(image, 0, 0);
  surface.context.imageSmoothingEnabled = true;
  surface.context.drawImage(copy, left, 0, right - left, bottom);
}

function loudest(spectrum, first, last, band) {
  let result = 0;
  for (let column = Math.max(0, first); column <= last && column < spectrum.count; column += 1) {
    result = Math.max(result, spectrum.levels[column * BANDS + band]);
  }
  return result;
}

/** 256 colours between the style sheet's three. */
function ramp() {
  const stops = ["--spectrogram-0", "--spectrogram-1", "--spectrogram-2"].map((name) => parse(themed(name)));
  return Array.from({ length: 256 }, (_, index) => {
    const position = (index / 255) * (stops.length - 1);
    const below = Math.min(Math.floor(position), stops.length - 2);
    const mixed = stops[below].map((value, channel) => value + (stops[below + 1][channel] - value) * (position - below));
    return [...mixed, 255];
  });
}

function parse(hex) {
  return [1, 3, 5].map((offset) => Number.parseInt(hex.slice(offset, offset + 2), 16));
}

function drawFrequencies(surface, bottom) {
  for (const [frequency, name] of [[100, "100 Hz"], [200, "200 Hz"], [500, "500 Hz"], [1000, "1 kHz"], [2000, "2 kHz"], [4000, "4 kHz"]]) {
    const y = Math.round(bottom * (1 - height(frequency))) + 0.5;
    surface.text(name, GUTTER - 12, y, themed("--faint"), "right");
    surface.line(GUTTER - 6, y, GUTTER, y, themed("--rule"));
  }
}

function drawPitch(surface, view, pitch, bottom) {
  const { context } = surface;
  context.save();
  context.beginPath();
  context.rect(GUTTER, 0, surface.width - GUTTER, bottom);
  context.clip();
  context.beginPath();
  let voiced = false;
  for (const { time, frequency } of pitch) {
    if (frequency > 0) {
      const [x, y] = [view.x(time, surface), bottom * (1 - height(frequency))];
      if (voiced) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    voiced = frequency > 0;
  }
  context.lineJoin = "round";
  context.lineCap = "round";
  context.strokeStyle = themed("--pitch-edge");
  context.lineWidth = 4.5;
  context.stroke();
  context.strokeStyle = themed("--pitch");
  context.lineWidth = 2.25;
  context.stroke();
  context.restore();
}
