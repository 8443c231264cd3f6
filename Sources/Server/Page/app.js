// Puts the page together: what is pressed, what happens then, and what is shown.
import { Answer } from "./answer.js";
import { Charts } from "./charts.js";
import { Controls } from "./controls.js";
import { decode } from "./decode.js";
import { Details } from "./details.js";
import { acceptFiles } from "./files.js";
import { History } from "./history.js";
import { LiveRecording } from "./live.js";
import { Message } from "./message.js";
import { ModelChoice } from "./models.js";
import { Player } from "./player.js";
import { hint } from "./quality.js";
import { wav } from "./recording.js";
import { Results } from "./results.js";
import { Service } from "./service.js";
import { isWorthResending, Trouble } from "./trouble.js";

const element = (id) => document.getElementById(id);

const service = new Service();
const message = new Message({
  box: element("message"), text: element("message-text"), action: element("message-action"), close: element("message-close"),
  home: element("record"),
});
const controls = new Controls({
  record: element("record"), label: element("record-label"), text: element("record-state"), ring: element("record-ring"),
  clock: element("clock"), level: element("level-bar"), hint: element("hint"), choose: element("choose"), model: element("model"),
});
const answer = new Answer({
  name: element("emotion-name"), mark: element("emotion-mark"), sentence: element("sentence"), bars: element("bars"),
  explanation: element("explanation"), announcement: element("announcement"),
});
const player = new Player(element("player"), element("audio"), (time) => charts.showPlayhead(time));
const charts = new Charts({
  timeline: element("timeline"), spectrogram: element("spectrogram"), playhead: element("playhead"),
  onSeek: (time) => player.seek(time),
});
const details = new Details({
  section: element("details"), sentence: element("quality-sentence"), quality: element("quality"),
  changes: element("changes"), segments: element("segments"),
}, (time) => player.seek(time));
const results = new Results({ service, answer, charts, details, player, note: element("charts-note"), caption: element("pitch-note") });
const history = new History(service, {
  section: element("history"), title: element("history-title"), list: element("history-list"), empty: element("history-empty"),
  more: element("history-more"), clear: element("history-clear"), dialog: element("confirm"), question: element("confirm-text"),
}, { onOpen: showKept, onTrouble: report });
const models = new ModelChoice({
  box: element("model-choice"), select: element("model"), note: element("model-note"),
}, (labels) => {
  if (!results.shown) results.setLabels(labels);
});

/** The live recording or the file that is being worked on, if any. */
let live = null;
let reading = null;
let keepsHistory = false;

// Beginning

async function begin() {
  try {
    const answered = await service.models();
    message.hide();
    element("token").hidden = true;
    element("studio").hidden = false;
    models.set(answered.models);
    keepsHistory = answered.store;
    controls.set("idle");
    if (keepsHistory) history.refresh();
  } catch (error) {
    report(error, { label: "Try again", run: begin });
  }
}

/** Says what went wrong, and asks for the token where that is the reason. */
function report(error, action = null) {
  if (error.code !== "unauthorized") {
    message.tell(error, action);
    return;
  }
  if (service.token) message.tell(error);
  service.useToken("");
  controls.set("locked");
  element("studio").hidden = true;
  element("history").hidden = true;
  element("token").hidden = false;
  element("token-field").focus();
}

element("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  service.useToken(element("token-field").value.trim());
  element("token-field").value = "";
  begin();
});

// Recording

element("record").addEventListener("click", () => {
  switch (controls.state) {
    case "idle": case "again": startRecording(); break;
    case "recording": stopRecording(); break;
    default: cancel();
  }
});

async function startRecording() {
  clearResult();
  controls.set("opening");
  answer.listening();
  const recording = new LiveRecording(service, {
    onSamples: (samples) => showSound(recording, samples),
    onMoment: (moment) => showMoment(recording, moment),
    onWarning: (event) => controls.showHint(event.message ?? ""),
    onTrouble: (trouble) => { if (live === recording) stopRecording(trouble); },
  });
  live = recording;
  try {
    await recording.start(models.name);
    if (live !== recording) return;
    controls.set("recording");
    charts.update({ live: true, spectrum: recording.spectrum });
    if (recording.trouble) stopRecording(recording.trouble);
  } catch (error) {
    if (live === recording) settle(await diagnosed(error));
  }
}

