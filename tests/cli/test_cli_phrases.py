"""`phrases`: the phrasebooks that ship, as the start of one's own."""

from pathlib import Path

import pytest

from audiocoach.build.phrasebooks import languages, own_book, phrasebook
from support.commands import Cli


@pytest.mark.parametrize("language", languages())
def test_what_is_shown_is_a_phrasebook_of_ones_own(cli: Cli, here: Path, language: str) -> None:
    (here / "mine.yaml").write_text(cli("phrases", "show", language).out, encoding="utf-8")
    assert own_book(here / "mine.yaml", phrasebook(language)) == phrasebook(language)
    for name, more in (("own", "phrases: mine.yaml\n"), ("plain", "")):
        text = f"title: T\nlanguage: {language}\n{more}steps: [{{walk: 1m}}, {{run: 30s}}]\n"
        (here / f"{name}.yaml").write_text(text)
    own, plain = (cli("plan", f"{name}.yaml", "--estimate", "--json").json for name in ("own", "plain"))
    assert own == plain


def test_each_language_is_listed(cli: Cli) -> None:
    assert [row["language"] for row in cli("phrases", "list", "--json").json] == list(languages())
    assert "Portuguese" in cli("phrases").out


def test_english_is_shown_where_no_language_is_named_and_a_region_gets_its_language(cli: Cli) -> None:
    assert cli("phrases", "show").out == cli("phrases", "show", "en-GB").out
    assert "known: de, en," in cli("phrases", "show", "tlh", code=2).err
