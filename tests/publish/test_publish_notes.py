"""Show notes: what they say, in which language, and that every app can show them."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from audiocoach.build.load import load
from audiocoach.deliver.embedded_plan import EmbeddedMark, EmbeddedPlan, EmbeddedStep
from audiocoach.publish.feed.feed_options import FeedOptions
from audiocoach.publish.feed.write_feed import write_feed
from audiocoach.publish.notes.helplines import helplines
from audiocoach.publish.notes.note_words import NoteWords, note_words
from audiocoach.publish.notes.show_notes import MOST_BYTES, about_show, show_notes
from audiocoach.publish.publication import read_publication
from support import ROOT
from support.published import build_session

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")


def plan_of(minutes, language="en", rounds=5, name="Run", **more):
    """Five minutes of warm-up, rounds of a run of so many minutes and a walk of one, and a tail."""
    lengths = [("warm-up", "Warm-up", 5.0, None)]
    for number in range(1, rounds + 1):
        lengths += [("run", name, minutes, number), ("walk", "Walk", 1.0, number)]
    steps, marks, at = [], [], 0.0
    for activity, called, length, number in lengths:
        end = at + length * 60_000
        title = f"{called} {number}/{rounds}" if number else called
        steps.append(EmbeddedStep(id=f"s{len(steps)}", name=called, activity=activity, start_ms=at, end_ms=end))
        marks.append(EmbeddedMark(title=title, start_ms=at, end_ms=end))
        at = end
    steps.append(EmbeddedStep(id="finish", name="Finish", activity="finish", start_ms=at, end_ms=at + 8_540))
    return EmbeddedPlan(
        title=name,
        language=language,
        duration_ms=at + 8_540,
        steps=tuple(steps),
        cues=(),
        tones=(),
        chapters=tuple(marks),
        captions=(),
        **more,
    )


class Shown(HTMLParser):
    """What a strict app makes of HTML: no tag that Apple does not know, none left open."""

    def __init__(self, html):
        super().__init__()
        self.open, self.entries, self.words = [], [], ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag in ("p", "ul", "li", "a"), tag
        assert tag == "a" or not attributes
        self.open.append(tag)
        if tag in ("p", "li"):
            self.entries.append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.entries[-1] += data
        else:
            assert not data.strip()


def test_what_a_day_is_when_its_steps_begin_and_how_long_they_are():
    found = show_notes("Today the runs are short.\n\nTake your time.", plan_of(0.5))
    assert Shown(found.html).entries[:14] == [
        "Today the runs are short.",
        "Take your time.",
        "12.5 min in all, 2.5 min of them running.",
        "00:00:00 Warm-up",
        "00:05:00 Run 1/5",
        "00:05:30 Walk 1/5",
        "00:06:30 Run 2/5",
        "00:07:00 Walk 2/5",
        "00:08:00 Run 3/5",
        "00:08:30 Walk 3/5",
        "00:09:30 Run 4/5",
        "00:10:00 Walk 4/5",
        "00:11:00 Run 5/5",
        "00:11:30 Walk 5/5",
    ]
    assert "Smart Speed" in found.text and "no medical advice" in found.text


def test_the_title_is_not_said_again_where_an_episode_says_nothing_of_itself(tmp_path):
    (tmp_path / "out").mkdir()
    build_session(tmp_path, tmp_path / "out" / "a.mp3", "title: Short one\nsteps: [walk: 20s]\n")
    written = write_feed(
        tmp_path / "out", FeedOptions("https://example.org", now=lambda: datetime(2026, 6, 1, tzinfo=UTC))
    )
    (item,) = written.feed.items
    entries = Shown(item.description).entries
    assert item.title == "Short one"
    assert "Short one" not in entries
    assert entries[0].endswith(" min in all.")


def test_what_is_not_run_counts_no_running():
    notes = show_notes("", plan_of(0.5, rounds=0))
    assert Shown(notes.html).entries[0] == "5 min in all."


def test_text_and_html_say_the_same():
    found = show_notes('He said "go".\n\n5 < 6', plan_of(1, helplines=True))
    words = [
        line for line in found.text.replace("https://findahelpline.com/", "findahelpline.com").splitlines() if line
    ]
    assert Shown(found.html).entries == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_all_of_it(language):
    found = show_notes("", plan_of(1.5, language, helplines=True))
    words = note_words(language)
    assert words.language == language
    for said in (words.speed, words.advice, words.care, words.elsewhere):
        assert said in found.text
    assert "Smart Speed" in words.speed
    figures = "17,5 min" if language != "en" else "17.5 min"
    assert figures in found.text and "7" in found.text


def test_the_words_of_two_languages_are_not_the_same():
    for field in set(NoteWords._fields) - {"helpline"}:
        assert len({getattr(note_words(language), field) for language in LANGUAGES}) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "shown", "not_shown"),
    [
        ("en", ["United States: 988", "United Kingdom: 116 123", "Australia: 13 11 14"], ["3114"]),
        ("en-US", ["United States: 988"], ["116 123"]),
        ("en-GB", ["United Kingdom: 116 123"], ["988"]),
        ("en-CA", ["Canada: 988"], ["116 123"]),
        ("de", ["Deutschland: 0800 111 0 111", "Österreich: 142", "Schweiz: 143"], ["988"]),
        ("de-AT", ["Österreich: 142"], ["0800"]),
        ("fr", ["France : 3114", "Belgique : 0800 32 123"], []),
        ("fr-CA", ["Canada : 988"], ["3114"]),
        ("nl-BE", ["België: 1813"], ["113"]),
        ("es", ["España: 024", "México: 800 911 2000", "Estados Unidos: 988"], []),
        ("it", ["Italia: 02 2327 2327"], []),
        ("pt-BR", ["Brasil: 188"], ["1411"]),
        ("pt-PT", ["Portugal: 1411"], ["188"]),
        ("sv", [], ["988"]),
        ("en-FJ", [], ["988"]),
    ],
)
def test_whom_to_call_is_said_for_the_listeners_country_as_far_as_it_is_known(language, shown, not_shown):
    text = show_notes("", plan_of(1, language, helplines=True)).text
    lines = [line.replace("\u00a0", " ") for line in text.splitlines()]
    assert [line for line in shown if line not in lines] == []
    assert not [number for number in not_shown if any(number in line for line in lines)]
    assert "findahelpline.com" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whom_to_call_is_said_where_a_session_asks_for_it_alone(language):
    plain = show_notes("", plan_of(1, language))
    assert "findahelpline" not in plain.html and note_words(language).care not in plain.text
    assert not [country for country, _ in helplines(language, language) if country in plain.text]


def test_many_steps_are_shown_by_their_first_round_and_those_that_do_not_fit_are_counted():
    few, many = plan_of(0.5, rounds=40), plan_of(0.5, rounds=120)
    assert "00:63:30 Walk 40/40" not in show_notes("", few).text  # hours have their own place
    assert "01:04:00 Walk 40/40" in show_notes("", few).text
    text = show_notes("", many).text
    assert "00:05:00 Run 1/120\n00:05:30 Walk 1/120\n… and 238 more" in text


def test_no_step_is_said_to_be_there_that_is_not():
    plan = plan_of(0.2, rounds=1).model_copy(
        update={"chapters": tuple(EmbeddedMark(title=f"Step {n} of the way", start_ms=n, end_ms=n) for n in range(400))}
    )
    text = show_notes("", plan).text
    shown = re.findall(r"(?m)^00:00:00 Step (\d+) of the way$", text)
    assert [int(n) for n in shown] == list(range(len(shown))) and len(shown) > 40
    assert f"… and {400 - len(shown)} more" in text


ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=400)


@settings(max_examples=60, deadline=None)
@example(['"' * 400] * 8, '"' * 400, 150, "de")
@example(["🏃" * 400] * 8, "🏃" * 400, 150, "en")
@given(st.lists(ANY, max_size=8), ANY, st.integers(0, 150), st.sampled_from([*LANGUAGES, "sv", "xx", "pt-BR"]))
def test_notes_are_never_longer_than_apps_show_and_never_break_their_markup(notes, name, rounds, language):
    plan = plan_of(0.5, language, rounds, name, helplines=True)
    found = show_notes("\n\n".join(notes), plan)
    assert len(found.html.encode()) <= MOST_BYTES and len(found.text.encode()) <= MOST_BYTES
    assert len(Shown(found.html).entries) > 3
    assert "00:00:00 Warm-up" in found.text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", found.html)
    about = about_show("\n\n".join(notes), language)
    assert len(about.html.encode()) <= MOST_BYTES and Shown(about.html).entries


def test_notes_that_are_too_long_end_at_a_word():
    notes = "A word or two & more. " * 400
    text = show_notes(notes, plan_of(1)).text
    (line,) = [line for line in text.splitlines() if line.startswith("A word")]
    assert line.endswith("…") and 1_000 < len(line) < 1_500
    assert notes.startswith(line[:-1])
    assert line[:-1].split()[-1] in notes.split()


def test_an_mp3_carries_whether_its_notes_say_whom_to_call(tmp_path):
    text = "title: Low day\nsteps: [walk: 20s]\n"
    for added, says in (("", False), ("helplines: true\n", True), ("", False)):  # the same file each time: built anew
        build_session(tmp_path, tmp_path / "a.mp3", added + text)
        (episode,) = read_publication(tmp_path).episodes
        assert ("findahelpline" in show_notes(episode.notes, episode.plan()).text) == says


def test_the_librarys_sessions_for_the_mind_say_whom_to_call_and_no_others_do():
    """The collection `mental-health`, and the run for an anxious day."""
    paths = [path for path in (ROOT / "assets" / "sessions").glob("*.yaml") if "." not in path.stem]
    collection = yaml.safe_load((ROOT / "assets" / "collections" / "mental-health.yaml").read_text("utf-8"))
    expected = {*collection["sessions"], "anxious-run"}
    assert {path.stem for path in paths if load(path).helplines} == expected
