"""When something in the stack begins, changes and ends: its own dates and what initiatives do to it, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative, PlannedChange
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool
from stackbook.work.timeline import span_of

TOOL_STATES = ("plan", "phase_in", "active", "phase_out", "end_of_life")
FLOW_STATES = ("planned", "active", "planned_disconnect", "inactive")
THERE, GONE = "there", "gone"
OTHER_STATES = (THERE, GONE)
"""The states of data sources, tokens, journeys and activities: they have no phases."""

ABSENT = ""
"""The state of what is not there yet, or not any more and nowhere recorded."""

NOT_COUNTED = ("proposed", "paused", "cancelled")
"""States of initiatives whose changes do not come, as far as is known."""

_BORN = frozenset({"plan", "phase_in", "active", "planned", THERE})
_FORESEEN = ("plan", "planned")
_ENDED = frozenset({"end_of_life", "inactive", GONE})


@dataclass(frozen=True, slots=True)
class Step:
    """Something changes.

    Args:
        day: the first day on which it is so.
        ref: ``kind:id`` of what changes.
        before: its state before, `ABSENT` when it was not there.
        after: its state from that day on; as before when it only works otherwise.
        why: ``kind:id`` of the initiative, or of the tool with which a flow comes or goes; "" for its own dates.
        words: what is different, as the initiative says it; or "".
        silent: it became so at some time before that day, nobody knows when: no day is told.
    """

    day: date
    ref: str
    before: str
    after: str
    why: str = ""
    words: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """The states of one thing.

    Args:
        first: its state before the first step.
        steps: by day.
    """

    first: str
    steps: tuple[Step, ...] = ()

    def on(self, day: date) -> str:
        """Its state on a day."""
        state = self.first
        for step in self.steps:
            if step.day > day:
                break
            state = step.after
        return state


@dataclass(frozen=True, slots=True)
class Dated:
    """A state with the day from which it holds.

    Args:
        day: the day.
        state: the state.
        why: ``kind:id`` of the initiative that brings it, or "".
        words: of the initiative.
    """

    day: date
    state: str
    why: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A change of an initiative that counts.

    Args:
        initiative: whose.
        change: what it does.
        day: when; None when nobody has said.
        ref: ``kind:id`` of what changes.
    """

    initiative: Initiative
    change: PlannedChange
    day: date | None
    ref: str


def is_gone(state: str) -> bool:
    """Whether something in this state is of no use: not there yet, or not any more."""
    return state == ABSENT or state in _ENDED


def day_of(initiative: Initiative, change: PlannedChange) -> date | None:
    """When a change happens: its own day, else the launch (when it was, else when it is due), else the end."""
    return change.on or span_of(initiative).ready


def timeline(ref: str, order: Sequence[str], written: str, dated: Iterable[Dated], today: date | None) -> Timeline:
    """The states of something, as they follow from its dates.

    What is written holds on `today` and until the first date after it; before, the dates say how it came to that.
    Where no date does, it was always so, unless it is only planned: nobody knows since when. Without a day that is
    today, what is written holds from the last date of a state that is not later than it. A date that leads back to an
    earlier state is not looked at: nothing is planned twice.

    Args:
        ref: ``kind:id``.
        order: its states, from the first to the last.
        written: its state as it is recorded.
        dated: states with their days.
        today: the day on which the record is right; None when it is not known.
    """
    place = {state: at for at, state in enumerate(order)}
    if written not in place:
        return Timeline(written)
    past: list[Dated] = []
    ahead: list[Dated] = []
    for one in sorted(dated, key=lambda d: (d.day, place[d.state])):
        begun = one.day <= today if today is not None else place[one.state] <= place[written]
        known = past if begun else ahead
        highest = place[known[-1].state] if known else place[written] if not begun else -1
        if place[one.state] > highest and (not begun or place[one.state] <= place[written]):
            known.append(one)
    if not past:
        first = ABSENT if today is not None and written in _FORESEEN else written
    else:
        first = ABSENT if past[0].state in _BORN else "active" if "active" in place else THERE
    steps = list(_steps(ref, first, past))
    reached = steps[-1].after if steps else first
    if reached != written and steps and (today is None or steps[-1].day == today):
        last = steps.pop()
        steps.append(Step(last.day, ref, last.before, written, last.why, last.words))
    elif reached != written and today is not None:
        steps.append(Step(today, ref, reached, written, silent=True))
    return Timeline(first, (*steps, *_steps(ref, written, ahead)))


