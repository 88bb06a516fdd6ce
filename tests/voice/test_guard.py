"""Plugins that raise anything, end the program or give rubbish: each warns once, and harms nothing else."""

import importlib
import itertools
import pkgutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from audiocoach import voice as voice_room
from audiocoach.errors import InputError, Portable, VoiceError
from audiocoach.script.script import Line, Recording, VoiceChoice
from audiocoach.voice.engines.fake.fake_voice import FakeVoice
from audiocoach.voice.guard import MOST_VOICES, GuardedEngine, GuardedVoice, described, guarded
from audiocoach.voice.studio import Studio
from audiocoach.voice.take_store import TakeStore
from audiocoach.voice.voice import RawTake, VoiceInfo

EN = VoiceChoice("en")
GOOD = VoiceInfo("anna", "tlh", "", True)


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def _recursive() -> None:
    _recursive()


def _exit() -> None:
    sys.exit("good bye")


def _raise(error: BaseException) -> Any:
    raise error


RUDE: dict[str, Callable[[], Any]] = {
    "an error": lambda: _raise(RuntimeError("no \x1b[31mserver\nat all")),
    "without words": lambda: _raise(Unspeakable()),
    "an exit": _exit,
    "no end": _recursive,
    "no memory": lambda: _raise(MemoryError()),
    "a cancellation": lambda: _raise(GeneratorExit()),
    "of the system": lambda: _raise(BaseException("x" * 5000)),
}


