// What is shown of a recording that has ended, and what the server and the page still find out about it.
import { decode } from "./decode.js";
import { download } from "./details.js";
import { pitchContour, pitchSentence } from "./pitch.js";
import { LONGEST_RECORDING } from "./recording.js";
import { spectrum } from "./spectrum.js";
import { sentence } from "./trouble.js";
import { clock } from "./words.js";

export class Results {
  /** `parts`: service, answer, charts, details, player, and two elements: `note` and `caption`, beside and under the pictures. */
  constructor(parts) {
    Object.assign(this, parts);
    /** `{source, name, recorded, moments, summary}` of what is shown; null: nothing. */
    this.shown = null;
  }

  /** Empties everything; `labels`: the emotions that come next. */
  clear(labels) {
    this.shown = null;
    this.details.hide();
    this.player.clear();
    this.charts.clear();
    this.setLabels(labels);
    this.note.textContent = "";
    this.caption.textContent = "";
  }

  setLabels(labels) {
    this.charts.setLabels(labels);
    this.answer.setLabels(labels);
  }

  /** Shows an answer; `sound`: the recording (a Blob), where this page has it. */
  show(shown, sound) {
    this.shown = shown;
    const { summary, moments } = shown;
    const labels = Object.keys(summary.probabilities ?? {});
    if (labels.length > 0) this.setLabels(labels);
    this.answer.showSummary(summary);
    this.charts.update({
      live: false, duration: summary.duration, blocks: summary.timeline ?? summary.segments ?? [],
      ...(moments.length > 0 ? {} : { rows: summary.segments ?? [], smooth: false }),
    });
    this.details.show(summary, { playable: Boolean(sound) });
    this.note.textContent = `${clock(summary.duration)} · model ${summary.model}`;
    if (sound) {
      this.player.load(sound);
      this.measurePitch(sound);
      if (!this.charts.spectrum) this.drawSpectrum(sound);
    } else {
      this.charts.update({ absence: "no sound to draw", live: false });
      this.caption.textContent = "The server keeps answers, not sound, so there is nothing to play either.";
    }
  }

  async measurePitch(sound) {
    const { shown } = this;
    if (shown.summary.duration > LONGEST_RECORDING + 1) {
      this.caption.textContent = "Sound and pitch are drawn for recordings of up to ten minutes; the answer is about all of it.";
      return;
    }
    let pitch = null;
    let words = "";
    try {
      pitch = pitchContour(await this.service.features(sound, "prosody"));
      if (pitch) words = pitchSentence(pitch);
    } catch (error) {
      words = `The pitch could not be measured. ${sentence(error)}`;
    }
    if (this.shown !== shown) return; // something else is shown by now
    this.charts.update({ pitch, live: false });
    this.caption.textContent = words;
  }

  async drawSpectrum(sound) {
    const { shown } = this;
    const decoded = await decode(sound);
    const drawn = decoded && await spectrum(decoded.samples, decoded.rate);
    if (this.shown !== shown) return;
    if (drawn) this.charts.update({ spectrum: drawn, live: false });
    else this.charts.update({ absence: absence(shown.summary.duration), live: false });
  }

  download() {
    if (!this.shown) return;
    const { source, name, recorded, moments, summary } = this.shown;
    download({ source, name, recorded, moments, summary }, `${name.replace(/\.[^.]+$/, "")}-undertone.json`);
  }
}

function absence(duration) {
  return duration > LONGEST_RECORDING ? "too long to draw" : "a format that this browser cannot draw";
}
