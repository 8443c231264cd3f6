// One live recording over the WebSocket /v1/stream.
import { Trouble } from "./trouble.js";

/** Sound that may wait for the network before we give up, in seconds. */
const LONGEST_BACKLOG = 5;
/** How long the server may take for its last answer, in milliseconds. */
const LONGEST_FAREWELL = 60_000;
const LONGEST_GREETING = 10_000;

export class Stream {
  /** `onEvent` gets the server's moments, segments and warnings; `onLost` a Trouble, if it ends before it was finished. */
  constructor(service, { onEvent, onLost }) {
    this.service = service;
    this.onEvent = onEvent;
    this.onLost = onLost;
    this.reported = null;
    this.ended = null;
  }

  /** Resolves when the server is ready for samples. */
  open({ rate, model }) {
    this.rate = rate;
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      try {
        this.socket = new WebSocket(this.service.streamAddress(), this.service.streamProtocols());
      } catch {
        reject(new Trouble("bad_token"));
        return;
      }
      this.timer = setTimeout(() => this.fail(new Trouble("timeout")), LONGEST_GREETING);
      this.socket.binaryType = "arraybuffer";
      this.socket.onopen = () => {
        this.opened = true;
        this.socket.send(JSON.stringify({ type: "start", encoding: "s16le", rate, model }));
      };
      this.socket.onmessage = ({ data }) => this.receive(JSON.parse(data));
      this.socket.onclose = ({ code }) => this.fail(this.reported ?? closing(code, this.opened));
    });
  }

  /** Sends mono 16-bit samples; false where the network no longer keeps up. */
  send(samples) {
    if (this.socket.readyState !== WebSocket.OPEN) return true; // its end is told by onLost
    if (this.socket.bufferedAmount > LONGEST_BACKLOG * this.rate * 2) return false;
    this.socket.send(samples);
    return true;
  }

  /** Says that no more comes; resolves with the summary of the whole. */
  finish() {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(this.ended);
        return;
      }
      this.settle = { resolve, reject };
      this.timer = setTimeout(() => this.fail(new Trouble("timeout")), LONGEST_FAREWELL);
      this.socket.send(JSON.stringify({ type: "end" })); // a closing socket drops it, and its onclose follows
    });
  }

  /** Leaves at once, without an answer. */
  close() {
    clearTimeout(this.timer);
    this.over = true;
    this.settle = null;
    this.socket?.close();
  }

  receive(event) {
    switch (event.event) {
      case "ready": this.answer(event); break;
      case "end": this.over = true; this.answer(event.summary); break;
      case "error": this.reported = new Trouble(event.code, event.message); break;
      default: this.onEvent(event);
    }
  }

  answer(value) {
    clearTimeout(this.timer);
    this.settle?.resolve(value);
    this.settle = null;
  }

  /** Ends with a reason, told once: to whoever waits, or else to onLost. */
  fail(trouble) {
    if (this.over) return;
    const settle = this.settle;
    this.close();
    this.ended = trouble;
    if (settle) settle.reject(trouble);
    else this.onLost(trouble);
  }
}

function closing(code, opened) {
  switch (code) {
    case 1001: return new Trouble("going_away");
    case 1008: return new Trouble("unauthorized");
    case 1011: return new Trouble("internal");
    case 1013: return new Trouble("too_busy");
    default: return new Trouble(opened ? "connection_lost" : "refused");
  }
}
