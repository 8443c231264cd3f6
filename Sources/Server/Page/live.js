// A live recording from its first sample to its answer: microphone, socket, memory and spectrum together.
import { Recorder } from "./recorder.js";
import { Recording, toInt16 } from "./recording.js";
import { Spectrum } from "./spectrum.js";
import { Stream } from "./stream.js";
import { Trouble } from "./trouble.js";

export class LiveRecording {
  /** `observer`: `onSamples(samples)`, `onMoment(moment)`, `onWarning(event)`, `onTrouble(trouble)`: it must end, and why. */
  constructor(service, observer) {
    this.service = service;
    this.observer = observer;
    this.moments = [];
  }

  /** Opens the microphone, then the socket; throws a Trouble. */
  async start(model) {
    this.recorder = await Recorder.open();
    if (this.cancelled) return this.abandon();
    this.recording = new Recording(this.recorder.rate);
    this.spectrum = new Spectrum(this.recorder.rate);
    this.stream = new Stream(this.service, {
      onEvent: (event) => this.receive(event),
      onLost: (trouble) => {
        this.trouble = trouble;
        this.observer.onTrouble(trouble);
      },
    });
    try {
      this.settings = await this.stream.open({ rate: this.recorder.rate, model });
    } catch (error) {
      await this.abandon();
      throw error;
    }
    if (this.cancelled) return this.abandon();
    this.startedAt = new Date();
    this.recorder.start(
      (samples) => this.take(samples),
      () => this.observer.onTrouble(new Trouble("microphone_lost")),
    );
  }

  take(samples) {
    if (this.recording.isFull) return;
    const whole = toInt16(samples);
    this.recording.append(whole);
    this.spectrum.append(samples);
    this.observer.onSamples(samples);
    if (!this.stream.send(whole)) this.observer.onTrouble(new Trouble("slow_network"));
    else if (this.recording.isFull) this.observer.onTrouble(new Trouble("limit"));
  }

  receive(event) {
    if (event.event === "moment") {
      this.moments.push(event);
      this.observer.onMoment(event);
    } else if (event.event === "warning") {
      this.observer.onWarning(event);
    }
  }

  /** Stops the microphone and resolves with the summary; throws a Trouble. */
  async finish() {
    await this.recorder.stop();
    if (this.recording.count === 0) {
      this.stream.close();
      throw new Trouble("nothing_recorded");
    }
    return this.stream.finish();
  }

  /** Lets go of the microphone and the socket at once. */
  async abandon() {
    this.cancelled = true;
    this.stream?.close();
    await this.recorder?.stop();
  }
}