function showSound(recording, samples) {
  if (live !== recording) return;
  const { duration } = recording.recording;
  controls.showTime(duration);
  controls.showLevel(samples);
  charts.update({ duration });
}

function showMoment(recording, moment) {
  if (live !== recording) return;
  charts.addMoment({ ...moment, start: Math.max(0, moment.end - recording.settings.hop) });
  if (controls.state !== "recording") return;
  answer.showMoment(moment);
  controls.showHint(hint(moment.quality));
}

/** Ends the recording; `trouble` says why, where it was not the button. */
async function stopRecording(trouble = null) {
  if (controls.state !== "recording") return;
  const recording = live;
  controls.set("finishing");
  if (trouble) message.tell(trouble);
  try {
    const summary = await recording.finish();
    if (live !== recording) return;
    const { startedAt: recorded, moments } = recording;
    showResult({ source: "stream", name: "recording", recorded, moments, summary }, recording.recording.wav());
  } catch (error) {
    if (live !== recording) return;
    keepUnjudged(recording, trouble ?? error);
  }
}

/** What was recorded is still here, though the stream has no answer for it. */
function keepUnjudged(recording, error) {
  const sound = recording.recording.count > 0 ? recording.recording.wav() : null;
  if (sound) {
    charts.update({ live: false });
    player.load(sound);
  }
  const resend = sound && isWorthResending(error)
    ? { label: "Judge what was recorded", run: () => read(sound, "recording.wav") } : null;
  settle(error, resend);
}

/** Back to rest, with what went wrong, if anything did. */
function settle(error = null, action = null) {
  live = null;
  reading = null;
  controls.set("again");
  if (!error) return;
  if (!results.shown) answer.clear("There is no answer for this one.");
  report(error, action);
}

/** Why a recording did not begin: a browser does not tell why a socket or a worklet failed, so the server is asked. */
async function diagnosed(error) {
  if (!["refused", "unsupported_browser"].includes(error.code)) return error;
  try {
    await service.models();
    return error;
  } catch (reason) {
    return reason;
  }
}

function cancel() {
  live?.abandon();
  reading?.abort();
  clearResult();
  settle();
  answer.clear("Cancelled.");
}

window.addEventListener("pagehide", () => live?.abandon());
window.addEventListener("pageshow", ({ persisted }) => { if (persisted && live) cancel(); });

// Files

acceptFiles({ button: element("choose"), input: element("file"), veil: element("drop") }, (file) => {
  if (controls.isFree) read(file, file.name);
});

/** Has a whole recording judged, decoded here where the server cannot read it. */
async function read(file, name) {
  clearResult();
  controls.set("reading");
  answer.working(`Reading ${name}.`);
  reading = new AbortController();
  const { signal } = reading;
  try {
    if (file.size === 0) throw new Trouble("empty");
    const { summary, sound } = await recognized(file, name, signal);
    showResult({ source: "file", name, recorded: null, moments: [], summary }, sound);
  } catch (error) {
    if (error.name !== "AbortError") settle(error);
  }
}

async function recognized(file, name, signal) {
  const options = { model: models.name, name, signal };
  try {
    return { summary: await service.recognize(file, options), sound: file };
  } catch (error) {
    if (error.code !== "unsupported_format") throw error;
    const decoded = await decode(file);
    if (!decoded) throw error;
    const sound = wav(decoded.samples, decoded.rate);
    return { summary: await service.recognize(sound, options), sound };
  }
}

// Results

function showResult(shown, sound) {
  results.show(shown, sound);
  controls.showTime(shown.summary.duration);
  settle();
  if (keepsHistory) history.refresh();
}

function showKept({ result: summary, created, source }) {
  if (!controls.isFree) return;
  clearResult();
  results.show({ source, name: summary.path ?? "recording", recorded: created, moments: [], summary }, null);
  controls.showTime(summary.duration);
  controls.set("again");
  element("answer-title").scrollIntoView({ block: "center" });
}

function clearResult() {
  message.hide();
  results.clear(models.labels);
  controls.showTime(0);
}

element("download").addEventListener("click", () => results.download());

begin();
