// Runs on the audio thread: mixes the microphone to mono and hands it to the page in messages of about 100 ms.
class SampleTap extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(Math.round(sampleRate / 10));
    this.filled = 0;
    this.running = true;
    this.port.onmessage = () => {
      this.running = false;
      this.hand(this.block.slice(0, this.filled));
      this.port.postMessage(null);
    };
  }

  hand(samples) {
    if (samples.length > 0) this.port.postMessage(samples, [samples.buffer]);
    this.filled = 0;
  }

  process([channels]) {
    if (!this.running) return false;
    const count = channels.length;
    if (count === 0) return true;
    for (let index = 0; index < channels[0].length; index += 1) {
      let sum = 0;
      for (let channel = 0; channel < count; channel += 1) sum += channels[channel][index];
      this.block[this.filled] = sum / count;
      this.filled += 1;
      if (this.filled === this.block.length) this.hand(this.block.slice());
    }
    return true;
  }
}

registerProcessor("sample-tap", SampleTap);
