// What can go wrong, as facts; and the one sentence that a person reads about each.

export class Trouble extends Error {
  /** `code`: a key of the sentences below, or one of the server's; `detail`: the server's own sentence, if it gave one. */
  constructor(code, detail = "") {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

const SENTENCES = {
  insecure: "The microphone works only on a secure page: open this one over https, or on the computer itself as http://localhost.",
  unsupported_browser: "This browser cannot hand sound to a page; a current Firefox, Chrome, Edge or Safari can.",
  no_microphone: "No microphone was found: connect one, or choose a recording instead.",
  permission: "The microphone was not allowed: allow it for this page in the browser’s address bar, then press Record again.",
  microphone_busy: "The microphone cannot be opened, perhaps because another program holds it.",
  microphone_lost: "The microphone was disconnected; what was recorded up to then has been judged.",
  unreachable: "The server does not answer: check that it is running, then try again.",
  connection_lost: "The connection to the server was lost, and the recording has stopped.",
  refused: "The server did not accept the live recording; it may be busy, so try again in a moment.",
  going_away: "The server is shutting down, and the recording has stopped.",
  shutting_down: "The server is shutting down: try again in a moment.",
  too_busy: "The server is busy with other recordings: try again in a moment.",
  rate_limited: "That was too many requests in a short time: try again in a moment.",
  timeout: "The server took too long to answer: try again, or with a shorter recording.",
  slow_network: "The connection is too slow for live sound, and the recording has stopped.",
  limit: "Ten minutes are recorded, which is the most that this page keeps; the recording has ended.",
  body_too_large: "The recording is larger than this server accepts.",
  too_long: "The recording is longer than this server accepts.",
  unsupported_format: "Neither the server nor this browser can read this kind of file; WAV, FLAC, Ogg, MP3 and AIFF work.",
  unreadable_audio: "The file cannot be read as sound: it may be damaged, or not a recording at all.",
  empty: "The file is empty.",
  nothing_recorded: "Nothing was recorded: speak for at least a moment before you stop.",
  no_such_model: "The server does not have this model any more: reload the page.",
  not_found: "The server does not have this any more.",
  unauthorized: "The token was not accepted.",
  bad_token: "A token cannot contain spaces or signs such as / or =, as far as live recording goes.",
  internal: "Something went wrong in the server; its log says what.",
};

/** One sentence for whatever was thrown: never the exception's own words. */
export function sentence(error) {
  if (error instanceof Trouble) {
    return SENTENCES[error.code] ?? (error.detail || "The server could not do this.");
  }
  return "Something went wrong in this page: reload it and try again.";
}

/** Whether what was recorded may still be judged by sending it as a whole. */
export function isWorthResending(error) {
  return error instanceof Trouble
    && ["connection_lost", "going_away", "slow_network", "too_busy", "shutting_down", "timeout", "unreachable", "refused"]
      .includes(error.code);
}
