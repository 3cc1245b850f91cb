"""What stands in the hand-written pages: their code blocks, the tables, the commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(GUIDE.glob("*.md"))
TEXTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *PAGES]

_FENCE = re.compile(r'^( *)```([\w+-]*)(?: title="([^"]*)")?\n(.*?)^\1```$', re.DOTALL | re.MULTILINE)
WRONG = ", wrong"


@dataclass(frozen=True)
class Block:
    """A code block: its language, its title or "", and its text."""

    language: str
    title: str
    text: str


def blocks(page: Path) -> list[Block]:
    return [Block(m[2], m[3] or "", dedent(m[4])) for m in _FENCE.finditer(page.read_text("utf-8"))]


def full_examples(page: Path) -> dict[str, str]:
    """The files of a stack that a page shows whole."""
    return {b.title: b.text for b in blocks(page) if b.title.startswith("stack/") and not b.title.endswith(WRONG)}


def wrong_examples(page: Path) -> Iterator[tuple[str, str, str]]:
    """Files with a mistake: path, text, and what the page says that the check says."""
    for block, following in pairwise([*blocks(page), Block("", "", "")]):
        if block.title.endswith(WRONG):
            assert following.language == "text", f"{page.name}: {block.text} has to be followed by what the check says"
            yield block.title.removesuffix(WRONG), block.text, following.text


def commands(page: Path, program: str) -> list[str]:
    """The lines of console blocks that call a program."""
    lines = (line for block in blocks(page) if block.language == "console" for line in block.text.splitlines())
    return [line for line in lines if line.startswith(f"{program} ")]


def rows(page: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its own heading."""
    below = page.read_text("utf-8").split(f"{heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert table, heading
    lines = table[0].strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def code(cell: str) -> list[str]:
    """The words in backticks."""
    return re.findall("`([^`]+)`", cell)


def write_all(files: dict[str, str], folder: Path) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
