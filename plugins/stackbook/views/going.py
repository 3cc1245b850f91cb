"""From what people write to what would go: the subjects of a question about what breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackbook.asking.problem import Problem
from stackbook.inventory import Inventory
from stackbook.inventory.words import shown
from stackbook.lineage.impact import CAN_GO
from stackbook.views.spec import read_caption, unknown_key
from stackbook.views.subject import read_subject

KEYS = ("without", "caption")
"""What can be said about an impact."""


def read_impact(written: Mapping[str, Any], inventory: Inventory) -> tuple[tuple[str, ...], str, tuple[Problem, ...]]:
    """What would go, out of what somebody wrote.

    Args:
        written: `KEYS` to text and lists; None where a key has no value.
        inventory: what the audience may see.

    Returns:
        ``kind:id`` or ``field:data-source.field`` of each, a caption or "", and everything that is wrong.
    """
    problems = [unknown_key(key, KEYS) for key in written if key not in KEYS]
    caption = read_caption(written, problems)
    value = written.get("without")
    names = value if isinstance(value, list) else [] if value is None else [value]
    if not names:
        help = "Add `without:` and a tool, an integration, a data source or a field: `without: tool/salesforce`."
        path = ("without",) if "without" in written else ()
        problems.append(Problem(path, "it does not say what would go", help))
    refs = []
    for position, name in enumerate(names):
        found = _one(name, inventory)
        if isinstance(found, Problem):
            problems.append(found.below("without", *([position] if isinstance(value, list) else [])))
        else:
            refs.append(found)
    return tuple(dict.fromkeys(refs)), caption, tuple(problems)


def _one(name: Any, inventory: Inventory) -> str | Problem:
    if not isinstance(name, str) or not name.strip():
        return Problem((), f"`{shown(str(name))}` names nothing", "Write it like `tool/salesforce`.")
    return read_subject(name, CAN_GO, inventory, "an impact")
