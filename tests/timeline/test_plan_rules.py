"""DESIGN.md "The coach", as properties of the plan of any session."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from hypothesis import HealthCheck, given, settings

from audiocoach.conventions import SENTENCE_GAP
from audiocoach.script.cues import CUES
from audiocoach.script.expand import expand
from audiocoach.script.script import Draft, ScriptStep
from audiocoach.sound.tones.tone_table import TONES
from audiocoach.timeline.arrange import arrange
from audiocoach.timeline.budget import words_in
from audiocoach.timeline.plan import Plan, PlannedCue, PlannedStep, PlannedTone
from audiocoach.timeline.preview import preview
from audiocoach.units import to_ms, to_samples
from support.plan_contract import CONTRACT
from support.sessions import Case, cases, session_of

SECOND: Final = to_samples(1000)
MINUTE: Final = to_samples(60_000)
FIRST_SOUND: Final = SECOND
AFTER_TONE: Final = to_samples(150)
BEFORE_BOUNDARY: Final = to_samples(250)
LEAD: Final = to_samples(300)
TONE_INTO: Final = {"rise": "run", "fall": "ease", "even": "same"}
LENGTH_MS: Final = {"bowl": 4000, "chime": 2500, "wood": 1500}
STILL: Final = ("breathe", "stretch", "mobility", "relax", "meditate")

Rule = Callable[[Case], None]
RULES: Final[list[Rule]] = []


def rule(check: Rule) -> Rule:
    RULES.append(check)
    return check


@settings(max_examples=75, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_any_session_keeps_every_rule(case: Case) -> None:
    for check in RULES:
        check(case)


def core(tone: PlannedTone) -> int:
    """Where a tone ends, or a bell has rung for a second."""
    return min(tone.end, tone.start + SECOND)


def free(tone: PlannedTone) -> int:
    """From where on one may speak."""
    return core(tone) if core(tone) < tone.end else tone.end + AFTER_TONE


def is_still(written: ScriptStep, case: Case) -> bool:
    """Whether its `coaching` is for stillness: its own, or else the session's."""
    number = next(index for index, step in enumerate(case.script.steps) if step is written)
    own = list(expand(session_of(case.raw)))[number].step.coaching
    return bool(own.still if own and "still" in own.model_fields_set else session_of(case.raw).coaching.still)


def change(before: int, then: PlannedStep | None) -> str:
    """Where the effort goes: what is no activity has none, and the end is easier than anything."""
    after = (then.effort or 0) if then else -1
    return "rise" if after > before else "fall" if after < before else "even"


@rule
def steps_tile_the_session(case: Case) -> None:
    plan, at_ms = case.plan, 0
    assert plan.steps[0].start == 0
    assert plan.steps[-1].end == plan.length
    assert all(step.end == following.start for step, following in pairwise(plan.steps))
    assert [step.id for step in plan.steps] == [*(step.id for step in case.script.steps), "finish"]
    assert len({step.id for step in plan.steps}) == len(plan.steps)
    for written, step in both(case):
        if written.length is not None:
            at_ms += written.length
        else:
            length_ms = round(to_ms(step.end)) - at_ms
            assert (length_ms - written.pause) % 10 == 0
            spoken = sum(case.takes.length(draft.full.utterance) for draft in written.drafts)
            if step.activity == "bell":  # it lasts its sound, which waits for the first second
                assert length_ms == LENGTH_MS[written.rings[0].bell] + (1000 - at_ms if at_ms < 1000 else 0)
                at_ms += length_ms
                continue
            assert spoken < to_samples(length_ms - written.pause) <= spoken + to_samples(1310)
            at_ms += length_ms
        assert step.end == to_samples(at_ms), f"{step.id} ends at {step.end}, not at {at_ms} ms"


@rule
def speech_meets_no_speech(case: Case) -> None:
    for cue, following in pairwise(sorted(heard(case.plan), key=lambda cue: cue.start)):
        assert cue.end <= following.start, (cue, following)


@rule
def speech_meets_no_tone(case: Case) -> None:
    for cue in heard(case.plan):
        for tone in case.plan.tones:
            assert cue.end + BEFORE_BOUNDARY <= tone.start or free(tone) <= cue.start, (cue, tone)


@rule
def tones_meet_no_tone_and_stay_in_their_step(case: Case) -> None:
    ends = {step.id: step.end for step in case.plan.steps}
    for tone in case.plan.tones:
        assert tone.end - tone.start == to_samples(TONES[tone.name].length_ms)
        assert core(tone) <= ends[tone.step]
        assert tone.end <= case.plan.length
    for tone, following in pairwise(case.plan.tones):
        assert core(tone) <= following.start


@rule
def nothing_sounds_in_the_first_second(case: Case) -> None:
    assert all(cue.start >= FIRST_SOUND for cue in heard(case.plan))
    # A session that is over by then has its finish tone all the same.
    assert all(tone.start >= FIRST_SOUND for tone in case.plan.tones if tone.step != "finish")


