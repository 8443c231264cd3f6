// Plays back what was recorded, and says where it is while it does.

export class Player {
  /** `onTime` gets the position in seconds, many times a second while it plays. */
  constructor(section, audio, onTime) {
    Object.assign(this, { section, audio, onTime });
    const follow = () => {
      onTime(audio.currentTime);
      if (!audio.paused && !audio.ended) requestAnimationFrame(follow);
    };
    audio.addEventListener("play", follow);
    audio.addEventListener("seeked", follow);
    // A format that the server reads and the browser does not: there is nothing to press then.
    audio.addEventListener("error", () => this.clear());
  }

  get isLoaded() {
    return !this.section.hidden;
  }

  load(recording) {
    this.clear();
    this.address = URL.createObjectURL(recording);
    this.audio.src = this.address;
    this.section.hidden = false;
  }

  clear() {
    if (!this.address) return;
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
    URL.revokeObjectURL(this.address);
    this.address = null;
    this.section.hidden = true;
    this.onTime(null);
  }

  seek(time) {
    if (!this.isLoaded) return;
    this.audio.currentTime = time;
    this.audio.play().catch(() => {}); // refused by the browser's settings: the controls are still there
  }
}
