"use strict";
// What the coach says, with its times; a click on a line goes there.

class Transcript {
  /** `seek` is called with milliseconds. */
  constructor(list, seek) {
    this.list = list;
    this.seek = seek;
    list.addEventListener("click", (event) => {
      const line = event.target.closest("button");
      if (line) this.seek(Number(line.dataset.start));
    });
  }

  open(session) {
    this.session = session;
    this.at = -1;
    this.list.lang = session.lang;
    this.list.replaceChildren(...session.lines.map((line) => this.#line(line)));
  }

  show(ms) {
    const at = this.session.lineAt(ms);
    if (at === this.at) return;
    this.list.children[this.at]?.firstChild.removeAttribute("aria-current");
    this.list.children[at]?.firstChild.setAttribute("aria-current", "true");
    this.at = at;
  }

  #line({ start, text, voice }) {
    const speaker = voice ? [element("b", { textContent: voice }), " "] : [];
    const button = element(
      "button",
      { type: "button" },
      element("time", { textContent: clock(start) }),
      element("span", { dir: "auto" }, ...speaker, text),
    );
    button.dataset.start = start;
    return element("li", {}, button);
  }
}