@rule
def speech_stays_in_its_step_and_out_of_its_countdown(case: Case) -> None:
    countdowns = {step.id: step.countdown for step in case.script.steps} | {"finish": 0}
    steps = {step.id: step for step in case.plan.steps}
    for cue in heard(case.plan):
        step = steps[cue.step]
        assert step.start <= cue.start < cue.end <= step.end - countdowns[step.id] * SECOND - BEFORE_BOUNDARY


@rule
def every_activity_but_the_first_starts_with_its_tone(case: Case) -> None:
    tones = {(tone.start, tone.step): tone for tone in case.plan.tones}
    assert tones[case.plan.steps[-1].start, "finish"].name in ("finish", "bowl")
    for number, (written, step) in enumerate(both(case)):
        tone = tones.get((step.start, step.id))
        if tone and tone.name in LENGTH_MS:
            assert tone.name in [ring.bell for ring in written.rings if ring.placement.where == "head"]
        elif number == 0 or step.activity in ("say", "pause", "check-in", "bell"):
            assert tone is None or tone.name == "half"
        elif step.start < FIRST_SOUND or step.end - step.start < to_samples(350):
            assert tone is None
            assert any("too short" in note.message for note in case.plan.notes)
        else:
            assert tone is not None, (step, written)
            before = [0, *(one.effort for one in case.plan.steps[:number] if one.effort is not None)][-1]
            into = "bell" if step.activity in STILL or is_still(written, case) else TONE_INTO[change(before, step)]
            assert tone.name == into


@rule
def ticks_count_down_whole_seconds(case: Case) -> None:
    steps = list(both(case))
    following = [*(step for step, _ in steps[1:]), None]
    for (written, step), then in zip(steps, following, strict=True):
        ticks = [tone for tone in case.plan.tones if tone.step == step.id and "-" in tone.name]
        names = [f"{change(step.effort or 0, then)}-{left}" for left in range(len(ticks), 0, -1)]
        assert [tone.name for tone in ticks] == names
        assert [step.end - tone.start for tone in ticks] == [left * SECOND for left in range(len(ticks), 0, -1)]
        assert len(ticks) == written.countdown


@rule
def announcements_follow_their_tone(case: Case) -> None:
    tones = {tone.step: tone for tone in case.plan.tones if tone.name in (*TONE_INTO.values(), "bell")}
    steps = {step.id: step for step in case.plan.steps}
    for cue in heard(case.plan, "announce"):
        step, tone = steps[cue.step], tones.get(cue.step)
        bell = next((tone for tone in case.plan.tones if tone.step == step.id and tone.name in LENGTH_MS), None)
        if bell and bell.start <= max(step.start, FIRST_SOUND):
            tone = bell
        head = free(tone) if tone else max(step.start + LEAD, FIRST_SOUND)
        welcome = next((one for one in heard(case.plan, "welcome") if one.step == step.id), None)
        head = welcome.end + SENTENCE_GAP if welcome else head
        assert cue.start == head if cue.status == "as-planned" else abs(cue.start - head) <= 5 * SECOND


@rule
def rounds_are_told_in_full_at_first_and_at_last_and_where_they_differ(case: Case) -> None:
    before: dict[object, tuple[object, ...]] = {}
    for step in case.script.steps:
        told = (step.name, step.length, step.effort)
        differs = step.round not in (None, 1) and before.get(step.place, told) != told
        before[step.place] = told
        announce = next((draft for draft in step.drafts if draft.kind == "announce"), None)
        if announce and step.rounds and not str(announce.full.phrase).startswith("announce-next"):
            is_outer = step.round in (1, 2, step.rounds)
            assert (announce.short is not None) == (is_outer or differs)


@rule
def every_cue_is_in_the_plan_once(case: Case) -> None:
    plan = case.plan
    drafted = sorted(draft.id for draft in case.script.drafts())
    assert sorted(cue.id for cue in plan.cues) == drafted
    assert len(set(drafted)) == len(drafted)
    assert [cue.start for cue in plan.cues] == sorted(cue.start for cue in plan.cues)
    assert [tone.start for tone in plan.tones] == sorted(tone.start for tone in plan.tones)


@rule
def a_status_says_what_happened(case: Case) -> None:
    drafts = {draft.id: draft for draft in case.script.drafts()}
    for cue in case.plan.cues:
        draft = drafts[cue.id]
        words = draft.short if cue.status == "shortened" else draft.full
        assert words is not None
        assert cue.heard == words.text
        assert cue.phrase == words.phrase
        assert bool(cue.reason) == (cue.status != "as-planned")
        assert cue.end - cue.start == case.takes.length(words.utterance)
        assert cue.parts == case.takes.parts(words.utterance, cue.start)
        assert bool(cue.clips) == (cue.is_heard and bool(words.text))
        assert all(cue.start <= clip.start < clip.end <= cue.end for clip in cue.clips)


