"""What changes on a day, in words: for the pages over time, the pages of tools and flows, and a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.initiatives import Initiative
from stackbook.model.integrations import Integration
from stackbook.model.tools import Tool
from stackbook.pages.book import Book, Desk
from stackbook.pages.values import in_words
from stackbook.work.dates import Step
from stackbook.work.days import ChangeDay
from stackbook.work.differences import FORESEEN, IN_USE, how_far, mark_of, state_of

OVER_TIME = "over-time/index"
MOST_PAGES = 60
"""So many days have a page: those nearest to today first."""

_TOOL = {
    "plan": "is planned",
    "phase_in": "is being set up",
    "active": "comes into use",
    "phase_out": "begins to be replaced",
    "end_of_life": "is no longer in use",
    "": "is no longer in use",
}
_FLOW = {
    "planned": "is planned",
    "active": "goes live",
    "planned_disconnect": "is to be switched off",
    "inactive": "ends",
    "": "ends",
}
_OTHER = {"there": "is new", "gone": "goes", "": "goes"}
OTHERWISE = "works otherwise"


@dataclass(frozen=True, slots=True)
class Line:
    """A change as a page shows it.

    Args:
        step: what changes.
        entity: what it is about.
        mark: ``added``, ``changed`` or ``retired``.
        words: what becomes of it, a clause that begins with a verb.
        why: the initiative that brings it, or the tool with which it comes or goes; None when its own dates say so.
    """

    step: Step
    entity: Entity
    mark: str
    words: str
    why: Entity | None

    @property
    def because(self) -> str:
        """What stands before the name of `why`."""
        if self.why is None:
            return ""
        if isinstance(self.why, Initiative):
            return "for"
        return "together with" if self.mark == "added" else "because it needs"


@dataclass(frozen=True, slots=True)
class Counts:
    """How large the stack is.

    Args:
        tools: tools in use.
        planned: tools that are planned.
        flows: flows that are live.
    """

    tools: int
    planned: int
    flows: int


def lines_of(inventory: Inventory, steps: Iterable[Step]) -> tuple[Line, ...]:
    """Changes in words; what the audience may not see is left out."""
    found = []
    for step in steps:
        entity = inventory.find(step.ref)
        if entity is not None:
            mark = mark_of(how_far(step.before), how_far(step.after)) or "changed"
            found.append(Line(step, entity, mark, _words(entity, step), inventory.find(step.why)))
    return tuple(found)


def _words(entity: Entity, step: Step) -> str:
    if step.before == step.after:
        return OTHERWISE
    if last := _last_day(entity, step.day):
        return f"{'is no longer in use' if isinstance(entity, Tool) else 'ends'} after {in_words(last)}"
    if isinstance(entity, Tool):
        return "is in regular use" if (step.before, step.after) == ("phase_in", "active") else _TOOL[step.after]
    return (_FLOW if entity.spec.key == "integration" else _OTHER).get(step.after, OTHERWISE)


def _last_day(entity: Entity, day: date) -> date | None:
    """The last day of use that a record names, when something is gone since the day after it."""
    last = None
    if isinstance(entity, Tool) and entity.lifecycle is not None:
        last = entity.lifecycle.end_of_life
    elif isinstance(entity, Integration) and entity.dates is not None:
        last = entity.dates.live_until
    return last if last is not None and (day - last).days == 1 else None


def counts_of(inventory: Inventory) -> Counts:
    """How large a stack is."""
    tools = [how_far(state_of(one)) for one in inventory.entities.get("tool", {}).values()]
    flows = [how_far(state_of(one)) for one in inventory.entities.get("integration", {}).values()]
    return Counts(tools.count(IN_USE), tools.count(FORESEEN), flows.count(IN_USE))


def day_path(day: date) -> str:
    """The path of the page of a day."""
    return f"over-time/{day.isoformat()}"


def shown_days(book: Book) -> tuple[ChangeDay, ...]:
    """The days that have a page: those nearest to today, or the last ones where no day is today."""
    found = book.governance.work.days.change_days
    today = book.as_of
    if today is None:
        return found[-MOST_PAGES:]
    nearest = sorted(found, key=lambda one: (abs((one.day - today).days), one.day))[:MOST_PAGES]
    return tuple(sorted(nearest, key=lambda one: one.day))


def day_urls(desk: Desk) -> Mapping[date, str]:
    """The addresses of the pages of days, for those that have one."""
    return {one.day: desk.url(day_path(one.day)) for one in shown_days(desk.book)}


def planned_for(desk: Desk, entity: Entity) -> Markup:
    """What will change about something and, for a tool, about its flows: a list by day; empty when nothing will.

    Args:
        desk: of its page.
        entity: a tool, an integration, or anything else that an initiative can change.
    """
    book, today = desk.book, desk.book.as_of
    days = book.governance.work.days
    refs = [entity.ref]
    if isinstance(entity, Tool):
        refs += [flow.integration.ref for flow in book.graph.of(entity.id)]
    steps = [s for ref in refs for s in days.steps_of.get(ref, ()) if today is not None and s.day > today]
    if not steps:
        return Markup("")
    ordered = sorted(steps, key=lambda s: (s.day, s.ref != entity.ref, s.ref))
    found: dict[date, list[Line]] = {}
    for line in lines_of(book.inventory, ordered):
        found.setdefault(line.step.day, []).append(line)
    template = book.environment.get_template("planned-for.html")
    html = template.render(desk=desk, days=found, urls=day_urls(desk), about=entity, all=desk.url(OVER_TIME))
    return Markup(html)  # noqa: S704  # templates escape
