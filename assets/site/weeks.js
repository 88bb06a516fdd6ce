"use strict";
// The list: a week's sessions are loaded when it is opened, by a script that registers them: that works from a file too.

const loading = new Map();

/** A week's file calls this. */
window.audiocoachWeek = (week, rows) => {
  loading.get(week)?.arrived(rows.map((row) => new Session(row, week)));
};

/** The sessions of a week. Rejects where its file cannot be had. */
function loadWeek(week) {
  if (!loading.has(week)) {
    const entry = {};
    entry.sessions = new Promise((resolve, reject) => {
      entry.arrived = resolve;
      const script = element("script", { src: BOOK.weeks[week].src, onerror: () => reject(new Error(script.src)) });
      document.head.append(script);
    });
    entry.sessions.catch(() => loading.delete(week)); // another try may find it
    loading.set(week, entry);
  }
  return loading.get(week).sessions;
}

class Weeks {
  constructor(root, keeping) {
    this.keeping = keeping;
    this.rows = new Map();
    this.done = new Set(memory.get("done") ?? []);
    this.details = BOOK.weeks.map((week, number) => this.#week(week, number));
    root.replaceChildren(...this.details);
  }

  /** Opens a week; resolves when its sessions are shown. */
  async open(number) {
    const week = this.details[number];
    week.open = true;
    const body = week.lastElementChild;
    if (body.dataset.state === "full") return;
    body.dataset.state ||= "loading";
    try {
      const sessions = await loadWeek(number);
      if (body.dataset.state === "full") return;
      body.dataset.state = "full";
      body.replaceChildren(...sessions.map((session) => this.#row(session)));
    } catch {
      body.replaceChildren(element("li", { className: "trouble", textContent: WORDS.unreachable }));
      body.dataset.state = "";
    }
  }

  /** Marks the session that is in the player. */
  current(session) {
    for (const [key, row] of this.rows) {
      if (key === session.key) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  /** Shows which sessions are kept and which were heard to their end. */
  refresh() {
    for (const row of this.rows.values()) this.#marks(row, row.session);
  }

  /** Remembers on this device that a session was heard to its end. */
  finish(session) {
    this.done.add(session.key);
    memory.set("done", [...this.done]);
    this.refresh();
  }

  #week(week, number) {
    const title = [week.number ? fill(WORDS.week, week) : "", week.name].filter(Boolean).join(": ");
    const count = fill(week.days === 1 ? WORDS.one_session : WORDS.many_sessions, { count: week.days });
    const heading = element("h2", { textContent: title, title, dir: "auto" });
    const facts = element("span", { className: "facts", textContent: `${count} · ${inMinutes(week.minutes)}` });
    const summary = element("summary", {}, heading, facts, icon("down"));
    const details = element("details", { className: "week" }, summary, element("ol"));
    details.addEventListener("toggle", () => details.open && this.open(number));
    return details;
  }

  #row(session) {
    const [name, more] = this.#called(session);
    const facts = [more, inMinutes(Math.max(1, Math.round(session.end / 60000)))].filter(Boolean).join(" · ");
    const marks = element("span", { className: "marks" });
    const link = element(
      "a",
      { href: `#${session.key}`, className: "session" },
      thumbnail(session),
      element("span", { className: "name", textContent: name, title: name, dir: "auto" }),
      element("span", { className: "facts", textContent: facts, dir: "auto" }),
      marks,
    );
    link.dataset.role = session.role;
    link.session = session;
    this.rows.set(session.key, link);
    this.#marks(link, session);
    return element("li", {}, link);
  }

  /** What a session is called below its week's heading: `Day 2`, and what that heading does not say. */
  #called(session) {
    const week = BOOK.weeks[session.week];
    if (!session.label) return [session.title, ""];
    const prefix = `${fill(WORDS.week, week)}, `;
    const day = session.label.startsWith(prefix) ? session.label.slice(prefix.length) : session.label;
    return [day.charAt(0).toLocaleUpperCase(LOCALE) + day.slice(1), session.title === week.name ? "" : session.title];
  }

  #marks(row, session) {
    const marks = [];
    const mark = (name, word) => marks.push(icon(name), element("span", { className: "unseen", textContent: word }));
    if (this.done.has(session.key)) mark("done", WORDS.done);
    if (this.keeping.has(session)) mark("kept", WORDS.kept);
    row.querySelector(".marks").replaceChildren(...marks);
  }
}
