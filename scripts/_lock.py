"""`scripts/lock`: the lock files in `requirements/`, each package with its hashes, for every platform and Python.

    scripts/lock              keeps the versions that are named and allowed, and adds what is missing
    scripts/lock --upgrade    takes the newest inside the ranges
    scripts/lock --check      asks no network: exits with 1 where the files and pyproject.toml disagree

A package stands in one file: `build.txt` is installed before `run.txt`, and both before `tests.txt`; `lock.txt` is for
this script alone, beside `build.txt`, and `hear.txt` for `scripts/hear`, beside both. What the extra `kokoro` adds to
`run.txt` stands in `tests.txt`, and once more in a file that ships, for a person's own pip.
"""

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from _lock_check import disagreements
from _lock_files import FILES, Block, blocks, place_of, text
from _lock_places import places
from _lock_wheels import refused, without_wheel

ROOT = Path(__file__).resolve().parent.parent


def main(args: Sequence[str]) -> int:
    """Exit code 1 where `--check` finds something, or where a package cannot be installed from a wheel everywhere."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if "--check" in args:
        found = list(disagreements(project, {name: blocks(place_of(ROOT, name)) for name in FILES}))
        for line in found:
            print(line, file=sys.stderr)
        if found:
            print("  hint: `scripts/lock` renews the lock files", file=sys.stderr)
        return bool(found)
    with tempfile.TemporaryDirectory(prefix="audiocoach-lock-") as place:
        locked, pylock = resolve(Path(place), upgrade="--upgrade" in args)
    wanted = list(places(project))
    lacking = [f"no wheel of {found}" for found in without_wheel(pylock, wanted)]
    every = [block for name in ("build", "run", "tests") for block in locked[name]]
    lacking += refused(every, sorted({place.python for place in wanted}))
    if lacking:
        print("this could not be installed everywhere:", *lacking, sep="\n  ", file=sys.stderr)
        return 1
    for name in FILES:
        path = place_of(ROOT, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(name, locked[name]), encoding="utf-8")
    return 0


def resolve(place: Path, *, upgrade: bool) -> tuple[dict[str, list[Block]], dict[str, Any]]:
    """The blocks of each file, and all but `lock.txt` as a pylock.toml. What works together is resolved together."""
    everything, wheels = place / "all.txt", place / "pylock.toml"
    kept = [] if upgrade else [block for name in ("build", "run", "tests") for block in ours(name)]
    everything.write_text("".join(block.text for block in kept))
    extras = [word for extra in ("kokoro", "test", "test-kokoro", "check") for word in ("--extra", extra)]
    whole = ("pyproject.toml", *extras, "--group", "build")
    compile_lock(everything, *whole)
    build, run = place / "build.txt", place / "run.txt"
    compile_lock(build, "--group", "build", "--constraints", everything)
    compile_lock(run, "pyproject.toml", "--constraints", everything)
    own = place / "lock.txt"
    own.write_text("" if upgrade else "".join(block.text for block in ours("lock")))
    compile_lock(own, "--group", "lock", "--constraints", everything)
    compile_lock(wheels, *whole, "--constraints", everything, "--format", "pylock.toml")
    locked: dict[str, list[Block]] = {}
    before: set[str] = set()
    for name, path in (("build", build), ("run", run), ("tests", everything)):
        locked[name] = [block for block in blocks(path) if block.text not in before]
        before |= {block.text for block in locked[name]}
    ours_already = {block.requirement.name for name in ("build", "run") for block in locked[name]}
    for name in ("kokoro", "hear"):
        path = place / f"{name}.txt"
        path.write_text("" if upgrade else "".join(block.text for block in ours(name)))
        compile_lock(path, "pyproject.toml", "--extra", name, "--constraints", everything)
        locked[name] = [block for block in blocks(path) if block.requirement.name not in ours_already]
    with_build = {block.requirement.name for block in locked["build"]}
    locked["lock"] = [block for block in blocks(own) if block.requirement.name not in with_build]
    return locked, tomllib.loads(wheels.read_text(encoding="utf-8"))


def ours(name: str) -> Iterator[Block]:
    """What a lock file names; nothing where there is none."""
    path = place_of(ROOT, name)
    if path.exists():
        yield from blocks(path)


def compile_lock(output: Path, *words: object) -> None:
    """Let uv resolve. What this machine's uv is set up with decides where it looks, and is not written down."""
    asked = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")
    command = (sys.executable, "-m", "uv", "pip", "compile", *words, *asked, "--output-file", output)
    done = subprocess.run(list(map(str, command)), cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        sys.exit("uv found no versions that go together; its words are above.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
