"use strict";
// A session as its week's file tells it: which step, chapter and cue each moment belongs to. Times are milliseconds.

const EASY = 5; // a session below this effort does not look like a hard one
const LEAST = 0.12; // how high a bar is at least, of 1

/** The last of `items`, sorted by start, that has begun at `ms`; -1 before the first. */
function lastBegun(items, ms) {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle].start <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

class Session {
  constructor(row, week) {
    this.week = week;
    for (const name of ["id", "role", "label", "title", "notes", "lang", "duration", "media", "file", "bytes", "cover"]) {
      this[name] = row[name];
    }
    this.steps = row.steps.map(([name, activity, colour, start, end, effort, round, rounds]) => (
      { name, activity, colour, start, end, effort, round, rounds }
    ));
    this.cues = row.cues; // when each begins
    this.lines = row.lines.map(([start, text, voice]) => ({ start, text, voice }));
    this.chapters = row.chapters.map(([start, title]) => ({ start, title }));
  }

  /** How an address names it, behind `#`. */
  get key() {
    return `${this.week + 1}/${encodeURIComponent(this.id)}`;
  }

  /** The steps that a person does; after them the coach only says farewell. */
  get intervals() {
    return this.steps.filter((step) => step.activity !== "finish");
  }

  /** Where the last interval ends. */
  get end() {
    return this.intervals.at(-1)?.end ?? this.duration;
  }

  /** The number of the step at `ms`. */
  stepAt(ms) {
    return Math.max(0, lastBegun(this.steps, ms));
  }

  /** The title of the chapter at `ms`, as players show it. */
  chapterAt(ms) {
    return (this.chapters[lastBegun(this.chapters, ms)] ?? this.steps[this.stepAt(ms)])?.title ?? this.title;
  }

  /** The number of the line that is said at `ms`, or was last said; -1 for none. */
  lineAt(ms) {
    return lastBegun(this.lines, ms);
  }

  /** How high each interval is drawn, of 1: the hardest reaches the top unless all is easy. */
  heights() {
    const efforts = this.intervals.map((step) => Math.min(Math.max(step.effort, 0), 10));
    const most = Math.max(EASY, ...efforts);
    return efforts.map((effort) => LEAST + ((1 - LEAST) * effort) / most);
  }

  /** What a screen reader says of `ms`: `run 3 of 5, 12 s left`. */
  described(ms) {
    const step = this.steps[this.stepAt(ms)];
    if (!step) return clock(ms);
    // The activity's own word inside a sentence, as it is written in a session; a name that somebody gave stays as it is.
    const name = step.name.toLowerCase() === step.activity ? step.activity : step.name;
    const round = step.rounds > 1 ? fill(WORDS.of, { round: step.round, rounds: step.rounds }) : "";
    const left = fill(WORDS.left, { time: inWords(step.end - ms) });
    return `${name}${round && " "}${round}, ${left}`;
  }
}
