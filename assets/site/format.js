"use strict";
// Words and times as people read them, in the publication's language.

const WORDS = JSON.parse(document.getElementById("words").textContent);
const BOOK = JSON.parse(document.getElementById("book").textContent);
BOOK.weeks = BOOK.weeks.map(([number, name, days, minutes, version], at) => (
  { number, name, days, minutes, src: `site/week-${at + 1}.js?v=${version}` }
));

/** The language as this browser can use it; its own where a publication's is none that it knows. */
const LOCALE = (() => {
  try {
    return Intl.getCanonicalLocales(BOOK.lang)[0];
  } catch {
    return undefined;
  }
})();

/** Whether a server gives the page; what is opened as a file can neither be installed nor keep anything. */
const IS_SERVED = location.protocol !== "file:";

/** The whole address of what lies beside the page. */
const absolute = (src) => new URL(src, document.baseURI).href;

/** `text` with each `{name}` replaced by the value of that name. */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** Milliseconds as a clock shows them, whole seconds rounded down: `1:05`, `1:02:30`. */
function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`;
}

/** What is left, as a countdown shows it: a second stands until it has gone by. */
const roundedUp = (ms) => Math.ceil(Math.max(0, ms) / 1000) * 1000;

/** Milliseconds left in words: `12 s`, `4 min 12 s`, `1 h 2 min`. */
function inWords(ms) {
  const seconds = roundedUp(ms) / 1000;
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = hours ? [[hours, WORDS.h], [minutes, WORDS.min]] : [[minutes, WORDS.min], [rest, WORDS.s]];
  const said = parts.filter(([number]) => number).map(([number, unit]) => `${number} ${unit}`);
  return said.join(" ") || `0 ${WORDS.s}`;
}

/** Minutes in a list: `20 min`, `1 h 5 min`. */
function inMinutes(minutes) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const said = [hours ? `${hours} ${WORDS.h}` : "", rest || !hours ? `${rest} ${WORDS.min}` : ""];
  return said.filter(Boolean).join(" ");
}

/** A new element; its text is text, whatever stands in it. */
function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** A new element of SVG. */
function drawn(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** One of the icons that stand in the page. */
const icon = (name) => drawn("svg", { class: "icon", "aria-hidden": "true" }, drawn("use", { href: `#i-${name}` }));

/** What this device remembers for this page; nothing where it must not. */
const memory = {
  get(key) {
    try {
      return JSON.parse(localStorage.getItem(`audiocoach ${absolute("./")} ${key}`));
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`audiocoach ${absolute("./")} ${key}`, JSON.stringify(value));
    } catch {
      // A private window keeps nothing, and the page does without.
    }
  },
};
