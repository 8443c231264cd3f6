// What the server keeps, where it keeps anything: list, open, delete.
import { emotionCell } from "./details.js";
import { clock, percent } from "./words.js";

export class History {
  /** `onOpen` gets an entry; `onTrouble` whatever was thrown. */
  constructor(service, elements, { onOpen, onTrouble }) {
    Object.assign(this, { service, elements, onOpen, onTrouble });
    elements.more.addEventListener("click", () => this.attempt(() => this.load(this.next)));
    elements.clear.addEventListener("click", () => this.attempt(() => this.clear()));
  }

  async attempt(work) {
    try {
      await work();
    } catch (error) {
      this.onTrouble(error);
    }
  }

  refresh() {
    return this.attempt(() => this.load());
  }

  /** Loads the newest entries, or those before a cursor. */
  async load(before) {
    const { results, next } = await this.service.history(before);
    const { section, list, more } = this.elements;
    section.hidden = false;
    if (!before) list.replaceChildren();
    list.append(...results.map((entry) => this.row(entry)));
    this.next = next;
    more.hidden = !next;
    this.count();
  }

  row(entry) {
    const { result, created, source } = entry;
    const item = document.createElement("li");
    const open = document.createElement("button");
    open.type = "button";
    open.className = "result";
    const when = new Date(created).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    const name = source === "stream" ? "live recording" : result.path ?? "recording";
    const share = document.createElement("span");
    share.className = "result-share";
    share.textContent = result.emotion ? percent(result.confidence) : "";
    const what = document.createElement("span");
    what.className = "result-what";
    what.textContent = `${name}, ${clock(result.duration)}`;
    const date = document.createElement("span");
    date.className = "result-when";
    date.textContent = when;
    open.append(emotionCell(result.emotion, "span"), share, what, date);
    open.addEventListener("click", () => this.onOpen(entry));
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "icon-button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `Delete ${name} of ${when}`);
    remove.addEventListener("click", () => this.attempt(() => this.remove(entry.id, item)));
    item.append(open, remove);
    return item;
  }

  async remove(id, item) {
    await this.service.forget(id);
    const neighbour = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    (neighbour?.querySelector(".icon-button") ?? this.elements.title).focus();
    this.count();
  }

  async clear() {
    const { dialog, question, list, more, title } = this.elements;
    question.textContent = "Delete everything that this server keeps? This cannot be undone.";
    dialog.returnValue = "no";
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    if (dialog.returnValue !== "yes") return;
    await this.service.forgetAll();
    list.replaceChildren();
    more.hidden = true;
    this.count();
    title.focus();
  }

  count() {
    const none = this.elements.list.children.length === 0;
    this.elements.empty.hidden = !none;
    this.elements.clear.hidden = none;
  }
}
