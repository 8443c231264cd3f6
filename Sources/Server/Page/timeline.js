// Emotions over time: above, named blocks of the leading one; below, one row for each with its probability.
import { colour, themed } from "./words.js";
import { GUTTER } from "./surface.js";

const STRIP = 30;
const GAP = 8;
const FOOT = 4;

/** Height of the picture for so many emotions, as the style sheet's length; the height of a row is the style sheet's. */
export function timelineHeight(count) {
  return `calc(${STRIP + GAP + FOOT}px + ${count} * var(--row))`;
}

/** `rows`: `{start, end, probabilities}`, empty where nobody speaks; `blocks`: `{start, end, emotion}`. */
export function drawTimeline(surface, view, { labels, rows, blocks, smooth }) {
  if (!surface.clear()) return;
  const top = STRIP + GAP;
  const row = (surface.height - top - FOOT) / Math.max(1, labels.length);
  view.drawGrid(surface, top, surface.height - FOOT);
  surface.text("leading", 0, STRIP / 2, themed("--faint"));
  labels.forEach((label, index) => {
    const base = top + (index + 1) * row;
    surface.line(GUTTER, base - 0.5, surface.width, base - 0.5, themed("--rule"));
    surface.context.fillStyle = colour(label);
    surface.context.beginPath();
    surface.context.arc(5, base - row / 2 + 1, 4, 0, 2 * Math.PI);
    surface.context.fill();
    surface.text(label, 16, base - row / 2 + 1, themed("--soft"));
    clipped(surface, () => drawRow(surface, view, { rows, label, base, row, smooth }));
  });
  clipped(surface, () => blocks.forEach((block) => drawBlock(surface, view, block)));
}

function clipped(surface, draw) {
  const { context } = surface;
  context.save();
  context.beginPath();
  context.rect(GUTTER, 0, surface.width - GUTTER, surface.height);
  context.clip();
  draw();
  context.restore();
}

function drawBlock(surface, view, { start, end, emotion }) {
  const { context } = surface;
  const left = view.x(start, surface) + 1;
  const width = Math.max(2, view.x(end, surface) - 1 - left);
  context.fillStyle = colour(emotion);
  context.globalAlpha = 0.2;
  context.beginPath();
  context.roundRect(left, 2, width, STRIP - 6, 6);
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  context.roundRect(left, 2, Math.min(4, width), STRIP - 6, 2);
  context.fill();
  // The name stays in sight while its block scrolls away.
  const from = Math.max(left, GUTTER) + 11;
  if (context.measureText(emotion).width <= left + width - from - 4) {
    surface.text(emotion, from, STRIP / 2 - 0.5, themed("--ink"));
  }
}

function drawRow(surface, view, { rows, label, base, row, smooth }) {
  const hue = colour(label);
  for (const run of runs(rows, label)) {
    const points = (smooth ? middles : steps)(run).map(({ time, value }) => ({
      x: view.x(time, surface), y: base - 1 - value * (row - 5),
    }));
    const { context } = surface;
    const outline = () => {
      context.moveTo(points[0].x, points[0].y);
      for (let index = 1; index < points.length; index += 1) {
        const [before, here] = [points[index - 1], points[index]];
        const middle = (before.x + here.x) / 2;
        if (smooth) context.bezierCurveTo(middle, before.y, middle, here.y, here.x, here.y);
        else context.lineTo(here.x, here.y);
      }
    };
    context.beginPath();
    outline();
    context.lineTo(points.at(-1).x, base - 1);
    context.lineTo(points[0].x, base - 1);
    context.closePath();
    context.fillStyle = hue;
    context.globalAlpha = 0.24;
    context.fill();
    context.globalAlpha = 1;
    context.beginPath();
    outline();
    context.strokeStyle = hue;
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    context.stroke();
  }
}

/** Stretches of rows, one after the other, in which somebody speaks. */
function runs(rows, label) {
  const result = [];
  let current = null;
  for (const { start, end, probabilities } of rows) {
    const value = probabilities?.[label];
    if (value === undefined) {
      current = null;
    } else {
      if (!current || start > current.at(-1).end + 0.01) result.push(current = []);
      current.push({ start, end, value });
    }
  }
  return result;
}

function middles(run) {
  return [
    { time: run[0].start, value: run[0].value },
    ...run.map(({ start, end, value }) => ({ time: (start + end) / 2, value })),
    { time: run.at(-1).end, value: run.at(-1).value },
  ];
}

function steps(run) {
  return run.flatMap(({ start, end, value }) => [{ time: start, value }, { time: end, value }]);
}
