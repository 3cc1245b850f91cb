"""The stack as of a day, what changes on which day, and the stack before and after an initiative.

An inventory says how the stack is. From the dates in it, and from what initiatives change, follows how it was and
will be: another inventory, of which every view can be made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.initiatives import CHANGEABLE, Initiative
from stackbook.model.integrations import Integration
from stackbook.model.tools import Lifecycle, Tool
from stackbook.work.dates import (
    ABSENT,
    GONE,
    NOT_COUNTED,
    Planned,
    Step,
    Timeline,
    begins,
    day_of,
    ends,
    is_gone,
    own_dates,
    resting,
    states_of,
    timeline,
    with_initiatives,
)

_RESTS = {"integration": ("from", "via", "to"), "data_source": ("tool",), "token": ("tool",), "journey": ("steps",)}
"""The keys under which something names what it rests on."""


@dataclass(frozen=True, slots=True)
class ChangeDay:
    """A day on which something changes.

    Args:
        day: the day: the first on which it is so.
        steps: what changes, tools first, then by ``kind:id``.
    """

    day: date
    steps: tuple[Step, ...]


class Days:
    """The days of a stack. Each part is worked out when it is first asked for.

    Args:
        inventory: the stack as it is written.
        today: the day on which that is right; None when pages must not speak of one.
    """

    def __init__(self, inventory: Inventory, today: date | None = None) -> None:
        self.inventory, self.today = inventory, today
        self._copies: dict[tuple[str, str], Entity] = {}
        self._made: dict[date, Inventory] = {}

    @cached_property
    def planned(self) -> tuple[Planned, ...]:
        """What initiatives change, by day, those without one last; proposed, paused and cancelled ones do not count."""
        found = []
        for one in self.inventory.entities.get("initiative", {}).values():
            if isinstance(one, Initiative) and one.status not in NOT_COUNTED:
                found += list(changes_of(self.inventory, one))
        return tuple(sorted(found, key=lambda p: (p.day or date.max, p.day is None, p.ref, p.initiative.id)))

    @cached_property
    def undated(self) -> tuple[Planned, ...]:
        """What initiatives change of which nobody has said when."""
        return tuple(one for one in self.planned if one.day is None)

    @cached_property
    def timelines(self) -> dict[str, Timeline]:
        """``kind:id`` to the states of everything that can change, by itself."""
        planned: dict[str, list[Planned]] = {}
        for one in self.planned:
            planned.setdefault(one.ref, []).append(one)
        made = {}
        for kind in CHANGEABLE:
            for entity in self.inventory.entities.get(kind, {}).values():
                order, written = states_of(entity)
                dated = with_initiatives(entity, own_dates(entity), planned.get(entity.ref, ()))
                made[entity.ref] = timeline(entity.ref, order, written, dated, self.today)
        return made

    @cached_property
    def flows(self) -> dict[str, Timeline]:
        """An integration's ``kind:id`` to its states as they follow from its own and those of its tools."""
        made = {}
        for one in self.inventory.entities.get("integration", {}).values():
            tools = (self.inventory.find(ref) for ref in needs_of(self.inventory, one.ref))
            needs = [(tool.ref, self.timelines[tool.ref], states_of(tool)[1]) for tool in tools if tool is not None]
            made[one.ref] = resting(self.timelines[one.ref], needs, one.ref)
        return made

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Everything that changes on a day that is known; tools first, then flows, then the rest."""
        lines = [self.flows.get(ref, line) for ref, line in self.timelines.items()]
        told = (step for line in lines for step in line.steps if not step.silent)
        found = [step for step in told if not (is_gone(step.before) and is_gone(step.after))]
        found += list(self._otherwise())
        order = {kind: at for at, kind in enumerate(CHANGEABLE)}
        return tuple(sorted(found, key=lambda s: (s.day, order[s.ref.partition(":")[0]], s.ref, s.before, s.after)))

    def _otherwise(self) -> Iterable[Step]:
        """What stays and works otherwise than before."""
        for one in self.planned:
            if one.change.action == "change" and one.day is not None:
                state = self.flows.get(one.ref, self.timelines[one.ref]).on(one.day)
                if not is_gone(state):
                    yield Step(one.day, one.ref, state, state, one.initiative.ref, one.change.description or "")

    @cached_property
    def change_days(self) -> tuple[ChangeDay, ...]:
        """Every day on which something changes."""
        found: dict[date, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.day, []).append(step)
        return tuple(ChangeDay(day, tuple(steps)) for day, steps in sorted(found.items()))

    @cached_property
    def steps_of(self) -> Mapping[str, tuple[Step, ...]]:
        """``kind:id`` to what changes about it, by day."""
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.ref, []).append(step)
        return {ref: tuple(steps) for ref, steps in found.items()}

    def on(self, day: date) -> Inventory:
        """The stack as of a day; see `on_day`."""
        return project(self.inventory, self._states(day), self._copies)

    def sketch(self, day: date) -> Inventory:
        """The same for pictures and counts, made much faster: it does not know who names whom.

        All days between two on which something changes share one.
        """
        since = self.since(day)
        if since not in self._made:
            self._made[since] = project(self.inventory, self._states(day), self._copies, references=False)
        return self._made[since]

    def eve(self, day: date) -> Inventory:
        """The stack before the changes of a day, and without what only became known by then; for pictures."""
        undone = {step.ref: step.before for step in self.steps if step.day == day and step.before != step.after}
        own = {ref: state for ref, state in undone.items() if any(s.day == day for s in self.timelines[ref].steps)}
        return project(self.inventory, self._states(day) | own, self._copies, references=False)

    def since(self, day: date) -> date:
        """The day since which the stack is as on a day; the first of all days where nothing changed before."""
        at = bisect_right(self._change_days, day)
        return self._change_days[at - 1] if at else date.min

    @cached_property
    def _change_days(self) -> tuple[date, ...]:
        """The days on which the stack is another than before; today is, where nobody knows the day."""
        return tuple(sorted({one.day for one in self.change_days} | ({self.today} if self.today else set())))

    def _states(self, day: date) -> dict[str, str]:
        return {ref: line.on(day) for ref, line in self.timelines.items() if line.steps}


def on_day(inventory: Inventory, day: date, today: date | None = None) -> Inventory:
    """The stack as of a day, as its records would be written on it.

    Tools have the phase and flows the status they have on that day. What does not exist yet is not in it. A tool at
    the end of its life is, in that phase; what rests on it is not: flows, data sources, values and journeys.

    Args:
        inventory: the stack as it is written.
        day: the day.
        today: the day on which what is written is right; None when it is not known: then dates decide.
    """
    return Days(inventory, today).on(day)


def change_days(inventory: Inventory, today: date | None = None) -> tuple[ChangeDay, ...]:
    """Every day on which something changes, with what and why.

    Args:
        inventory: the stack as it is written.
        today: as for `on_day`.
    """
    return Days(inventory, today).change_days


def changes_of(inventory: Inventory, initiative: Initiative) -> Iterable[Planned]:
    """What an initiative changes, whatever its state; what it names that is not there is left out."""
    for change in initiative.changes:
        kind, _, id_ = change.entity.partition(":")
        entity = inventory.get(kind.replace("-", "_"), id_)
        if entity is not None and entity.spec.key in CHANGEABLE:
            yield Planned(initiative, change, day_of(initiative, change), entity.ref)


def before_and_after(inventory: Inventory, initiative: Initiative) -> tuple[Inventory, Inventory]:
    """The stack without what an initiative does to it, and with it; nothing else differs. Both are for pictures.

    Args:
        inventory: the stack as it is written.
        initiative: whose changes are made.
    """
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for one in changes_of(inventory, initiative):
        entity = inventory.find(one.ref)
        if entity is None:
            continue
        written = states_of(entity)[1]
        used = written if written not in ("plan", "planned", ends(entity)) else begins(entity)
        if one.change.action == "add":
            before[one.ref], after[one.ref] = ABSENT, used
        elif one.change.action == "retire":
            before[one.ref], after[one.ref] = used, ends(entity)
    copies: dict[tuple[str, str], Entity] = {}
    return (
        project(inventory, before, copies, references=False),
        project(inventory, after, copies, references=False),
    )


def project(
    inventory: Inventory, states: Mapping[str, str], copies: dict[tuple[str, str], Entity], *, references: bool = True
) -> Inventory:
    """An inventory in which some things are in another state than is written.

    Args:
        inventory: the stack as it is written.
        states: ``kind:id`` to the state; what is not named is as written.
        copies: takes the changed records, so that the same one stands in every inventory in which it is the same.
        references: it knows who names whom. Only what asks for that needs the time that it takes.
    """
    entities = {kind: dict(members) for kind, members in inventory.entities.items()}
    gone: list[str] = []
    for ref, state in states.items():
        kind, _, id_ = ref.partition(":")
        entity = entities.get(kind, {}).get(id_)
        if entity is None:
            continue
        order, written = states_of(entity)
        if state == written:
            continue
        if is_gone(state):
            gone.append(ref)
        if state in (ABSENT, GONE):
            del entities[kind][id_]
        elif state in order:
            entities[kind][id_] = copies.setdefault((ref, state), _in_state(entity, state))
    while gone:
        for one in inventory.named_by(gone.pop()):
            kind, _, id_ = one.source.partition(":")
            if one.key in _RESTS.get(kind, ()) and id_ in entities[kind]:
                del entities[kind][id_]
                gone.append(one.source)
    left = frozenset(f"{kind}:{id_}" for kind, members in entities.items() for id_ in members) if references else ()
    return replace(
        inventory,
        entities=MappingProxyType({kind: MappingProxyType(members) for kind, members in entities.items()}),
        references=tuple(r for r in inventory.references if r.source in left and r.target in left) if left else (),
    )


def _in_state(entity: Entity, state: str) -> Entity:
    if isinstance(entity, Tool):
        lifecycle = entity.lifecycle or Lifecycle(phase=state)
        return entity.model_copy(update={"lifecycle": lifecycle.model_copy(update={"phase": state})})
    if isinstance(entity, Integration):
        return entity.model_copy(update={"status": state})
    return entity


def needs_of(inventory: Inventory, ref: str) -> tuple[str, ...]:
    """``kind:id`` of what something rests on: it is not there without it."""
    keys = _RESTS.get(ref.partition(":")[0], ())
    return tuple(dict.fromkeys(one.target for one in inventory.names(ref) if one.key in keys))