@pytest.fixture(params=RUDE)
def rude(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Raises, whatever it is asked."""
    return lambda *_, **__: RUDE[request.param]()


class Engine:
    """A good one, of which a test spoils a part."""

    name = "rude"

    def voices(self) -> Any:
        return [GOOD]

    def missing(self) -> Any:
        return None

    def voice(self, choice: VoiceChoice) -> Any:
        return FakeVoice(choice.name or "solo")


def spoiled(**parts: Any) -> Any:
    return type("Spoiled", (Engine,), parts)()


def test_an_error_is_told_in_one_line_of_text(rude: Callable[..., Any]) -> None:
    with pytest.raises(VoiceError, match=r"^it failed: ") as caught:
        guarded("it failed", rude)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 250


def test_our_own_errors_and_ctrl_c_pass() -> None:
    for error in (KeyboardInterrupt(), InputError("mine"), VoiceError("mine")):
        with pytest.raises(type(error)):
            guarded("it failed", lambda error=error: _raise(error))  # type: ignore[misc]
    with pytest.raises(VoiceError, match="it failed: mine"):
        guarded("it failed", lambda: _raise(InputError("mine")), ())
    assert described(RuntimeError()) == "RuntimeError"


def test_what_an_engine_raises_is_told(rude: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    engine = GuardedEngine("rude", spoiled(voices=rude, missing=rude, voice=rude, accepts=rude))
    for _ in range(3):
        assert engine.voices() == ()
    assert caplog.text.count("the voice engine `rude` cannot list its voices: ") == 1
    assert (engine.missing() or "").startswith("it is broken: ")
    for call in (lambda: engine.voice(EN, FakeVoice), lambda: engine.accepts("x")):  # type: ignore[arg-type, return-value]
        with pytest.raises(VoiceError, match="the voice engine `rude` failed"):
            call()


def test_an_engine_that_cannot_list_its_voices_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    engine = GuardedEngine("rude", spoiled(voices=lambda _: asked.append(1) or _raise(OSError("busy"))))
    for _ in range(3):
        assert engine.voices() == ()
    assert len(asked) == 1
    monkeypatch.setattr("audiocoach.voice.guard.time.monotonic", lambda: 1e9)
    engine.voices()
    assert len(asked) == 2


def test_every_error_of_the_room_survives_a_pickle() -> None:
    for module in pkgutil.walk_packages(voice_room.__path__, f"{voice_room.__name__}."):
        if not module.name.endswith("espeak_child"):
            importlib.import_module(module.name)
    ours = [kind for kind in _kinds(Exception) if kind.__module__.startswith(f"{voice_room.__name__}.")]
    assert "NetworkError" in {kind.__name__ for kind in ours}
    assert all(issubclass(kind, Portable) for kind in ours)


def _kinds(kind: type) -> Iterator[type]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


def test_an_engines_name_is_that_of_its_entry_point(rude: Callable[..., Any]) -> None:
    engine = GuardedEngine("mine", spoiled(name=property(rude)))
    assert engine.name == "mine"
    assert engine.voices() == (GOOD,)


@pytest.mark.parametrize(
    ("listed", "left"),
    [
        (None, 0),
        (3, 0),
        ("anna", 0),
        ([None, 3, "anna", ("anna", "en", "", True)], 0),
        ([GOOD, VoiceInfo(3, "en", "", True)], 1),  # type: ignore[arg-type]
        ([GOOD, VoiceInfo("", "en", "", True), VoiceInfo("a", None, "", True)], 1),  # type: ignore[arg-type]
        ([GOOD, VoiceInfo("\x1b[31mred", "en", "", True), VoiceInfo("b", "en", "\n", True)], 1),
    ],
)
def test_a_list_of_rubbish_is_left_out(listed: Any, left: int, caplog: pytest.LogCaptureFixture) -> None:
    engine = GuardedEngine("rude", spoiled(voices=lambda _: listed))
    assert engine.voices() == engine.voices() == (GOOD,) * left
    assert caplog.text.count("the voice engine `rude`") == 1


def test_a_list_without_end_is_cut() -> None:
    assert len(GuardedEngine("rude", spoiled(voices=lambda _: itertools.repeat(GOOD))).voices()) == MOST_VOICES
    assert GuardedEngine("rude", spoiled(voices=lambda _: iter([GOOD]))).voices() == (GOOD,)


@pytest.mark.parametrize("missing", [3, "", b"x", ["pip"]])
def test_what_is_missing_is_a_text(missing: object) -> None:
    assert "broken" in (GuardedEngine("rude", spoiled(missing=lambda _: missing)).missing() or "")
    assert GuardedEngine("rude", spoiled(missing=lambda _: "see \x1b[31mred")).missing() == "see \ufffd[31mred"


def _voice(**parts: Any) -> Any:
    return type("SpoiledVoice", (FakeVoice,), parts)()


@pytest.mark.parametrize("part", ["name", "fingerprint", "notice", "part", "interrupt", "speak"])
def test_what_a_voice_raises_is_told(part: str, rude: Callable[..., Any]) -> None:
    methods = {"interrupt": rude, "speak": rude, "part": rude}
    parts = {part: methods.get(part, property(rude))} | ({"among": rude} if part == "part" else {})
    voice: Any = _voice
    if part == "name":
        voice = lambda **parts: type("Nameless", (), parts)()  # noqa: E731
    with pytest.raises(VoiceError, match=r"the voice `fake` failed: |a voice has no name: "):
        guard = GuardedVoice(voice(**parts))
        _ = guard.fingerprint, guard.notice, guard.part("Run."), guard.speak("Run."), guard.interrupt()


@pytest.mark.parametrize(
    "take",
    [
        None,
        b"RIFF",
        np.zeros(9, np.float32),
        RawTake(None, 22_050),  # type: ignore[arg-type]
        RawTake([0.0] * 9, 22_050),  # type: ignore[arg-type]
        RawTake(np.zeros((9, 2), np.float32), 22_050),
        RawTake(np.zeros(9, np.int16), 22_050),  # type: ignore[arg-type]
        RawTake(np.array([0, np.nan], np.float32), 22_050),
        RawTake(np.array([None]), 22_050),
        RawTake(np.zeros(9, np.float32), 0),
        RawTake(np.zeros(9, np.float32), 2**31),
        RawTake(np.zeros(9, np.float32), "22050"),  # type: ignore[arg-type]
        RawTake(np.zeros(4_000 * 601, np.float32), 4_000),
    ],
)
def test_a_take_of_rubbish_is_no_take(take: Any, tmp_path: Path) -> None:
    studio = Studio(TakeStore(tmp_path), lambda _: _voice(speak=lambda *_: take))
    with pytest.raises(VoiceError, match=r'"Run\.": the voice `fake` failed: '):
        studio.record([Line(EN, "Run.")])
    assert studio.counts.synthesized == 0


@pytest.mark.parametrize("db", [-1, 99, float("nan"), "much", None])
def test_a_softening_of_rubbish_is_told(db: Any) -> None:
    with pytest.raises(VoiceError, match="the voice `fake` failed"):
        _ = GuardedVoice(_voice(deessing_db=db)).deessing_db
    assert GuardedVoice(_voice()).deessing_db == 0
    assert GuardedVoice(_voice(deessing_db=4.0049)).deessing_db == 4


def test_doubles_are_floats_too(tmp_path: Path) -> None:
    raw = FakeVoice().speak("Run along the river.")
    double = RawTake(raw.samples.astype(np.float64), raw.rate)  # type: ignore[arg-type]
    assert GuardedVoice(_voice(speak=lambda *_: double)).speak("Run.").samples.dtype == np.float32


@pytest.mark.parametrize("part", [None, 3, (None, None), ("a", "b"), (Line(EN, "x"), 3), (Line(EN, "x"), "why", 3)])
def test_a_line_is_left_to_somebody(part: Any) -> None:
    with pytest.raises(VoiceError, match="the voice `fake` failed"):
        GuardedVoice(_voice(part=lambda *_: part, among=lambda self, _: self)).part("Run.")


def test_voices_that_leave_a_line_to_one_another_are_told(tmp_path: Path) -> None:
    def find(choice: VoiceChoice) -> Any:
        other = VoiceChoice("en", name={"a": "b", "b": "a", "c": "d"}.get(choice.name or ""))
        if other.name is None:
            return FakeVoice("d")
        return _voice(part=lambda _, text: (Line(other, text), f"{choice.name} leaves it"), among=lambda self, _: self)

    studio = Studio(TakeStore(tmp_path), find)
    with pytest.raises(VoiceError, match="from one voice to the next"):
        studio.record([Line(VoiceChoice("en", name="a"), "Run.")])
    line = Line(VoiceChoice("en", name="c"), "Run along the river.")
    assert studio.record([line])[line].text == line.text
    assert studio.notices_of([line]) == ("c leaves it",)
    assert studio.notices_of([Recording(tmp_path)]) == ()
