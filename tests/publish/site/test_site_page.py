"""The page as people use it, in a browser, from a server and from a file: it plays, shows the step, and seeks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from audiocoach.deliver.embedded_plan import EmbeddedPlan, EmbeddedStep
from audiocoach.publish.publication import read_publication
from audiocoach.publish.site.write_site import write_site
from support.browser import FolderServer, opened, until

DAY = "#2/w02d1"


def plan_of(folder: Path, day: str) -> EmbeddedPlan:
    """What the MP3 of a day says of itself."""
    return next(episode.plan() for episode in read_publication(folder).episodes if episode.id == day)


def clock(ms: float) -> str:
    """A countdown: whole seconds, rounded up."""
    seconds = -int(-ms // 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


def moments(plan: EmbeddedPlan) -> Iterator[tuple[float, EmbeddedStep]]:
    """The first and the last moment of each step, and one within."""
    for step in plan.steps:
        if step.end_ms - step.start_ms > 2:
            for ms in (step.start_ms, (step.start_ms + step.end_ms) // 2, step.end_ms - 1):
                yield ms, step


def go(page: Page, ms: float) -> None:
    """Seek as the page does it, and wait until the sound is there."""
    page.evaluate(
        "ms => new Promise(done => { audio.addEventListener('seeked', done, {once: true}); player.seek(ms); })", ms
    )


def shown(page: Page) -> dict[str, str]:
    return {part: page.inner_text(f"[data-part={part}]") for part in ("name", "left", "round", "next", "length")}


def said(page: Page) -> str:
    return page.get_attribute("#timeline", "aria-valuetext") or ""


def lock_screen(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "(({title, artist, album}) => ({title, artist, album}))(navigator.mediaSession.metadata)"
    )
    return found


def sound_ms(page: Page) -> int:
    found: int = page.evaluate("Math.round(audio.currentTime * 1000)")
    return found


def check_steps(page: Page, plan: EmbeddedPlan) -> None:
    """At every moment that matters the page and the lock screen say what the plan says."""
    after = dict(zip((step.id for step in plan.steps), plan.steps[1:], strict=False))
    for ms, step in moments(plan):
        go(page, ms)
        now = shown(page)
        chapter = next(mark for mark in plan.chapters if mark.start_ms <= ms < mark.end_ms)
        assert lock_screen(page)["title"] == chapter.title
        if step.id == "finish":
            assert (now["name"], now["left"]) == ("Done", "")
            continue
        left = clock(step.end_ms - ms)
        assert (now["name"], now["left"]) == (step.name, left), ms
        assert now["round"] == (f"Round {step.round} of {step.rounds}" if step.rounds else "")
        following = after[step.id]
        length = clock(following.end_ms - following.start_ms)
        assert (now["next"], now["length"]) == (
            ("Finish", "") if following.id == "finish" else (following.name, length)
        )


@pytest.mark.parametrize("place", ["server", "file"])
def test_a_session_plays_and_its_step_is_shown(browser: Browser, server: FolderServer, site: Path, place: str) -> None:
    root = server.url if place == "server" else f"{site.as_uri()}/"
    plan = plan_of(site, "w02d1")
    with opened(browser, f"{root}index.html{DAY}") as seen:
        page = seen.page
        until(page, "audio.readyState > 0")
        assert page.evaluate("audio.duration") * 1000 == pytest.approx(plan.duration_ms, abs=1)
        check_steps(page, plan)
        # By pointer: in the middle of the timeline lies the middle of the session.
        page.locator("#timeline").click()
        assert sound_ms(page) == pytest.approx(plan.duration_ms / 2, abs=plan.duration_ms / 300)
        # By keys.
        at = sound_ms(page)
        page.keyboard.press("ArrowLeft")
        assert sound_ms(page) == pytest.approx(at - 5000, abs=1)
        page.keyboard.press("Home")
        page.keyboard.press("PageUp")
        assert sound_ms(page) == plan.steps[1].start_ms
        assert said(page) == "run 1 of 2, 12 s left"
        page.keyboard.press("ArrowRight")
        assert said(page) == "run 1 of 2, 7 s left"
        # By a line of the transcript.
        line = page.locator("#lines button").nth(1)
        line.click()
        assert sound_ms(page) == pytest.approx(plan.captions[1].start_ms, abs=1)
        assert line.get_attribute("aria-current") == "true"
        # It plays over a boundary, and everything goes with it.
        go(page, plan.steps[1].start_ms - 400)
        page.click("#toggle")
        until(page, f"audio.currentTime * 1000 > {plan.steps[1].start_ms + 100}")
        until(page, "navigator.mediaSession.metadata.title === 'Run 1/2'")
        assert shown(page)["name"] == "Run"
        assert page.get_attribute("#toggle", "aria-label") == "Pause"
        page.keyboard.press("Space")
        assert page.evaluate("audio.paused")
        assert lock_screen(page)["album"] == "Builder & Co <5k>"
        assert not seen.complaints
        assert not seen.outside(root)


RECORD_HANDLERS = """
window.handlers = {};
const set = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
navigator.mediaSession.setActionHandler = (action, handler) => { handlers[action] = handler; set(action, handler); };
const state = navigator.mediaSession.setPositionState.bind(navigator.mediaSession);
navigator.mediaSession.setPositionState = (now) => { window.position = now; state(now); };
"""


def test_the_buttons_of_headphones_and_lock_screen_do_what_they_say(browser: Browser, site: Path) -> None:
    plan = plan_of(site, "w02d1")
    starts = [step.start_ms for step in plan.steps]
    context = browser.new_context()
    context.add_init_script(RECORD_HANDLERS)
    try:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/index.html{DAY}")
        until(page, "window.audio.readyState > 0 && player.session")

        def press(action: str, **details: float) -> int:
            page.evaluate("([action, details]) => handlers[action](details)", [action, details])
            return sound_ms(page)

        assert press("seekto", seekTime=20) == 20_000
        assert press("seekforward") == 30_000
        assert press("seekbackward", seekOffset=5) == 25_000
        assert press("nexttrack") == starts[1]
        assert press("nexttrack") == starts[2]
        assert press("previoustrack") == starts[1]
        assert press("seekto", seekTime=starts[1] / 1000 + 5) == starts[1] + 5000
        assert press("previoustrack") == starts[1]  # first to the start of the step
        assert press("seekto", seekTime=0) == press("previoustrack") == 0
        press("play")
        until(page, "audio.currentTime > 0.2")
        press("pause")
        assert page.evaluate("audio.paused && navigator.mediaSession.playbackState") == "paused"
        assert page.evaluate("position.duration") * 1000 == pytest.approx(plan.duration_ms, abs=1)
        press("seekto", seekTime=1e6)
        until(page, "!audio.seeking")
        assert sound_ms(page) == pytest.approx(plan.duration_ms, abs=1)
    finally:
        context.close()


@pytest.mark.long
def test_a_session_of_any_name_opens_from_the_list(browser: Browser, singles: Path) -> None:
    (singles / "b walk.mp3").rename(singles / "100% 'ü' #1? &<b>.mp3")
    write_site(singles)
    with opened(browser, (singles / "index.html").as_uri()) as seen:
        page = seen.page
        for title in page.locator(".session .name").all_inner_texts():
            page.locator(".session", has_text=title).click()
            until(page, f"document.getElementById('title').textContent === {title!r}")
            until(page, "window.audio.readyState > 0")
            address = page.url
            page.reload()
            until(page, f"document.getElementById('title').textContent === {title!r}")
            assert page.url == address
            page.click(".up")
            page.wait_for_selector(".session", state="visible")
        # What an address asks for and is not there is the first session; what is no address, the list.
        for wrong in ("#1/nobody", "#1/%", "#99/x", "#x"):
            page.goto((singles / "index.html").as_uri() + wrong)
            page.wait_for_selector("#lines li", state="attached")
        assert not seen.complaints


@pytest.mark.long
def test_the_session_that_was_asked_for_last_is_shown(browser: Browser, server: FolderServer) -> None:
    """Also where the week of the one before arrives later."""
    with opened(browser, server.url, service_workers="block") as seen:
        page = seen.page
        page.route("**/week-2.js*", lambda route: (page.wait_for_timeout(300), route.continue_()))
        page.evaluate("location.hash = '#2/w02d1'; setTimeout(() => location.hash = '#1/w01d2', 20)")
        page.wait_for_timeout(1200)
        assert page.evaluate("player.session.key") == "1/w01d2"
