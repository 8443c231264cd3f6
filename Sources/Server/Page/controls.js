// The big button and what stands around it: time, level, and what is going on.
import { clock } from "./words.js";

const STATES = {
  idle: { label: "Record", text: "Press and speak for a few seconds." },
  again: { label: "Record", text: "Press to record anew." },
  opening: { label: "Cancel", text: "Opening the microphone…" },
  recording: { label: "Stop", text: "Listening. Press to stop." },
  finishing: { label: "Cancel", text: "Listening to the whole once more…" },
  reading: { label: "Cancel", text: "Listening to the recording…" },
  locked: { label: "Record", text: "" },
};
/** The level at which the meter begins, in dB below full scale. */
const QUIETEST = -60;

export class Controls {
  constructor(elements) {
    this.elements = elements;
    this.set("locked");
  }

  set(state) {
    const { record, label, text, choose, model } = this.elements;
    this.state = state;
    record.dataset.state = state;
    record.disabled = state === "locked";
    label.textContent = STATES[state].label;
    text.textContent = STATES[state].text;
    choose.disabled = !this.isFree;
    model.disabled = !this.isFree;
    if (state !== "recording") {
      this.showLevel(null);
      this.showHint("");
    }
  }

  /** Whether something new may begin. */
  get isFree() {
    return this.state === "idle" || this.state === "again";
  }

  showTime(seconds) {
    this.elements.clock.textContent = clock(seconds);
  }

  showHint(words) {
    if (this.elements.hint.textContent !== words) this.elements.hint.textContent = words;
  }

  /** The level of a block of samples; null: none. */
  showLevel(samples) {
    let share = 0;
    if (samples) {
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      const decibels = 10 * Math.log10(power + 1e-9);
      share = Math.max(0, Math.min(1, 1 - decibels / QUIETEST));
    }
    this.elements.level.style.transform = `scaleX(${share})`;
    this.elements.ring.style.transform = `scale(${1 + share * 0.22})`;
  }
}
