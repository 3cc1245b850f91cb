"""Decisions: which took the place of which, what each is about, and when to look at one again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.decisions import Decision

PROPOSED, ACCEPTED, SUPERSEDED = "proposed", "accepted", "superseded"
_NEVER_HELD = (PROPOSED, "rejected")
"""A decision that stands like this has taken the place of nothing."""


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with those before and after it.

    Args:
        decision: the decision.
        replaces: the earlier ones it names, by day.
        replaced_by: the later ones that name it and took its place, by day.
        proposed: later ones that name it and are not decided yet, by day.
        before: everything it came from, step by step back to the first, the first first.
        after: everything that came of it, step by step, the last one last.
        affects: what it is about, in the order written.
        past_revisit: it holds, and the day to look at it again has passed; False without a day for today.
    """

    decision: Decision
    replaces: tuple[Decision, ...]
    replaced_by: tuple[Decision, ...]
    proposed: tuple[Decision, ...]
    before: tuple[Decision, ...]
    after: tuple[Decision, ...]
    affects: tuple[Entity, ...]
    past_revisit: bool

    @property
    def replaced(self) -> bool:
        """Whether it holds no longer because a later one took its place."""
        return self.decision.status == SUPERSEDED or bool(self.replaced_by)

    @property
    def chain(self) -> tuple[Decision, ...]:
        """All that belong together, the first first, itself among them; () when it stands alone."""
        return (*self.before, self.decision, *self.after) if self.before or self.after else ()


def decision_lines(inventory: Inventory, as_of: date | None) -> tuple[DecisionLine, ...]:
    """Every decision, the newest first; those without a day come last.

    Args:
        inventory: what to look at.
        as_of: the day that is meant by "today"; None when there is none.
    """
    found = [one for one in inventory.all("decision") if isinstance(one, Decision)]
    replaces: dict[str, list[Decision]] = {}
    named_by: dict[str, list[Decision]] = {}
    for one in found:
        for earlier in {old.ref: old for id_ in one.supersedes if (old := inventory.get("decision", id_))}.values():
            if isinstance(earlier, Decision) and earlier is not one:
                replaces.setdefault(one.ref, []).append(earlier)
                named_by.setdefault(earlier.ref, []).append(one)

    def earlier_than(one: Decision) -> tuple[Decision, ...]:
        return _by_day(replaces.get(one.ref, ()))

    def later_than(one: Decision) -> tuple[Decision, ...]:
        return _by_day(later for later in named_by.get(one.ref, ()) if later.status not in _NEVER_HELD)

    lines = []
    for one in found:
        after = _reached(one, later_than, frozenset())
        before = _reached(one, earlier_than, frozenset(later.ref for later in after))
        lines.append(
            DecisionLine(
                one,
                earlier_than(one),
                later_than(one),
                _by_day(later for later in named_by.get(one.ref, ()) if later.status == PROPOSED),
                before[::-1],
                after,
                tuple({ref.ref: ref for name in one.affects if (ref := inventory.find(name))}.values()),
                bool(as_of and one.revisit_on and one.revisit_on < as_of and one.status in (ACCEPTED, PROPOSED)),
            )
        )
    return tuple(sorted(lines, key=_newest_first))


def decisions_of(lines: Iterable[DecisionLine]) -> Mapping[str, tuple[DecisionLine, ...]]:
    """``kind:id`` to the decisions about it, the newest first, those that were replaced after the rest.

    Args:
        lines: as `decision_lines` gives them.
    """
    found: dict[str, list[DecisionLine]] = {}
    for line in lines:
        for entity in line.affects:
            found.setdefault(entity.ref, []).append(line)
    return {ref: tuple(sorted(of, key=lambda line: line.replaced)) for ref, of in sorted(found.items())}


def _reached(
    start: Decision, following: Callable[[Decision], tuple[Decision, ...]], known: frozenset[str]
) -> tuple[Decision, ...]:
    """What is reached from a decision step by step, the nearest first; each once, so that a circle ends."""
    seen = {start.ref, *known}
    found: list[Decision] = []
    edge: tuple[Decision, ...] = (start,)
    while edge:
        further = {one.ref: one for here in edge for one in following(here) if one.ref not in seen}
        edge = tuple(further.values())
        found += edge
        seen |= further.keys()
    return tuple(found)


def _by_day(found: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple(sorted(found, key=lambda one: (one.date or date.min, one.name.casefold(), one.id)))


def _newest_first(line: DecisionLine) -> tuple[int, str, str]:
    one = line.decision
    return -(one.date.toordinal() if one.date else 0), one.name.casefold(), one.id
