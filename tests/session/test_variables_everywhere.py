"""`$name` wherever a person reads or hears, and inside of amounts: DESIGN.md "The session file"."""

from audiocoach.session.session import Session
from audiocoach.session.steps import ActivityStep
from audiocoach.syntax.amounts import parse_pace
from support.sessions import Case, read

TEXT = """
title: $reps x $dist at $p, for $$5
description: "Efforts: $eff."
author: $who and others
let: {p: "5:00/km", dist: 1000 meters, reps: 3, ex: [Wall sit, Plank], eff: [5, 6, 7], who: Ann, n: [400, 800], t: 30s}
pace: $p
soundscape: {name: $bed-drone, level: -30}
steps:
  - repeat: $reps
    name: Set of $dist
    steps:
      - run: $dist @ $p
        name: Effort $effort of $reps
        effort: $eff
      - rest: $t
        name: $ex hold
        say: "Hold the $ex."
  - repeat: 2
    steps:
      - run: $n meters @ $p
"""
SESSION = TEXT.replace("let: {", "let: {bed: warm, ")


def activities(session: Session) -> list[ActivityStep]:
    return [step for repeat in session.steps for step in repeat.steps]


def test_what_a_person_reads_has_its_variables_in_place() -> None:
    session = read(SESSION)
    assert session.title == "3 x 1000 meters at 5:00/km, for $5"
    assert session.description == "Efforts: 5, 6, 7."
    assert session.author == "Ann and others"
    assert session.soundscape is not None
    assert session.soundscape.name == "warm-drone"


def test_amounts_have_variables_inside() -> None:
    run, _, list_of = activities(read(SESSION))
    assert (run.lengths[0].ms, run.lengths[0].metres) == (300_000, 1000)
    assert [amount.ms for amount in list_of.lengths] == [120_000, 240_000]
    assert read(SESSION).pace == parse_pace("5:00/km")


def test_set_replaces_them_everywhere() -> None:
    session = read(SESSION, {"p": "4:30/km", "reps": "2", "ex": "Bridge"})
    assert session.title == "2 x 1000 meters at 4:30/km, for $5"
    assert session.pace == parse_pace("4:30/km")
    run, *_ = activities(session)
    assert run.lengths[0].ms == 270_000


def test_names_have_variables_inside_and_take_lists_in_turn() -> None:
    plan = Case(_raw()).plan
    names = [step.name for step in plan.steps]
    assert names[:6] == [
        *("Effort 5 of 3", "Wall sit hold", "Effort 6 of 3"),
        *("Plank hold", "Effort 7 of 3", "Wall sit hold"),
    ]
    said = [cue.text for cue in plan.cues if cue.kind == "say"]
    assert said == ["Hold the Wall sit.", "Hold the Plank.", "Hold the Wall sit."]
    assert "Set of 1000 meters" in next(cue.text for cue in plan.cues if cue.kind == "announce")


def _raw() -> dict[str, object]:
    import yaml

    return dict(yaml.safe_load(SESSION.replace("pace: $p", 'pace: "$p"')))


def test_the_sign_in_a_value_is_one_sign_wherever_it_stands() -> None:
    raw = {"let": {"cost": "$$5"}, "title": "$cost", "description": "All for $cost."}
    steps = [{"walk": "1m", "name": "Paid $cost", "say": {"10s": "It is $cost.", "30s": "$cost"}}]
    plan = Case({**raw, "steps": steps}).plan
    assert plan.title == "$5"
    assert plan.steps[0].name == "Paid $5"
    assert [cue.text for cue in plan.cues if cue.kind == "say"] == ["It is $5.", "$5"]
    assert read("let: {cost: $$5}\ndescription: All for $cost.\nsteps: [walk: 1m]\n").description == "All for $5."