def _steps(ref: str, first: str, dated: Iterable[Dated]) -> Iterable[Step]:
    before = first
    for one in dated:
        if one.state != before:
            yield Step(one.day, ref, before, one.state, one.why, one.words)
        before = one.state


def own_dates(entity: Entity) -> list[Dated]:
    """The dates in a record. A last day is the last on which it is used: the day after, it is gone."""
    found: list[Dated] = []
    if isinstance(entity, Tool) and entity.lifecycle is not None:
        for state in TOOL_STATES:
            day = getattr(entity.lifecycle, state)
            if day is not None:
                found.append(Dated(_after(day) if state == "end_of_life" else day, state))
    if isinstance(entity, Integration) and entity.dates is not None:
        if entity.dates.live_from is not None:
            found.append(Dated(entity.dates.live_from, "active"))
        if entity.dates.live_until is not None:
            found.append(Dated(_after(entity.dates.live_until), "inactive"))
    return found


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def states_of(entity: Entity) -> tuple[Sequence[str], str]:
    """The states that something can have, and the one that is written; a state outside of them never changes."""
    if isinstance(entity, Tool):
        return TOOL_STATES, entity.lifecycle.phase if entity.lifecycle is not None else "active"
    if isinstance(entity, Integration):
        return FLOW_STATES, entity.status or "active"
    return OTHER_STATES, THERE


def begins(entity: Entity) -> str:
    """The state in which something is once an initiative has added it."""
    return THERE if not isinstance(entity, Tool | Integration) else "active"


def ends(entity: Entity) -> str:
    """The state in which something is once an initiative has retired it."""
    return "end_of_life" if isinstance(entity, Tool) else "inactive" if isinstance(entity, Integration) else GONE


def with_initiatives(entity: Entity, dated: list[Dated], planned: Iterable[Planned]) -> list[Dated]:
    """Dates of a record with what initiatives do; where both say when, the record is right.

    Args:
        entity: the record.
        dated: its own dates.
        planned: what initiatives do to it, by day; only what adds or retires it.
    """
    made = list(dated)
    for action, state, also in (("add", begins(entity), "phase_in"), ("retire", ends(entity), "phase_out")):
        mine = [one for one in planned if one.change.action == action and one.day is not None]
        if not mine:
            continue
        first = mine[0]
        why, words = first.initiative.ref, first.change.description or ""
        known = [one for one in made if one.state == state]
        if not known and first.day is not None:
            made.append(Dated(first.day, state, why, words))
        begun = first.initiative.start
        caused = [d for d in made if d.state in (state, also) and not d.why and (begun is None or d.day >= begun)]
        for one in caused:
            made[made.index(one)] = Dated(one.day, one.state, why, words)
    return made


def resting(own: Timeline, needs: Sequence[tuple[str, Timeline, str]], ref: str) -> Timeline:
    """The states of something that is there only while other things are.

    Args:
        own: its own states.
        needs: what it rests on: ``kind:id``, states, and the state as written, which does it no harm.
        ref: its own ``kind:id``.
    """
    days = sorted({step.day for line in (own, *(line for _, line, _ in needs)) for step in line.steps})
    lacking = _lacking(needs, None)
    before = first = ABSENT if lacking else own.first
    steps: list[Step] = []
    for day in days:
        lacks = _lacking(needs, day)
        state = ABSENT if lacks else own.on(day)
        if state != before:
            mine = next((step for step in own.steps if step.day == day), None)
            why = lacks or lacking or (mine.why if mine else "")
            words = mine.words if mine and not (lacks or lacking) else ""
            cause = [step for line in (own, *(line for _, line, _ in needs)) for step in line.steps if step.day == day]
            steps.append(Step(day, ref, before, state, why, words, all(step.silent for step in cause)))
        before, lacking = state, lacks
    return Timeline(first, tuple(steps))


def _lacking(needs: Sequence[tuple[str, Timeline, str]], day: date | None) -> str:
    """``kind:id`` of the first thing that is not there on a day, or before all days; "" when nothing is missing."""
    for ref, line, written in needs:
        state = line.first if day is None else line.on(day)
        if is_gone(state) and state != written:
            return ref
    return ""
