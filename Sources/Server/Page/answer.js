// The card that says what a listener would hear: now, while recording; in the end, of the whole.
import { capitalised, percent, ranked, verdict } from "./words.js";

/** Shortest time between two spoken announcements, in milliseconds: a screen reader must have time to finish. */
const QUIET_TIME = 3000;

export class Answer {
  constructor(elements) {
    this.elements = elements;
    this.rows = new Map();
    this.announced = null;
    this.announcedAt = 0;
  }

  setLabels(labels) {
    this.rows.clear();
    this.elements.bars.replaceChildren(...labels.map((label) => this.row(label)));
  }

  row(label) {
    const item = document.createElement("li");
    const name = span("bar-name", label);
    const track = span("bar-track");
    const bar = span("bar");
    const share = span("bar-share", "–");
    track.setAttribute("aria-hidden", "true");
    track.append(bar);
    bar.style.backgroundColor = `var(--${label}, var(--other))`;
    item.append(name, track, share);
    this.rows.set(label, { item, bar, share });
    return item;
  }

  clear(sentence) {
    this.announced = null;
    this.show("No answer", null, {}, sentence);
  }

  listening() {
    this.show("Listening…", null, {}, "The first answer comes after about a second of speech.");
  }

  working(sentence) {
    this.show("One moment…", null, {}, sentence);
  }

  showMoment({ emotion, confidence, smoothed }) {
    if (emotion) this.show(capitalised(emotion), emotion, smoothed, `Right now, ${percent(confidence)} sure.`);
    else this.show("No speech", null, {}, "Nobody seems to speak right now.");
    this.announce(emotion ?? "no speech");
  }

  showSummary(summary) {
    const text = verdict(summary);
    this.show(capitalised(summary.emotion ?? "No speech"), summary.emotion, summary.probabilities, text);
    this.elements.announcement.textContent = `The whole recording: ${text}`;
    const explanation = summary.explanation?.sentence ?? "";
    this.elements.explanation.textContent = explanation;
    this.elements.explanation.hidden = !explanation;
  }

  show(name, emotion, probabilities, sentence) {
    this.elements.name.textContent = name;
    this.elements.mark.style.backgroundColor = `var(--${emotion ?? "other"}, var(--other))`;
    this.elements.mark.hidden = !emotion;
    this.elements.name.classList.toggle("quiet", !emotion);
    this.elements.sentence.textContent = sentence;
    this.elements.explanation.hidden = true;
    const first = ranked(probabilities)[0]?.[0];
    for (const [label, { item, bar, share }] of this.rows) {
      const value = probabilities?.[label];
      bar.style.transform = `scaleX(${value ?? 0})`;
      share.textContent = value === undefined ? "–" : percent(value);
      item.classList.toggle("leading", label === first);
    }
  }

  /** Tells screen readers about a change, and not too often. */
  announce(words) {
    const now = performance.now();
    if (words === this.announced || now - this.announcedAt < QUIET_TIME) return;
    this.announced = words;
    this.announcedAt = now;
    this.elements.announcement.textContent = capitalised(words);
  }
}

function span(className, text = "") {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}
