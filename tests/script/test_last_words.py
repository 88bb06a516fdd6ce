"""How a session ends: coming down, and the last words."""

from audiocoach.build.planning import script_of
from audiocoach.session.day_words import DayWords
from support.coached import LONG, drafts, script, varied, when
from support.sessions import session_of


def test_a_cool_down_comes_down() -> None:
    assert when(script(*LONG), "cool-down") == [("cool-down", None, 20)]
    assert when(script({"run": "20m"}, {"walk": "5m"}), "cool-down") == [("walk", None, 20)]
    asks = {"cool-down": "5m", "check-in": "after"}
    assert not when(script({"run": "20m"}, asks), "cool-down")
    assert when(script({"run": "20m"}, asks, chatter="chatty"), "cool-down") == [("cool-down", None, 50)]


def test_the_last_words_fit_what_was_last() -> None:
    for steps, kinds in (
        (({"run": "20m"},), {"finish": range(1, 11), "farewell": range(1, 11)}),
        (({"work": "20m"},), {"finish": range(11, 14), "farewell": range(11, 13)}),
        (({"walk": "5m"}, {"meditate": "5m"}), {"finish": range(14, 17), "farewell": range(1, 11)}),
        (({"meditate": "20m"},), {"finish": range(14, 17), "farewell": range(13, 15)}),
    ):
        for written in varied(*steps):
            assert [draft.kind for draft in written.finish] == ["finish", "farewell"]
            for draft in written.finish:
                assert int(str(draft.full.phrase).split()[-1]) in kinds[draft.kind], draft.full.text


def test_a_short_session_ends_in_few_words() -> None:
    assert not drafts(script({"run": "5m"}), "farewell")
    assert drafts(script({"run": "5m"}, chatter="chatty"), "farewell")
    session = session_of({"title": "T", "steps": [{"run": "5m"}]})
    assert drafts(script_of(session.on_day(DayWords(farewell="Until Friday."))), "farewell")
    (half,) = drafts(script({"run": "5m"}), "half")
    assert "short" in str(half.full.phrase)
