"""What `site` writes: the same bytes again, whole records, small files, and every text as text."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from audiocoach.assets import asset
from audiocoach.errors import InputError
from audiocoach.publish.publication import read_publication
from audiocoach.publish.publisher import Privacy, publishing
from audiocoach.publish.site.page_html import ICONS, SCRIPTS, STYLE, Addresses, ListedWeek, page_html
from audiocoach.publish.site.page_words import page_words
from audiocoach.publish.site.subscribing import app_links, qr_code, subscribe_box
from audiocoach.publish.site.week_files import published_weeks
from audiocoach.publish.site.write_site import write_site
from support.programs import audiocoach, contents
from support.published import IDS, build_session

WORDS = page_words("en")
NOWHERE = Addresses()
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
HOSTILE = (
    "</script><script>alert`1`</script>",
    '"><img src=x onerror=alert`1`>',
    "<!--<script>",
    "{{x}} ${y} $title $$",
    "\u202eevil\u2028line\u2029end",
)


class Page(HTMLParser):
    """What a browser makes of `index.html`: elements, their attributes, and the texts of scripts."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, Any] = {}
        self._script: str | None = None
        self.feed(html.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._script = dict(attrs).get("id") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.data[self._script] = json.loads(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_in(folder: Path) -> Page:
    return Page((folder / "index.html").read_bytes())


def weeks_of(folder: Path) -> list[list[dict[str, Any]]]:
    """The sessions of each week's file."""
    found = []
    for number in range(len(list((folder / "site").glob("week-*.js")))):
        text = (folder / "site" / f"week-{number + 1}.js").read_text(encoding="utf-8")
        head, tail = f"audiocoachWeek({number},", ")\n"
        assert text.startswith(head)
        assert text.endswith(tail)
        found.append(json.loads(text[len(head) : -len(tail)]))
    return found


def published(folder: Path) -> Mapping[str, str]:
    return read_publication(folder).record.files


def test_the_same_sessions_give_the_same_bytes(program: Path, tmp_path: Path) -> None:
    first = write_site(program)
    assert first.changed > 0
    before = contents(program)
    again = write_site(program)
    page = str(program / "index.html")
    assert again.as_json() == {"path": page, "url": None, "sessions": 7, "changed": 0, "notes": []}
    assert contents(program) == before
    elsewhere = Path(shutil.copytree(program, tmp_path / "elsewhere"))
    for path in published(program):
        (elsewhere / path).unlink()
    write_site(elsewhere)
    assert {name: content for name, content in contents(elsewhere).items() if name in published(program)} == {
        name: content for name, content in before.items() if name in published(program)
    }


def test_every_file_is_recorded_and_nothing_else_is_needed(site: Path) -> None:
    page = page_in(site)
    asked = [str(one["src"]) for one in page.all("script") if "src" in one]
    asked += [str(one["href"]) for one in page.all("link")]
    asked += ["index.html", "sw.js", "manifest.webmanifest", *(f"site/{name}" for name in ICONS)]
    asked += [row["media"] for week in weeks_of(site) for row in week]
    assert {path.partition("?")[0] for path in asked} <= set(published(site))
    assert all((site / path).is_file() for path in published(site))


def test_a_programs_weeks_hold_its_days_in_order(site: Path) -> None:
    weeks = weeks_of(site)
    assert [row["id"] for week in weeks for row in week] == IDS
    day = weeks[1][0]
    assert (day["label"], day["title"]) == ("Week 2, day 1", "Längere Läufe")
    plan = next(episode.plan() for episode in read_publication(site).episodes if episode.id == "w02d1")
    assert [step[0] for step in day["steps"]] == [step.name for step in plan.steps]
    assert [step[3:5] for step in day["steps"]] == [[step.start_ms, step.end_ms] for step in plan.steps]
    assert [step[2] for step in day["steps"][:-1]] == [step.colour for step in plan.steps[:-1]]
    assert day["cues"] == [round(cue.start_ms) for cue in plan.cues if cue.is_heard]
    assert [line[1] for line in day["lines"]] == [caption.text for caption in plan.captions]
    assert [mark[1] for mark in day["chapters"]] == [mark.title for mark in plan.chapters]
    assert page_in(site).data["book"]["weeks"][0][:3] == [1, "Easy does it", 2]


def test_single_sessions_are_listed_by_their_files(singles: Path) -> None:
    write_site(singles)
    (rows,) = weeks_of(singles)
    assert [(row["label"], row["title"], row["lang"]) for row in rows] == [
        ("", "Läufe", "de"),
        ("", "Walk", "en"),
        ("", "Last", "de"),
    ]
    page = page_in(singles)
    assert page.all("html") == [{"lang": "de"}]
    assert page.data["book"]["weeks"][0][1] == "Einheiten"


def filled(folder: Path, at: Addresses = NOWHERE, **changes: Any) -> Page:
    """The page of a folder whose publication says something else."""
    publication = replace(read_publication(folder), **changes)
    words = page_words(publication.language)
    weeks = [ListedWeek(week, "0a1b2c3d") for week in published_weeks(publication, words)]
    html = page_html(publication, weeks, dict.fromkeys((STYLE, *SCRIPTS), "0a1b2c3d"), at, words)
    return Page(html)


def check_nothing_runs(page: Page) -> None:
    """No script but ours, and no element or attribute that a text has brought in."""
    assert {str(one.get("id")) for one in page.all("script")} == {"book", "words", "None"}
    assert len(page.all("script")) == 2 + len(SCRIPTS)
    assert not page.all("img")
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


def test_texts_of_sessions_are_text_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "site & <b>"
    folder.mkdir()
    written = [text.replace("$", "$$") for text in HOSTILE]
    steps = [{"run": "20s", "name": text, "say": [f"{text} is text."]} for text in written]
    build_session(
        tmp_path / "source",
        folder / "a.mp3",
        json.dumps({"title": "|".join(written), "description": "|".join(written), "steps": steps}),
    )
    write_site(folder)
    check_nothing_runs(page_in(folder))
    ((row,),) = weeks_of(folder)
    assert row["title"] == "|".join(HOSTILE)
    assert [step[0] for step in row["steps"][:-1]] == list(HOSTILE)
    script = (folder / "site" / "week-1.js").read_text(encoding="utf-8")
    assert not re.search("[<\u2028\u2029]", script)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_programs_own_texts_are_text_and_nothing_else(program: Path, title: str) -> None:
    at = Addresses(f"https://example.org/{title}", f"https://example.org/{title}", has_feed=True)
    page = filled(program, at, title=title, description=title, weeks={1: title, 2: title})
    assert page.data["book"]["title"] == title
    assert page.all("h1")[0]["title"] == title
    check_nothing_runs(page)


def test_every_language_has_every_word_and_the_page_asks_for_no_other() -> None:
    table = json.loads(asset("site", "words.json").read_bytes())
    assert sorted(table) == sorted(LANGUAGES)
    names = set(table["en"])
    holes = {name: re.findall(r"\{\w+\}", text) for name, text in table["en"].items()}
    for words in table.values():
        assert set(words) == names
        assert {name: re.findall(r"\{\w+\}", text) for name, text in words.items()} == holes
        assert all(text.strip() for text in words.values())
    scripts = "".join(asset("site", name).read_text(encoding="utf-8") for name in SCRIPTS)
    template = asset("site", "index.html").read_text(encoding="utf-8")
    python = {
        "subscribe",
        "subscribe_how",
        "other_app",
        "address",
        "scan",
        "sessions",
        "group",
        "many_weeks",
        "one_week",
    }
    asked = set(re.findall(r"WORDS\.(\w+)", scripts)) | set(re.findall(r"\$w_(\w+)", template))
    assert asked | python == names


@pytest.mark.parametrize(("language", "served"), [("de-AT", "de"), ("pt-BR", "pt"), ("fr", "fr"), ("ja", "en")])
def test_the_page_speaks_the_language_of_its_publication(program: Path, language: str, served: str) -> None:
    page = filled(program, language=language)
    assert page.all("html") == [{"lang": language}]
    assert page.data["words"] == json.loads(asset("site", "words.json").read_bytes())[served]


def test_there_are_links_to_subscribe_only_where_a_feed_has_an_address(site: Path) -> None:
    assert not page_in(site).all("details")
    with publishing(site, "feed") as publisher:
        publisher.write("feed.xml", b"<rss/>")
        publisher.finish(base_url="https://example.org/run")
    written = write_site(site)
    assert written.address == "https://example.org/run/index.html"
    links = [str(one["href"]) for one in page_in(site).all("a")]
    assert "podcast://example.org/run/feed.xml" in links
    assert "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Frun%2Ffeed.xml" in links
    assert "https://example.org/run/feed.xml" in links
    assert qr_code(written.address, WORDS["scan"]) in (site / "index.html").read_text(encoding="utf-8")


def test_a_private_page_is_below_its_secret_and_found_by_nobody_else(site: Path) -> None:
    with publishing(site, "feed", Privacy(True, draw=lambda: "0" * 32)) as publisher:
        publisher.write("feed.xml", b"<rss/>")
        publisher.finish(base_url="https://example.org/run/")
    written = write_site(site)
    assert written.index == site / ("0" * 32) / "index.html"
    assert written.address == f"https://example.org/run/{'0' * 32}/index.html"
    assert {"name": "robots", "content": "noindex"} in page_in(written.index.parent).all("meta")
    assert not (site / "index.html").exists()


@pytest.mark.parametrize("feed", ["javascript:alert(1)", "file:///etc/passwd", "", "//example.org/feed.xml"])
def test_an_address_that_is_none_of_the_web_is_no_link(feed: str) -> None:
    assert subscribe_box(feed, feed, WORDS) == ""


def test_each_app_is_given_the_address_in_its_own_way() -> None:
    links = dict(app_links("https://example.org:8443/a/feed.xml?x=1&y=2", WORDS))
    assert links["Apple Podcasts"] == "podcast://example.org:8443/a/feed.xml?x=1&y=2"
    assert links["Pocket Casts"] == "pktc://subscribe/example.org:8443/a/feed.xml?x=1&y=2"
    assert links["Overcast"].endswith("add?url=https%3A%2F%2Fexample.org%3A8443%2Fa%2Ffeed.xml%3Fx%3D1%26y%3D2")
    assert links["AntennaPod"].startswith("antennapod-subscribe://example.org")
    assert links["Castro"].startswith("castros://subscribe/example.org")
    assert links["Another app"].startswith("pcast://example.org")


def test_a_file_of_somebody_else_is_not_replaced(program: Path) -> None:
    (program / "index.html").write_text("mine")
    with pytest.raises(InputError, match="is there already, and audiocoach did not write it"):
        write_site(program)
    assert (program / "index.html").read_text() == "mine"


def test_the_command_prints_the_page_and_says_what_is_wrong(program: Path, tmp_path: Path) -> None:
    said = audiocoach("site", program)
    assert said.out == f"{program / 'index.html'}\n"
    assert "7 sessions" in said.err
    empty = audiocoach("site", tmp_path, code=2)
    assert f"there is nothing to publish in {tmp_path}" in empty.err
