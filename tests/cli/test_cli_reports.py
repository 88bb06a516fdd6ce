"""Results go to stdout, messages to stderr; `--json` is one JSON document with the promised keys."""

import json
from pathlib import Path

import jsonschema
import pytest

from audiocoach.assets import asset
from support.commands import Cli
from support.plan_contract import CONTRACT

LOUDNESS = [
    *("speech_lufs", "integrated_lufs", "true_peak_dbtp", "speech_to_bed_db", "speech_to_bed_at_ms", "trim_s"),
]


@pytest.mark.parametrize(
    "args",
    [
        ("plan", "short.yaml", "--estimate"),
        ("plan", "short.yaml"),
        ("check", "short.yaml"),
        ("check", "short.yaml", "walk-run-20"),
        ("build", "short.yaml"),
        ("quick", "20s walk, 10s run", "--voice", "fake"),
        ("library", "list"),
        ("voices", "list"),
        ("voices", "list", "--all"),
        ("voices", "doctor"),
        ("sounds", "list"),
        ("cache", "info"),
    ],
    ids=" ".join,
)
def test_json_is_one_document_and_nothing_else(cli: Cli, args: tuple[str, ...]) -> None:
    assert cli(*args, "--json").json
    assert cli(*args).out.strip()


def test_a_plan_is_the_contract(cli: Cli) -> None:
    for plan in (cli("plan", "walk-run-20", "--estimate", "--json").json, cli("plan", "short.yaml", "--json").json):
        CONTRACT.validate(plan)
        assert plan["estimated"] is (plan["title"] != "Short")
        ids = [step["id"] for step in plan["steps"]]
        assert len(set(ids)) == len(ids)
        assert {one["step"] for one in plan["cues"] + plan["tones"]} <= set(ids)
        for rows in (plan["steps"], plan["cues"], plan["tones"], plan["chapters"]):
            assert rows == sorted(rows, key=lambda row: row["start_ms"])
        edges = [(step["start_ms"], step["end_ms"]) for step in plan["steps"]]
        assert [start for start, _ in edges] == [0, *(end for _, end in edges[:-1])]
        assert edges[-1][1] == plan["duration_ms"]
        assert all(step["activity"] for step in plan["steps"])


def test_a_build_tells_its_file_its_loudness_and_what_it_cost(cli: Cli, here: Path) -> None:
    told = cli("build", "short.yaml", "--json").json
    (file,) = told["files"]
    assert list(told) == ["files", "takes", "chunks"]
    assert list(file) == ["path", "bytes", "unchanged", "loudness", *cli("plan", "short.yaml", "--json").json]
    assert file["bytes"] == (here / file["path"]).stat().st_size
    assert list(file["loudness"]) == LOUDNESS
    assert file["loudness"]["speech_lufs"] == pytest.approx(-16, abs=0.5)
    assert file["loudness"]["true_peak_dbtp"] <= -1.5
    assert told["takes"]["synthesized"] > 0
    assert told["takes"]["cached"] == 0
    assert told["chunks"]["encoded"] > 0


def test_a_build_tells_what_players_would_cut(cli: Cli, here: Path) -> None:
    """Nothing by default; without the guard tone most of a session without a soundscape."""
    assert cli("build", "short.yaml", "--json").json["files"][0]["loudness"]["trim_s"] == 0
    assert "; Trim Silence has nothing to cut\n" in cli("build", "short.yaml").err
    bare = here / "bare.yaml"
    bare.write_text(f"guard: false\n{(here / 'short.yaml').read_text()}")
    told = cli("build", "bare.yaml", "--json").json["files"][0]
    assert told["duration_ms"] / 2000 < told["loudness"]["trim_s"] < told["duration_ms"] / 1000
    assert f"; Trim Silence would cut {told['loudness']['trim_s']:.1f} s\n" in cli("build", "bare.yaml").err


def test_the_path_alone_is_the_result_of_a_build(cli: Cli) -> None:
    said = cli("build", "short.yaml", "-o", "x.mp3")
    assert said.out == "x.mp3\n"
    assert "LUFS" in said.err
    assert "MB" in said.err
    assert "Next: audiocoach " in said.err


def test_the_table_of_a_plan_has_every_step_and_cue(cli: Cli) -> None:
    plan = cli("plan", "walk-run-20", "--estimate", "--json").json
    said = cli("plan", "walk-run-20", "--estimate")
    shown = " ".join(said.out.split())
    assert plan["title"] in shown
    for name in {step["name"] for step in plan["steps"]}:
        assert name in shown
    assert sum(cue["text"].split()[0] in shown for cue in plan["cues"]) == len(plan["cues"])


def test_what_a_command_cannot_do_is_no_result(cli: Cli) -> None:
    for args in (("build", "nobody"), ("plan", "nobody", "--json"), ("library", "show", "nobody"), ("build",)):
        said = cli(*args, code=2)
        assert said.out == ""
        assert said.err


def test_check_tells_all_in_json_too(cli: Cli, here: Path) -> None:
    (here / "bad.yaml").write_text("steps:\n  - wlak: 1m\n  - run: 30\n")
    good, bad = cli("check", "short.yaml", "bad.yaml", "--json", code=2).json
    length = cli("plan", "short.yaml", "--estimate", "--json").json["duration_ms"]
    voices = cli("plan", "short.yaml", "--estimate", "--json").json["voices"]
    assert good == {"spec": "short.yaml", "ok": True, "duration_ms": length, "voices": voices, "diagnostics": []}
    assert voices
    assert bad["ok"] is False
    assert (bad["duration_ms"], bad["voices"]) == (None, [])
    places = [tuple(one["place"].values()) for one in bad["diagnostics"]]
    assert places == [("bad.yaml", 2, 5), ("bad.yaml", 3, 10)]
    assert bad["diagnostics"][0]["hint"] == "did you mean `walk`?"
    assert "has no unit" in bad["diagnostics"][1]["message"]


def test_the_library_list_names_what_builds(cli: Cli) -> None:
    for entry in cli("library", "list", "--json").json:
        assert list(entry) == ["name", "kind", "title", "minutes"]
        if entry["kind"] == "session":
            plan = cli("plan", entry["name"], "--estimate", "--json").json
            assert plan["title"] == entry["title"]
            assert abs(plan["duration_ms"] / 60_000 - entry["minutes"]) < 1


def test_the_schemas_are_those_that_ship(cli: Cli) -> None:
    assert cli("schema").json == cli("schema", "session").json
    for path in asset("schemas").glob("*.json"):
        schema = cli("schema", path.stem).json
        assert schema == json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(schema)
