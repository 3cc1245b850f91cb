"""What ``stack:kind/id`` in a text leads to."""

from __future__ import annotations

import re

from stackbook.model import KINDS

LINK = re.compile(r"\]\(\s*<?stack:([^)\s>\"']+)")
"""A Markdown link into the stack; what follows ``stack:`` is the first group."""


def parse_target(target: str) -> tuple[str, str, str] | None:
    """The kind, the id and the anchor that ``kind/id#anchor`` means; None when there is no such kind.

    The kind may be written in any of its spellings, and a field as ``data-source/id.field``.
    """
    path, _, anchor = target.partition("#")
    word, _, entity_id = path.strip("/").partition("/")
    folded = word.replace("-", "_")
    for key, kind in KINDS.items():
        if folded in (key, kind.spec.folder.replace("-", "_")):
            if key == "data_source" and "." in entity_id:
                entity_id, _, field_id = entity_id.partition(".")
                anchor = anchor or f"field-{field_id}"
            return key, entity_id, anchor
    return None
