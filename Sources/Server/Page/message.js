// The one place where the page says that something went wrong, with a way on where there is one.
import { sentence } from "./trouble.js";

export class Message {
  /** `home` gets the focus when the message is dismissed. */
  constructor({ box, text, action, close, home }) {
    Object.assign(this, { box, text, action });
    close.addEventListener("click", () => {
      this.hide();
      home.focus();
    });
    action.addEventListener("click", () => {
      const next = this.next;
      this.hide();
      next?.();
    });
  }

  /** `action`: `{label, run}`, a button beside the sentence. */
  show(words, action = null) {
    this.box.hidden = false;
    this.text.textContent = words;
    this.next = action?.run;
    this.action.hidden = !action;
    this.action.textContent = action?.label ?? "";
  }

  tell(error, action = null) {
    this.show(sentence(error), action);
  }

  hide() {
    this.box.hidden = true;
    this.text.textContent = "";
    this.next = null;
  }
}
