"""The rule about records that name each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.rules.engine import Context, rule
from stackbook.rules.structure import FAMILY

_KEYS = ("parent", "replaced_by", "depends_on", "supersedes")


@rule("circle", Severity.ERROR, family=FAMILY)
def circle(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Records name each other in a circle.

    A team cannot be part of itself, nor a tool replace itself in the end, nor an initiative wait for itself.

    Fix: Take one of the references out.

    Passes::

        # teams/marketing.yml
        {name: Marketing, kind: marketing}
        # teams/crm.yml
        {name: CRM, kind: marketing, parent: marketing}

    Fails::

        # teams/marketing.yml
        {name: Marketing, kind: marketing, parent: crm}
        # teams/crm.yml
        {name: CRM, kind: marketing, parent: marketing}
    """
    inventory = context.inventory
    for key in _KEYS:
        places = {(one.source, one.target): one.path for one in inventory.references if one.path[0] == key}
        for members in _circles(places):
            names = [e.display_name for ref in members if (e := inventory.find(ref))]
            yield check.at(
                inventory.origins[members[0]].at(*places[members[0], members[1 % len(members)]]),
                f"`{key}` leads in a circle: {' → '.join([*names, names[0]])}",
                entity=members[0],
                field=key,
                mentions=tuple(members),
            )


def _circles(arrows: dict[tuple[str, str], tuple[str | int, ...]]) -> Iterator[list[str]]:
    """Circles that share no member, each from its first member by name on, in the direction of its arrows."""
    following: dict[str, set[str]] = {}
    for source, target in arrows:
        following.setdefault(source, set()).add(target)
    while True:
        try:
            TopologicalSorter({one: sorted(following[one]) for one in sorted(following)}).prepare()
        except CycleError as error:
            members: list[str] = error.args[1][:0:-1]  # it goes against the arrows, and names the first one twice
            start = members.index(min(members))
            yield members[start:] + members[:start]
            following = {one: targets.difference(members) for one, targets in following.items() if one not in members}
        else:
            return
