"""Where a build goes: what is ours there is known, whatever a killed build left."""

import shutil
from pathlib import Path

import pytest

from audiocoach.build.build import build
from audiocoach.build.load import quick
from audiocoach.build.options import BuildOptions
from audiocoach.build.output import Output
from audiocoach.build.workspace import Workspace
from audiocoach.errors import InputError
from audiocoach.voice.engines.fake.fake_voice import fake_voice


def test_subtitles_are_ours_whatever_became_of_the_mp3(tmp_path: Path) -> None:
    """They bear no mark: a build that is killed once the MP3 is another one must not make them a stranger's."""
    workspace = Workspace(cache=tmp_path / "cache", find_voice=fake_voice)
    mp3, other = tmp_path / "run.mp3", tmp_path / "other.mp3"
    build(quick("10s walk", workspace=workspace), mp3, BuildOptions(extras=("srt",)), workspace=workspace)
    build(quick("12s walk", workspace=workspace), other, workspace=workspace)
    shutil.rmtree(workspace.cache)
    output = Output(mp3, ("srt",), None, workspace.cache)
    output.check(force=False)
    other.replace(mp3)
    output.check(force=False)
    shutil.rmtree(workspace.cache)
    with pytest.raises(InputError, match=r"run\.srt is there already, and audiocoach did not write it"):
        output.check(force=False)
