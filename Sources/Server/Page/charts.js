// The two pictures over time, kept in step: what they show, when they are redrawn, and where playback is.
import { drawSpectrogram } from "./spectrogram.js";
import { Surface, View } from "./surface.js";
import { drawTimeline, timelineHeight } from "./timeline.js";
import { clock } from "./words.js";

/** How much of a live recording is in sight, in seconds. */
const LIVE_SPAN = 30;

export class Charts {
  /** `onSeek` gets the time that was pressed. */
  constructor({ timeline, spectrogram, playhead, onSeek }) {
    this.timeline = new Surface(timeline);
    this.spectrogram = new Surface(spectrogram);
    this.playhead = playhead;
    this.labels = [];
    this.clear();
    new ResizeObserver(() => this.refresh()).observe(timeline.parentElement);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.refresh());
    for (const surface of [this.timeline, this.spectrogram]) {
      surface.canvas.addEventListener("click", ({ offsetX }) => {
        const time = this.view.time(offsetX, surface);
        if (time >= 0 && time <= this.duration) onSeek(time);
      });
    }
  }

  clear() {
    Object.assign(this, { rows: [], blocks: [], smooth: true, spectrum: null, pitch: null, absence: "", duration: 0, live: false });
    this.playhead.hidden = true;
    this.describe();
    this.refresh();
  }

  /** The emotions that the chosen model tells apart. */
  setLabels(labels) {
    this.labels = labels;
    this.timeline.canvas.style.height = timelineHeight(labels.length);
    this.refresh();
  }

  /** Changes some of what is shown, and draws it soon. */
  update(changes) {
    Object.assign(this, changes);
    if (changes.blocks || changes.live === false) this.describe();
    this.refresh();
  }

  addMoment({ start, end, emotion, smoothed }) {
    const row = { start, end, probabilities: emotion ? smoothed : {} };
    this.rows.push(row);
    const last = this.blocks.at(-1);
    if (emotion && last?.emotion === emotion && last.end >= start - 0.01) last.end = end;
    else if (emotion) this.blocks.push({ start, end, emotion });
    this.refresh();
  }

  get view() {
    if (!this.live) return new View(0, this.duration || LIVE_SPAN);
    const start = Math.max(0, this.duration - LIVE_SPAN);
    return new View(start, start + LIVE_SPAN);
  }

  refresh() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      const { view } = this;
      drawTimeline(this.timeline, view, this);
      drawSpectrogram(this.spectrogram, view, this);
    });
  }

  /** Shows where playback is; null: nowhere. */
  showPlayhead(time) {
    this.playhead.hidden = time === null || this.duration === 0;
    if (!this.playhead.hidden) this.playhead.style.transform = `translateX(${this.view.x(time, this.timeline)}px)`;
  }

  describe() {
    const told = this.blocks.slice(0, 12).map(({ start, emotion }) => `${emotion} from ${clock(start)}`);
    this.timeline.canvas.setAttribute("aria-label", this.duration === 0
      ? "Emotions over time: nothing recorded yet"
      : `Emotions over time, ${clock(this.duration)} long: ${told.join(", ") || "no speech"}`);
    this.spectrogram.canvas.setAttribute("aria-label", this.spectrum
      ? `Spectrogram of ${clock(this.duration)} of sound, 50 Hz to 8 kHz${this.pitch ? "; the pitch is described below it" : ""}`
      : `Spectrogram: ${this.absence || "nothing recorded yet"}`);
  }
}
