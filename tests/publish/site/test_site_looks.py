"""Whether everybody can use the page (axe-core), in light and dark, on a phone and at a desk, in seven languages."""

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from audiocoach.assets import asset
from audiocoach.publish.publisher import publishing
from audiocoach.publish.site.write_site import write_site
from support.browser import PHONE, WIDE, FolderServer, opened, until

pytestmark = pytest.mark.long

LANGUAGES = sorted(json.loads(asset("site", "words.json").read_bytes()))


def with_feed(folder: Path) -> None:
    """Give a folder a feed with an address, and its page links to subscribe."""
    with publishing(folder, "feed") as publisher:
        publisher.write("feed.xml", b"<rss/>")
        publisher.finish(base_url="https://example.org/run")
    write_site(folder)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [(PHONE, ""), (PHONE, "#2/w02d1"), (WIDE, "#2/w02d1")])
def test_axe_finds_nothing(
    browser: Browser, server: FolderServer, site: Path, scheme: str, view: tuple[dict[str, int], str]
) -> None:
    with_feed(site)
    size, place = view
    options = {"viewport": size, "color_scheme": scheme, "reduced_motion": "reduce"}
    with opened(browser, server.url + place, **options) as seen:
        for summary in seen.page.query_selector_all("summary:visible"):
            summary.click()
        until(seen.page, "[...document.querySelectorAll('details[open] > ol')].every(list => list.children.length)")
        for activity in ("walk", "run"):
            seen.page.evaluate(
                "name => player.seek(player.session.steps.find(s => s.activity === name).start)", activity
            )
            found = Axe().run(seen.page)
            assert not found.response["violations"], found.generate_report()
        assert not seen.complaints


def test_every_activity_has_a_colour_that_its_words_can_be_read_on(browser: Browser, server: FolderServer) -> None:
    """The stage in the colour of each activity, by day and by night: 4.5 to 1, as WCAG 2 AA asks of small type."""
    from audiocoach.publish.site.week_files import FINISH_COLOUR
    from audiocoach.session.activities import ACTIVITIES, LEAD_IN, QUIET_COLOUR, STILL

    colours = {row.colour for row in [*ACTIVITIES.values(), LEAD_IN, STILL]} | {QUIET_COLOUR, FINISH_COLOUR}
    with opened(browser, server.url) as seen:
        worst = seen.page.evaluate(
            """colours => Math.min(...colours.flatMap(colour => {
                const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                const night = atNight(colour).match(/\\d+/g).map(Number);
                const hex = "#" + night.map(part => part.toString(16).padStart(2, "0")).join("");
                return [
                    ratio(luminance(colour), luminance(inkOn(colour))),
                    ratio(luminance(hex), luminance("#ffffff")),
                ];
            }))""",
            sorted(colours),
        )
        assert worst >= 4.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_a_small_phone(browser: Browser, site: Path, language: str) -> None:
    """In any language, with long names, at 320 pixels (WCAG 2 SC 1.4.10), from a file."""
    with_feed(site)
    page = site / "index.html"
    words = json.loads(asset("site", "words.json").read_bytes())
    text = page.read_text(encoding="utf-8")
    for name, english in words["en"].items():
        text = text.replace(f">{english}<", f">{words[language][name]}<")
    page.write_text(text, encoding="utf-8")
    for place in ("", "#2/w02d1"):
        with opened(browser, page.as_uri() + place, viewport={"width": 320, "height": 640}) as seen:
            seen.page.evaluate(
                "player.session.steps.forEach(step => { step.name = 'Donaudampfschifffahrtsgesellschaft'; })"
            )
            seen.page.evaluate("player.seek(1)")
            assert seen.page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_title_of_any_length_takes_three_lines_and_is_whole_where_one_points(browser: Browser, site: Path) -> None:
    long = "A run that goes on for longer than anybody reads. " * 18
    with opened(browser, (site / "index.html").as_uri() + "#2/w02d1") as seen:
        found = seen.page.evaluate(
            """long => {
                const session = player.session;
                session.title = long;
                session.steps.forEach(step => { step.name = long; });
                player.session = null;
                player.open(session);
                player.seek(session.steps[1].start + 1);
                document.querySelector("h1").textContent = long;
                return ["h1", "#title", "[data-part=name]"].map(name => {
                    const one = document.querySelector(name);
                    return [one.clientHeight / parseFloat(getComputedStyle(one).lineHeight), one.title];
                });
            }""",
            long,
        )
    assert [round(lines) for lines, _ in found] == [3, 3, 3]
    assert [title for _, title in found[1:]] == [long, long]
