"""Headings of a page: written by templates, collected for the table of contents."""

from __future__ import annotations

from markupsafe import Markup

from stackbook.pages.page import Heading
from stackbook.pages.text import fill


class Headings:
    """What templates call to write a section's heading."""

    def __init__(self) -> None:
        self._found: list[Heading] = []

    def __call__(self, anchor: str, title: str) -> Markup:
        """The heading; it also goes into the table of contents. The title is text of ours."""
        self._found.append(Heading(anchor, title))
        return fill('<h2 id="%s">%s</h2>', anchor, title)

    @property
    def found(self) -> tuple[Heading, ...]:
        """The headings written so far."""
        return tuple(self._found)
