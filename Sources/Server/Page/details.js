// Under the pictures, once a recording has ended: its quality, its pieces, and the whole as a file.
import { qualityRows, qualitySentence } from "./quality.js";
import { changesSentence, clock, percent } from "./words.js";

export class Details {
  /** `onSeek` gets the start of a piece that was pressed. */
  constructor(elements, onSeek) {
    this.elements = elements;
    this.onSeek = onSeek;
  }

  hide() {
    this.elements.section.hidden = true;
  }

  show(summary, { playable }) {
    const { section, sentence, quality, changes, segments } = this.elements;
    section.hidden = false;
    sentence.textContent = summary.quality ? qualitySentence(summary.quality) : "";
    quality.replaceChildren(...(summary.quality ? qualityRows(summary.quality).map(qualityRow) : []));
    changes.textContent = changesSentence(summary.changes)
      || (summary.segments?.length ? "The expression stays the same throughout." : "There is no speech in it.");
    segments.replaceChildren(...(summary.segments ?? []).map((segment) => this.segmentRow(segment, playable)));
  }

  segmentRow({ start, end, emotion, confidence }, playable) {
    const row = document.createElement("tr");
    const from = clock(start, { tenths: true });
    const first = document.createElement("td");
    if (playable) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "link";
      button.textContent = `▸ ${from}`;
      button.setAttribute("aria-label", `Play from ${from}`);
      button.addEventListener("click", () => this.onSeek(start));
      first.append(button);
    } else {
      first.textContent = from;
    }
    row.append(first, cell(clock(end, { tenths: true })), emotionCell(emotion), cell(percent(confidence), "number"));
    return row;
  }
}

function cell(text, className = "") {
  const element = document.createElement("td");
  element.textContent = text;
  element.className = className;
  return element;
}

export function emotionCell(emotion, tag = "td") {
  const element = document.createElement(tag);
  const mark = document.createElement("span");
  mark.className = "mark";
  mark.setAttribute("aria-hidden", "true");
  if (emotion) mark.style.backgroundColor = `var(--${emotion}, var(--other))`;
  element.append(mark, emotion ?? "no speech");
  return element;
}

function qualityRow({ name, good, text }) {
  const row = document.createElement("div");
  row.className = good === null ? "unknown" : good ? "good" : "poor";
  const term = document.createElement("dt");
  term.textContent = name;
  const description = document.createElement("dd");
  description.textContent = text;
  const sign = document.createElement("span");
  sign.className = "sign";
  sign.setAttribute("role", "img");
  sign.setAttribute("aria-label", good === null ? "not known" : good ? "good" : "caution");
  sign.textContent = good === null ? "·" : good ? "✓" : "!";
  row.append(sign, term, description);
  return row;
}

/** Hands a value to the browser as a JSON file. */
export function download(value, name) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2), "\n"], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