@rule
def cues_move_no_further_than_they_may(case: Case) -> None:
    plan, cues = case.plan, {cue.id: cue for cue in case.plan.cues}
    for written, step in both(case):
        for draft in written.drafts:
            cue = cues[draft.id]
            if cue.is_heard and draft.placement.where == "at":
                shift = abs(cue.start - step.start - to_samples(draft.placement.ms))
                head = (
                    SECOND if draft.placement.ms == 0 else 0
                )  # the very start waits for the tone, or the first second
                assert shift <= to_samples(CUES[cue.kind].slack) + head
                assert cue.status != "as-planned" or shift <= max(to_samples(20), head)
    for moment in case.script.moments:
        cue = cues[moment.draft.id]
        end_ms = round(to_ms(plan.steps[-1].start))
        target = to_samples(end_ms // 2 if moment.before_end is None else end_ms - moment.before_end)
        assert not cue.is_heard or abs(cue.start - target) <= 5 * SECOND + to_samples(500)


@rule
def the_author_comes_before_the_coach(case: Case) -> None:
    """No cue of the author's is left out that would be heard if the coach said nothing unasked."""
    script = case.script
    if any(cue.kind == "say" and not cue.is_heard for cue in case.plan.cues):
        own = [replace(step, drafts=tuple(filter(is_asked_for, step.drafts))) for step in script.steps]
        alone = arrange(replace(script, steps=tuple(own)), case.takes)
        lost, lost_alone = ({cue.id for cue in plan.cues if not cue.is_heard} for plan in (case.plan, alone))
        assert {cue.id for cue in case.plan.cues if cue.kind == "say"} & lost <= lost_alone


@rule
def the_coach_fills_a_fifth_of_any_minute(case: Case) -> None:
    spoken = [(cue.start, cue.end) for cue in heard(case.plan) if CUES[cue.kind].automatic]
    lows = [start for start, _ in spoken] + [end - MINUTE for _, end in spoken]
    for low in lows:
        assert sum(max(0, min(end, low + MINUTE) - max(start, low)) for start, end in spoken) <= MINUTE // 5


@rule
def short_steps_have_few_words(case: Case) -> None:
    for _, step in both(case):
        cues = [cue for cue in heard(case.plan) if cue.step == step.id]
        unasked = [cue for cue in cues if CUES[cue.kind].automatic]
        if unasked and step.end - step.start <= 20 * SECOND:
            assert sum(words_in(cue.heard) for cue in cues) <= 8


@rule
def the_coach_is_quiet_where_nobody_runs_or_it_is_silent(case: Case) -> None:
    quiet = {step.id for step in case.script.steps if not step.is_coached}
    kinds = {kind for kind, row in CUES.items() if row.automatic and not row.everywhere}
    assert not [cue for cue in heard(case.plan) if cue.kind in kinds and cue.step in quiet]
    assert not [tone for tone in case.plan.tones if tone.name == "half" and tone.step in quiet]


@rule
def words_that_make_up_a_step_are_always_heard(case: Case) -> None:
    """Nothing may push out what a step's length was made for."""
    cues = {cue.id: cue for cue in case.plan.cues}
    for written, step in both(case):
        if step.activity in ("say", "check-in"):
            assert all(cues[draft.id].status == "as-planned" for draft in written.drafts)


@rule
def chapters_tile_the_session(case: Case) -> None:
    chapters = case.plan.chapters
    assert chapters[0].start == 0
    assert chapters[-1].end == case.plan.length
    assert all(chapter.start < chapter.end for chapter in chapters)
    assert all(chapter.end == following.start for chapter, following in pairwise(chapters))


@rule
def the_json_keeps_the_contract(case: Case) -> None:
    CONTRACT.validate(case.plan.as_json())


@rule
def a_preview_is_short_and_says_nothing_twice(case: Case) -> None:
    digest = preview(case.plan)
    CONTRACT.validate(digest.as_json())
    sounds = sorted((sound.start, sound.end) for sound in (*digest.cues, *digest.tones))
    assert digest.length <= 90 * SECOND
    assert all(end <= start for (_, end), (start, _) in pairwise(sounds))
    assert not sounds or (sounds[0][0] >= FIRST_SOUND and sounds[-1][1] <= digest.length)
    said = [(cue.text, cue.voice) for cue in digest.cues]
    assert len(set(said)) == len(said)
    assert {tone.name for tone in digest.tones} == {tone.name for tone in case.plan.tones}


def both(case: Case) -> Iterator[tuple[ScriptStep, PlannedStep]]:
    """Each step, as written and as planned; not the tail."""
    return zip(case.script.steps, case.plan.steps[:-1], strict=True)


def heard(plan: Plan, kind: str = "") -> list[PlannedCue]:
    return [cue for cue in plan.cues if cue.status != "dropped" and kind in ("", cue.kind)]


def is_asked_for(draft: Draft) -> bool:
    return not CUES[draft.kind].automatic
