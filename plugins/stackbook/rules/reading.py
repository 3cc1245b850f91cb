"""What a rule asks before it says that something is missing: could everything be read that might have said it?"""

from __future__ import annotations

from stackbook.rules.engine import Context


def all_read(context: Context, kind: str, *keys: str) -> bool:
    """Whether every record of a kind could be used, with some of its keys.

    A rule that says "no record names this" must not speak while one that may name it cannot be read.

    Args:
        context: of the rule.
        kind: such as ``contract``.
        keys: top-level keys that matter.
    """
    inventory, begins = context.inventory, f"{kind}:"
    known = inventory.entities.get(kind, {})
    lost = (one for one in inventory.declared if one.startswith(begins) and one[len(begins) :] not in known)
    wrong = (one for one, key in inventory.flaws if key in keys and one.startswith(begins))
    return next(lost, None) is None and next(wrong, None) is None


def flawed(context: Context, ref: str, *keys: str) -> bool:
    """Whether one of some keys of a record could not be used as written.

    Args:
        context: of the rule.
        ref: ``kind:id``.
        keys: top-level keys.
    """
    return any((ref, key) in context.inventory.flaws for key in keys)
