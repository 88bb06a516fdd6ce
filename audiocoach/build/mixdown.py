"""From a plan to the mixing desk: the takes, tones and clicks of its clips, and what lies beneath them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from audiocoach.audio.arrays import Mono
from audiocoach.build.events import Rendering
from audiocoach.build.planning import Decided
from audiocoach.build.workspace import Workspace
from audiocoach.mix.bed_source import BedLoop
from audiocoach.mix.mixer import Mixer
from audiocoach.mix.street_mix import beds_lower, songs_lower
from audiocoach.mix.track_source import Load
from audiocoach.session.session import Session
from audiocoach.sound.soundscapes.soundscape import master_loop, source
from audiocoach.sound.tones import click, own_bell, tones
from audiocoach.sound.tones.own_bell import OwnBell
from audiocoach.sound.tones.street_tone import for_the_street
from audiocoach.sound.tones.tone_table import TONES
from audiocoach.timeline.plan import Plan
from audiocoach.voice.studio import Studio

CLICK: Final = "click"
_LOUD: Final = "loud "
_TONES_HELD: Final = 8  # one may ring for two minutes


def mixdown(session: Session, decided: Decided, workspace: Workspace) -> Mixer:
    """Everything that sounds in a session; soundscapes are kept in the cache.

    Raises `InputError` for a soundscape that cannot be used.
    """
    plan = decided.plan
    own = {path: bell.digest for path, bell in decided.bells.items()}
    names = {tone.sound for tone in plan.tones} - own.keys()
    identities = {name: tones.digest(name) for name in names} | own | ({CLICK: click.digest()} if plan.beats else {})
    load, music = sounds(workspace.studio, decided.bells.values()), decided.music
    if not decided.is_loud:
        timeline = plan.timeline(identities)
    else:
        timeline = beds_lower(plan.timeline({name: _named_loud(name, sound) for name, sound in identities.items()}))
        load, music = _for_the_street(load), music and songs_lower(music)
    return Mixer(timeline, load, _loops(session, plan, workspace), music, session.guard)


def sounds(studio: Studio, bells: Iterable[OwnBell] = ()) -> Load:
    """Finds the samples of a clip: a tone's, a bell's, the click's or a take's."""
    own = {bell.digest: bell for bell in bells}
    by_digest = {tones.digest(name): name for name in TONES}

    def load(sound: str) -> Mono:
        if sound in by_digest:
            return tones.render(by_digest[sound])
        if sound in own:
            return own_bell.sound(own[sound])
        return click.click() if sound == click.digest() else studio.load(sound)

    return load


def _named_loud(name: str, sound: str) -> str:
    """What a clip calls a tone's samples in a session for the street; the metronome's click is no tone."""
    return sound if name == CLICK else f"{_LOUD}{sound}"


def _for_the_street(load: Load) -> Load:
    """`load`, which knows such tones too."""

    @lru_cache(maxsize=_TONES_HELD)
    def louder(sound: str) -> Mono:
        return for_the_street(load(sound))

    return lambda sound: louder(sound.removeprefix(_LOUD)) if sound.startswith(_LOUD) else load(sound)


def _loops(session: Session, plan: Plan, workspace: Workspace) -> Mapping[str, BedLoop]:
    """The loop of each soundscape, by the name that the plan's beds have for it."""
    names = dict.fromkeys(bed.sound for bed in plan.beds)
    loops = {}
    for number, name in enumerate(names):
        workspace.events(Rendering(session.id, number, len(names)))
        loops[name] = master_loop(source(name), workspace.cache)
    if names:
        workspace.events(Rendering(session.id, len(names), len(names)))
    return loops
