"use strict";
// The player: one sound, and all that shows where it is.

class Player {
  constructor(root, keeping) {
    this.root = root;
    this.keeping = keeping;
    this.audio = document.getElementById("audio");
    this.parts = Object.fromEntries([...root.querySelectorAll("[id]")].map((part) => [part.id, part]));
    const seek = (ms) => this.seek(ms);
    this.stage = new Stage(this.parts.stage);
    this.timeline = new Timeline(this.parts.timeline, seek);
    this.transcript = new Transcript(this.parts.lines, seek);
    this.lockScreen = new LockScreen(this);
    this.positions = new Map();
    this.listeners = { ended: () => {}, kept: () => {}, moved: () => {} };
    this.#listen();
  }

  /** Where the sound is, in milliseconds. */
  get ms() {
    return Math.round(this.audio.currentTime * 1000);
  }

  /** Puts a session into the player; the one that was there stops, and goes on from its place when it comes back. */
  open(session) {
    if (this.session === session) return;
    if (this.session) this.positions.set(this.session.key, this.audio.currentTime);
    this.session = session;
    this.parts.label.textContent = session.label;
    this.parts.title.textContent = this.parts.title.title = session.title;
    this.parts.notes.textContent = session.notes;
    this.parts.notes.hidden = !session.notes;
    this.parts.total.textContent = clock(session.duration);
    Object.assign(this.parts.download, { href: session.media, download: session.file });
    this.parts.size.textContent = `${(session.bytes / 1e6).toLocaleString(LOCALE, { maximumFractionDigits: 1 })} MB`;
    this.parts.trouble.hidden = true;
    this.isWanted = false;
    this.audio.src = session.media;
    this.timeline.open(session);
    this.transcript.open(session);
    this.seek((this.positions.get(session.key) ?? 0) * 1000);
    this.refreshKeeping();
  }

  play() {
    this.isWanted = true;
    if (this.audio.error) this.#reload();
    this.audio.play().catch((error) => {
      if (error.name !== "AbortError") this.parts.trouble.hidden = false;
    });
  }

  pause() {
    this.isWanted = false;
    this.audio.pause();
  }

  toggle() {
    if (this.audio.paused) this.play();
    else this.pause();
  }

  seek(ms) {
    const end = Number.isFinite(this.audio.duration) ? this.audio.duration : this.session.duration / 1000;
    this.audio.currentTime = Math.min(Math.max(ms / 1000, 0), end);
    this.#show();
  }

  /** Goes `steps` on, or back: to the start of this step first, where it is not just there. */
  skip(steps) {
    const at = this.session.stepAt(this.ms);
    const begun = this.ms - this.session.steps[at].start > 3000;
    const target = this.session.steps[at + (steps < 0 && begun ? 0 : steps)];
    this.seek(target?.start ?? (steps < 0 ? 0 : this.session.duration));
  }

  #listen() {
    const { audio, parts } = this;
    for (const name of ["timeupdate", "seeking", "seeked"]) audio.addEventListener(name, () => this.#show());
    for (const name of ["play", "pause", "ended"]) audio.addEventListener(name, () => this.#state());
    audio.addEventListener("play", () => this.#follow());
    audio.addEventListener("loadedmetadata", () => (parts.trouble.hidden = true));
    audio.addEventListener("error", () => this.#recover());
    audio.addEventListener("ended", () => this.listeners.ended(this.session));
    parts.toggle.addEventListener("click", () => this.toggle());
    parts.back.addEventListener("click", () => this.seek(this.ms - SKIP_S * 1000));
    parts.forward.addEventListener("click", () => this.seek(this.ms + SKIP_S * 1000));
    parts.previous.addEventListener("click", () => this.skip(-1));
    parts.following.addEventListener("click", () => this.skip(1));
    parts.keep.addEventListener("click", () => this.#keepOrNot());
  }

  /** Goes on where the sound has broken off: without a network from what is kept. Twice at one place is in vain. */
  #recover() {
    const at = this.audio.currentTime;
    if (!at || this.brokenAt === at) {
      this.parts.trouble.hidden = false;
      return;
    }
    this.brokenAt = at;
    if (this.isWanted) this.play();
    else this.#reload();
  }

  #reload() {
    const at = this.audio.currentTime;
    this.audio.src = this.session.media;
    this.audio.currentTime = at;
  }

  #show() {
    const { session, ms } = this;
    if (!session) return;
    this.stage.show(session, ms);
    this.timeline.show(ms);
    this.transcript.show(ms);
    this.lockScreen.show(session, ms);
    const elapsed = clock(ms);
    if (this.parts.elapsed.textContent !== elapsed) this.parts.elapsed.textContent = elapsed;
    this.listeners.moved(session, ms);
  }

  /** Shows each frame while it plays; with the screen off there are none, and `timeupdate` goes on. */
  #follow() {
    if (this.audio.paused || this.following) return;
    this.following = requestAnimationFrame(() => {
      this.following = 0;
      this.#show();
      this.#follow();
    });
  }

  #state() {
    const playing = !this.audio.paused;
    document.body.dataset.playing = playing;
    for (const button of document.querySelectorAll("[data-toggle]")) {
      button.setAttribute("aria-label", playing ? WORDS.pause : WORDS.play);
    }
  }

  /** Shows whether this session is kept; one that was built anew since is kept anew. */
  refreshKeeping() {
    const { keep, keepword } = this.parts;
    const kept = this.keeping.has(this.session);
    keep.hidden = !this.keeping.isPossible;
    keep.disabled = false;
    keep.setAttribute("aria-pressed", kept);
    keepword.textContent = kept ? WORDS.kept : WORDS.keep;
    if (this.keeping.isPossible && this.keeping.isOutdated(this.session)) this.#keepOrNot();
  }

  async #keepOrNot() {
    const { session } = this;
    const { keep, keepword } = this.parts;
    const shown = () => this.session === session;
    keep.disabled = true;
    let trouble = "";
    try {
      if (this.keeping.has(session)) await this.keeping.remove(session);
      else {
        await this.keeping.keep(session, (part) => {
          if (shown()) keepword.textContent = fill(WORDS.keeping, { percent: Math.round(part * 100) });
        });
      }
    } catch {
      trouble = WORDS.notkept;
    }
    if (shown() && trouble) {
      keep.disabled = false;
      keepword.textContent = trouble;
    } else if (shown()) this.refreshKeeping();
    this.listeners.kept();
  }
}
