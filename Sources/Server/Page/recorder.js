// The microphone, as mono floating-point samples.
import { Trouble } from "./trouble.js";

/** Emotion is in level and timbre, so the browser must not even them out. */
const CONSTRAINTS = { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
/** How long the audio thread may take to hand over the rest, in milliseconds. */
const LONGEST_FLUSH = 500;

export class Recorder {
  /** Asks for the microphone; call it from a press of a button. Throws a Trouble. */
  static async open() {
    if (!window.isSecureContext) throw new Trouble("insecure");
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) throw new Trouble("unsupported_browser");
    let media;
    try {
      media = await navigator.mediaDevices.getUserMedia({ audio: CONSTRAINTS });
    } catch (error) {
      throw new Trouble(reason(error.name));
    }
    const recorder = new Recorder(media);
    try {
      await recorder.prepare();
    } catch {
      await recorder.close();
      throw new Trouble("unsupported_browser");
    }
    return recorder;
  }

  constructor(media) {
    this.media = media;
    this.context = new AudioContext();
  }

  get rate() {
    return this.context.sampleRate;
  }

  async prepare() {
    await this.context.audioWorklet.addModule(new URL("worklet.js", document.baseURI));
    await this.context.resume();
  }

  /** `onSamples` gets a Float32Array about ten times a second; `onLost` is called if the microphone goes away. */
  start(onSamples, onLost) {
    this.node = new AudioWorkletNode(this.context, "sample-tap", { numberOfOutputs: 1 });
    this.node.port.onmessage = ({ data }) => {
      if (data) onSamples(data);
      else this.flushed?.();
    };
    this.media.getAudioTracks()[0].onended = onLost;
    // Connected onwards so that every browser runs it; the node writes silence.
    this.context.createMediaStreamSource(this.media).connect(this.node).connect(this.context.destination);
  }

  /** Hands over what is left and lets the microphone go. */
  async stop() {
    if (this.node) {
      await new Promise((resolve) => {
        this.flushed = resolve;
        setTimeout(resolve, LONGEST_FLUSH);
        this.node.port.postMessage("stop");
      });
    }
    await this.close();
  }

  async close() {
    for (const track of this.media.getTracks()) track.stop();
    if (this.context.state !== "closed") await this.context.close();
  }
}

function reason(name) {
  switch (name) {
    case "NotAllowedError": case "SecurityError": return "permission";
    case "NotFoundError": case "OverconstrainedError": return "no_microphone";
    default: return "microphone_busy";
  }
}
