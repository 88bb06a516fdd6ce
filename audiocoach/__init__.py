"""audiocoach turns a few lines of YAML into one MP3 to run to.

    import audiocoach

    session = audiocoach.load("walk-run-20", let={"run": "45s"})
    print(audiocoach.plan(session).as_json()["duration_ms"])
    audiocoach.build(session, "morning.mp3")
    clip = audiocoach.render(session)          # a pydub.AudioSegment

    options = audiocoach.BuildOptions(voice="amy", quality="high", extras=("vtt", "json"))
    workspace = audiocoach.Workspace.of_user(jobs=2, events=print)
    audiocoach.build(session, "morning.mp3", options, workspace=workspace)

The rooms of the package, in the order in which a session flows through them: `syntax` and `session` read it, `script`
puts it into words, `voice` speaks them, `sound` has tones, soundscapes and music, `timeline` gives everything its time,
`mix` sums it, `deliver` writes it; `build` is the whole way, and `cli` the command line. Each imports only what is
before it; beneath them all lie `units`, `errors`, `assets`, `config`, `storage` and `audio`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from audiocoach.build.build import build, render
    from audiocoach.build.load import load, quick
    from audiocoach.build.options import BuildOptions
    from audiocoach.build.planning import plan
    from audiocoach.build.workspace import Workspace

__version__: Final = "0.1.0"
__all__ = ["BuildOptions", "Workspace", "__version__", "build", "load", "plan", "quick", "render"]

_API: Final = {
    "load": "build.load",
    "quick": "build.load",
    "plan": "build.planning",
    "build": "build.build",
    "render": "build.build",
    "BuildOptions": "build.options",
    "Workspace": "build.workspace",
}


def __getattr__(name: str) -> Any:
    """The API, imported when it is first used."""
    if name in _API:
        return getattr(import_module(f"audiocoach.{_API[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
