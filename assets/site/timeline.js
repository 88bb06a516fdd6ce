"use strict";
// The timeline: coloured steps, a mark for each cue, and where the session is. A slider for pointer, keys and screen reader.

const STEP_MS = 5000; // of an arrow key
const MARKS = 14; // pixels below the bars, for the cues

class Timeline {
  /** `seek` is called with milliseconds. */
  constructor(root, seek) {
    this.root = root;
    this.seek = seek;
    this.ms = 0;
    root.addEventListener("pointerdown", (event) => this.#grab(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(root);
  }

  open(session) {
    this.session = session;
    this.root.setAttribute("aria-valuemin", 0);
    this.root.setAttribute("aria-valuemax", Math.round(session.duration / 1000));
    this.#draw();
    this.show(0);
  }

  show(ms) {
    this.ms = ms;
    const second = Math.floor(ms / 1000);
    const x = (ms / Math.max(this.session.duration, 1)) * this.width;
    this.played?.setAttribute("width", Math.max(0, x).toFixed(1));
    this.head?.setAttribute("x", Math.min(Math.max(0, x - 1.5), this.width - 3).toFixed(1));
    if (this.root.getAttribute("aria-valuenow") !== String(second)) this.root.setAttribute("aria-valuenow", second);
    const said = this.session.described(ms);
    if (this.root.getAttribute("aria-valuetext") !== said) this.root.setAttribute("aria-valuetext", said);
  }

  #draw() {
    this.width = this.root.clientWidth;
    const height = this.root.clientHeight;
    if (!this.session || !this.width) return;
    const tall = height - MARKS;
    this.played = drawn("rect", { x: 0, y: 0, height, width: 0 });
    this.head = drawn("rect", { class: "head", y: 0, width: 3, height: tall + 3, rx: 1.5 });
    const scale = this.width / Math.max(this.session.duration, 1);
    const marks = this.session.cues.map((start) => (
      drawn("circle", { class: "mark", cx: (start * scale).toFixed(1), cy: height - 5, r: 1.6 })
    ));
    const picture = drawn(
      "svg",
      { width: this.width, height, "aria-hidden": "true" },
      drawn("clipPath", { id: "played" }, this.played),
      drawn("g", { class: "ahead" }, ...bars(this.session, this.width, tall)),
      drawn("g", { "clip-path": "url(#played)" }, ...bars(this.session, this.width, tall)),
      drawn("rect", { class: "base", x: 0, y: tall, width: this.width, height: 1 }),
      drawn("g", {}, ...marks),
      this.head,
    );
    this.root.replaceChildren(picture);
    this.show(this.ms);
  }

  #grab(event) {
    if (!this.session || event.button !== 0) return;
    const box = this.root.getBoundingClientRect();
    const go = (at) => {
      const part = Math.min(Math.max((at.clientX - box.left) / box.width, 0), 1);
      this.seek(part * this.session.duration);
    };
    const stop = () => {
      this.root.removeEventListener("pointermove", go);
      this.root.removeEventListener("pointerup", stop);
      this.root.removeEventListener("pointercancel", stop);
    };
    this.root.setPointerCapture(event.pointerId);
    this.root.addEventListener("pointermove", go);
    this.root.addEventListener("pointerup", stop);
    this.root.addEventListener("pointercancel", stop);
    go(event);
  }

  #key(event) {
    if (!this.session || event.altKey || event.ctrlKey || event.metaKey) return;
    const { steps, duration } = this.session;
    const at = this.session.stepAt(this.ms);
    const targets = {
      ArrowRight: this.ms + STEP_MS,
      ArrowUp: this.ms + STEP_MS,
      ArrowLeft: this.ms - STEP_MS,
      ArrowDown: this.ms - STEP_MS,
      PageUp: steps[at + 1]?.start ?? duration,
      PageDown: steps[Math.max(at - 1, 0)]?.start ?? 0,
      Home: 0,
      End: duration,
    };
    if (!(event.key in targets)) return;
    event.preventDefault();
    this.seek(Math.min(Math.max(targets[event.key], 0), duration));
  }
}
