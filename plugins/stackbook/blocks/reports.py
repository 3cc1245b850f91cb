"""What is wrong with a block: with its place in the page, as a note for readers and as words for the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from stackbook.asking.problem import Problem
from stackbook.blocks.fences import Block
from stackbook.diagnostics import Diagnostic, Location
from stackbook.inventory.words import sentence
from stackbook.pages.text import code, fill
from stackbook.site import BLOCK
from stackbook.source import Node, Scalar
from stackbook.source.nodes import find, location_of

Report = Callable[[Diagnostic], None]
"""Takes what is wrong with a block."""

_log = logging.getLogger("stackbook.blocks")


def log_warning(diagnostic: Diagnostic) -> None:
    """Reports to Python's logging, under the name ``stackbook.blocks``."""
    _log.warning("%s", in_words(diagnostic))


def in_words(diagnostic: Diagnostic) -> str:
    """A diagnostic on one line: place, what is wrong, what to do."""
    return f"{diagnostic.location}: {sentence(diagnostic.message, diagnostic.help)}"


class Place:
    """Where a block stands.

    Args:
        page: the page's name in messages.
        first_line: number of the page's first line in its file; more than 1 below front matter.
        block: the block.
    """

    def __init__(self, page: str, first_line: int, block: Block) -> None:
        self.page, self._first, self._block = page, first_line, block

    @property
    def fence(self) -> Location:
        """The line on which the block begins."""
        length = len(self._block.fence) + len(self._block.name)
        return Location(self.page, self._first + self._block.start, len(self._block.prefix) + 1, length)

    def of(self, inside: Location) -> Location:
        """A place in the block's text as a place in the page."""
        line, column = inside.line + self.fence.line, inside.column + len(self._block.prefix)
        return replace(inside, path=self.page, line=line, column=column)

    def problem(self, problem: Problem, node: Node | None) -> Diagnostic:
        """A problem with what was written in the block."""
        location = self.fence
        if node is not None and problem.path:
            value, key = find(node, problem.path)
            empty = isinstance(value, Scalar) and value.is_null
            meant = key if key is not None and (problem.at_key or empty or not isinstance(value, Scalar)) else value
            location = self.of(location_of("", meant))
        return BLOCK.at(location, problem.message, problem.help)

    def found(self, diagnostic: Diagnostic) -> Diagnostic:
        """What was found when the block's text was read."""
        related = tuple(replace(one, location=self.of(one.location)) for one in diagnostic.related)
        return replace(diagnostic, location=self.of(diagnostic.location), related=related)


def note(diagnostics: Sequence[Diagnostic]) -> Markup:
    """What readers see in the place of a block that cannot be shown."""
    lines = Markup("").join(
        fill("<li>Line %s: %s</li>", one.location.line, code(sentence(one.message, one.help))) for one in diagnostics
    )
    page = diagnostics[0].location.path
    head = fill("<p>In <code>%s</code>:</p>", page) if page else Markup("")
    title = Markup('<p class="admonition-title">This block cannot be shown</p>')
    return fill('<div class="admonition warning stackbook-problem">%s%s<ul>%s</ul></div>', title, head, lines)
