"""Diagnostics as text for people and machines: one small module for each format.

Every format is a function with the signature of `Renderer`; `FORMATS` names them all.
Nothing here prints, and nothing here looks at the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from stackbook.diagnostics import Check, Diagnostic
from stackbook.reporting import as_json, github, sarif, text
from stackbook.reporting.summary import summary


class Renderer(Protocol):
    """A format."""

    def __call__(
        self,
        diagnostics: tuple[Diagnostic, ...],
        sources: Mapping[str, str],
        checks: Mapping[str, Check],
        *,
        colour: bool = False,
    ) -> str:
        """The diagnostics, in the order given, as one text.

        Args:
            diagnostics: what to show.
            sources: decoded text of the files by path, for excerpts; a path may be absent.
            checks: the checks by code, for titles and reasons; a code may be absent.
            colour: whether the text may hold colours for a terminal; formats for machines take no notice.
        """
        ...


FORMATS: Mapping[str, Renderer] = {
    "text": text.render,
    "json": as_json.render,
    "github": github.render,
    "sarif": sarif.render,
}
"""Every format by the name a user gives it."""

__all__ = ["FORMATS", "Renderer", "summary"]
