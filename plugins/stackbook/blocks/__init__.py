"""Blocks in hand-written pages: ``stack-view``, ``stack-table`` and ``stack-impact``, wherever Python-Markdown reads.

A Python-Markdown extension, so that it also works where no plugin of MkDocs runs.
"""

from __future__ import annotations

from typing import Any

from stackbook.blocks.extension import StackbookExtension
from stackbook.blocks.reports import Report, in_words
from stackbook.site import BLOCK


def makeExtension(**options: Any) -> StackbookExtension:  # noqa: N802  # the name is Markdown's
    """Python-Markdown's way to an extension by the name of its module."""
    return StackbookExtension(**options)


__all__ = ["BLOCK", "Report", "StackbookExtension", "in_words", "makeExtension"]
