"use strict";
// The stage: the step, what is left of it and what comes next, in type that a runner reads at arm's length.

const INK = "#060a10";
const NIGHT = [16, 23, 32];

/** `#rrggbb` as three numbers. */
const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) || 0);

/** Relative luminance (WCAG 2). */
function luminance(colour) {
  const [red, green, blue] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Dark ink or white, whichever is read better on `colour`. */
function inkOn(colour) {
  const [on, dark] = [luminance(colour) + 0.05, luminance(INK) + 0.05];
  return on / dark >= 1.05 / on ? INK : "#ffffff";
}

/** `colour` by night: a third of it, over the dark page. */
const atNight = (colour) => `rgb(${channels(colour).map((part, at) => Math.round(part * 0.3 + NIGHT[at] * 0.7)).join(" ")})`;

class Stage {
  constructor(root) {
    this.root = root;
    this.parts = Object.fromEntries([...root.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]));
  }

  show(session, ms) {
    const at = session.stepAt(ms);
    const step = session.steps[at];
    if (!step) return;
    const isOver = step.activity === "finish";
    const next = session.steps[at + 1];
    this.#put("name", isOver ? WORDS.finished : step.name);
    this.#put("left", isOver ? "" : clock(roundedUp(step.end - ms)));
    this.#put("round", step.rounds > 1 ? fill(WORDS.round, { round: step.round, rounds: step.rounds }) : "");
    this.#put("session", isOver ? "" : fill(WORDS.left, { time: clock(roundedUp(session.end - ms)) }));
    const follows = next && next.activity !== "finish";
    this.#put("next", isOver ? "" : follows ? next.name : WORDS.finish);
    this.#put("length", follows ? clock(next.end - next.start) : "");
    this.parts.then.hidden = isOver;
    const part = (ms - step.start) / Math.max(step.end - step.start, 1);
    this.parts.bar.style.transform = `scaleX(${Math.min(Math.max(part, 0), 1).toFixed(4)})`;
    if (this.step === step) return;
    this.step = step;
    this.root.dataset.step = at;
    this.parts.name.title = step.name;
    this.root.dataset.size = step.name.length > 22 ? "small" : step.name.length > 11 ? "middle" : "large";
    const colours = { "--step": step.colour, "--ink": inkOn(step.colour), "--night": atNight(step.colour) };
    for (const [name, value] of Object.entries(colours)) this.root.style.setProperty(name, value);
    this.parts.swatch.style.setProperty("--next", next?.colour ?? step.colour);
  }

  #put(part, text) {
    if (this.parts[part].textContent !== text) this.parts[part].textContent = text;
  }
}
