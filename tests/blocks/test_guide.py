"""The guide names all that can be written in blocks, and its own blocks are right."""

from __future__ import annotations

import re
from pathlib import Path

from block_pages import Convert
from projects import ROOT

from stackbook.blocks import StackbookExtension
from stackbook.views import going, spec, table
from stackbook.views.catalogue import VIEWS
from stackbook.views.overlays import OVERLAYS

PAGE = ROOT / "docs" / "guide" / "in-your-pages.md"


def _rows(heading: str) -> dict[str, str]:
    """First cell to the rest, of the table whose head begins so."""
    text = PAGE.read_text("utf-8")
    body = text[text.index(heading) :].partition("\n\n")[0].splitlines()[2:]
    return {line.split("|")[1].strip().strip("`"): line for line in body}


def test_every_key_view_overlay_and_option_is_described() -> None:
    text = PAGE.read_text("utf-8")
    first, second = text.split("These are the pictures")
    assert re.findall(r"^\| `(\w+)` \|", first, re.MULTILINE) == list(spec.KEYS)
    assert re.findall(
        r"^\| `(\w+)` \|", second.partition("## A table")[2].partition("## What breaks")[0], re.MULTILINE
    ) == [key for key in ("kind", "columns", "where", "sort", "limit", "caption") if key in table.KEYS]
    third = second.partition("## What breaks")[2].partition("## Which ones")[0]
    assert re.findall(r"^\| `(\w+)` \|", third, re.MULTILINE) == list(going.KEYS)
    assert {key: line.split("|")[2].strip() for key, line in _rows("| `view` | The").items()} == {
        key: kind.about for key, kind in VIEWS.items()
    }
    for key in OVERLAYS:
        assert f"`{key}`" in _rows("| Key |")["overlay"]
    options = {key: str(value[0]) for key, value in StackbookExtension().config.items()}
    described = {key: line.split("|")[2].strip().strip("`") for key, line in _rows("| Option |").items()}
    assert described == {
        key: value.lower() if value in ("True", "False") else value or "none" for key, value in options.items()
    }


def test_the_guides_own_blocks_work_with_the_example(convert: Convert) -> None:
    made = convert(PAGE.read_text("utf-8"), stack=str(ROOT / "stack"))
    assert made.problems == []
    assert made.html.count('id="picture-') == 2
    assert made.html.count("sb-table--list") == 2
    assert Path(PAGE).read_text("utf-8").count("```stack-") == 9
