"use strict";
// The page: which session the address asks for, and what is seen of list and player on a narrow screen.

const keeping = new Keeping();
const player = new Player(document.getElementById("player"), keeping);
const weeks = new Weeks(document.getElementById("weeks"), keeping);
const wide = window.matchMedia("(min-width: 60rem)");
let asks = 0;
const mini = document.getElementById("mini");

/** The week that an address names, and how it names the session in it: `#3/w03d2`. */
function named(address) {
  const found = /^#(\d+)\/(.+)$/.exec(address);
  const week = found ? Number(found[1]) - 1 : -1;
  return week in BOOK.weeks ? { week, key: address.slice(1) } : null;
}

/** Puts a session into the player; false where another was asked for meanwhile. */
async function show({ week, key }) {
  const own = ++asks;
  await weeks.open(week);
  const sessions = await loadWeek(week);
  if (own !== asks) return false;
  const session = sessions.find((one) => one.key === key) ?? sessions[0];
  player.root.hidden = false;
  player.open(session);
  weeks.current(session);
  memory.set("last", { week, key: session.key });
  return true;
}

/** Shows what the address asks for; without that, what was open before on this device, else the first session. */
async function route() {
  const asked = named(location.hash);
  const before = document.body.dataset.view;
  document.body.dataset.view = asked ? "player" : "list";
  const last = memory.get("last");
  try {
    if (player.session && !asked) return;
    if (!(await show(asked ?? (last?.week in BOOK.weeks ? last : { week: 0 })))) return;
  } catch {
    if (asked) document.body.dataset.view = "list";
    return;
  }
  if (asked && before === "list" && !wide.matches) {
    window.scrollTo(0, 0);
    player.parts.title.focus({ preventScroll: true });
  }
}

player.listeners.ended = (session) => weeks.finish(session);
player.listeners.kept = () => weeks.refresh();
player.listeners.moved = (session, ms) => {
  const step = session.steps[session.stepAt(ms)];
  const text = step.activity === "finish" ? WORDS.finished : `${step.name} ${clock(roundedUp(step.end - ms))}`;
  if (mini.firstElementChild.textContent !== text) mini.firstElementChild.textContent = text;
  mini.firstElementChild.href = `#${session.key}`;
};
mini.querySelector("button").addEventListener("click", () => player.toggle());

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || event.target.closest("button, a, summary, input, audio")) return;
  event.preventDefault();
  if (player.session) player.toggle();
});

window.addEventListener("hashchange", route);
if (IS_SERVED) {
  document.head.append(element("link", { rel: "manifest", href: BOOK.manifest }));
}
keeping.start().then(() => {
  weeks.refresh();
  if (player.session) player.refreshKeeping();
});
route();
