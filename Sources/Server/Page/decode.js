// Files decoded by the browser: for the spectrogram, and for formats that the server does not read.
import { LONGEST_RECORDING } from "./recording.js";

const RATE = 48_000;

/** Mono samples of a file, or null where the browser cannot read it or it is too long to hold. */
export async function decode(file) {
  if (await lengthOf(file) > LONGEST_RECORDING + 1) return null;
  try {
    const audio = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await file.arrayBuffer());
    return { samples: mono(audio), rate: audio.sampleRate };
  } catch {
    return null;
  }
}

function mono(audio) {
  if (audio.numberOfChannels === 1) return audio.getChannelData(0);
  const mixed = new Float32Array(audio.length);
  for (let channel = 0; channel < audio.numberOfChannels; channel += 1) {
    const samples = audio.getChannelData(channel);
    for (let index = 0; index < mixed.length; index += 1) mixed[index] += samples[index] / audio.numberOfChannels;
  }
  return mixed;
}

/** Seconds, by the file's own header, before all of it is decoded; 0 where the header does not say. */
function lengthOf(file) {
  return new Promise((resolve) => {
    const audio = new Audio();
    const address = URL.createObjectURL(file);
    const done = (seconds) => {
      URL.revokeObjectURL(address);
      resolve(seconds);
    };
    audio.preload = "metadata";
    audio.onloadedmetadata = () => done(Number.isFinite(audio.duration) ? audio.duration : 0);
    audio.onerror = () => done(0);
    audio.src = address;
  });
}
