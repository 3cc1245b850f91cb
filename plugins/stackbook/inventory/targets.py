"""Which kind a word means, and what ``stack:kind/id`` in a text leads to."""

from __future__ import annotations

import re

from stackbook.model import KINDS

LINK = re.compile(r"\]\(\s*<?stack:([^)\s>\"']+)")
"""A Markdown link into the stack; what follows ``stack:`` is the first group."""


def kind_meant(word: str) -> str | None:
    """The kind a word means: its key, its folder or its name, one or many, in any spelling; None for any other word."""
    return _KINDS.get(_folded(word))


def parse_target(target: str) -> tuple[str, str, str] | None:
    """The kind, the id and the anchor that ``kind/id#anchor`` means; None when there is no such kind.

    The kind may be written in any of its spellings, and a field as ``data-source/id.field``.
    """
    path, _, anchor = target.partition("#")
    word, _, entity_id = path.strip("/").partition("/")
    kind = kind_meant(word)
    if kind == "data_source" and "." in entity_id:
        entity_id, _, field_id = entity_id.partition(".")
        anchor = anchor or f"field-{field_id}"
    return (kind, entity_id, anchor) if kind else None


def _folded(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


_KINDS = {
    _folded(name): key
    for key, kind in reversed(KINDS.items())
    for name in (kind.spec.plural, kind.spec.singular, kind.spec.folder, key)
    if name
}
