// What the two pictures share: a canvas in device pixels, and the axis of time.
import { clock, themed } from "./words.js";

/** Width of the column of names at the left of both pictures, in CSS pixels. */
export const GUTTER = 92;
const RIGHT_MARGIN = 10;

export class Surface {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  /** Fits the canvas to its box and empties it; false while it is not shown. */
  clear() {
    const { clientWidth, clientHeight } = this.canvas;
    if (clientWidth === 0 || clientHeight === 0) return false;
    const ratio = window.devicePixelRatio || 1;
    this.width = clientWidth;
    this.height = clientHeight;
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.font = `13px ${getComputedStyle(this.canvas).fontFamily}`;
    this.context.textBaseline = "middle";
    return true;
  }

  get plotWidth() {
    return this.width - GUTTER - RIGHT_MARGIN;
  }

  line(x1, y1, x2, y2, style) {
    this.context.strokeStyle = style;
    this.context.lineWidth = 1;
    this.context.beginPath();
    this.context.moveTo(x1, y1);
    this.context.lineTo(x2, y2);
    this.context.stroke();
  }

  text(words, x, y, style, align = "left") {
    this.context.fillStyle = style;
    this.context.textAlign = align;
    this.context.fillText(words, x, y);
  }
}

/** The stretch of time that is shown. */
export class View {
  constructor(start, end) {
    this.start = start;
    this.end = end;
  }

  x(time, surface) {
    return GUTTER + ((time - this.start) / (this.end - this.start)) * surface.plotWidth;
  }

  time(x, surface) {
    return this.start + ((x - GUTTER) / surface.plotWidth) * (this.end - this.start);
  }

  ticks(surface) {
    const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];
    const most = Math.max(2, surface.plotWidth / 72);
    const step = steps.find((candidate) => (this.end - this.start) / candidate <= most) ?? 7200;
    const result = [];
    for (let time = Math.ceil(this.start / step) * step; time <= this.end + 1e-9; time += step) result.push(time);
    return result;
  }

  drawGrid(surface, top, bottom) {
    for (const time of this.ticks(surface)) {
      const x = Math.round(this.x(time, surface)) + 0.5;
      surface.line(x, top, x, bottom, themed("--grid"));
    }
  }

  drawLabels(surface, y) {
    for (const time of this.ticks(surface)) {
      const x = this.x(time, surface);
      const align = x > surface.width - 24 ? "right" : "center";
      surface.text(clock(time), align === "right" ? x + RIGHT_MARGIN : x, y, themed("--faint"), align);
    }
  }
}
