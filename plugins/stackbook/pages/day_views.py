"""The pictures of the pages over time, and of the stack before and after an initiative."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stackbook.drawing import Drawing
from stackbook.graph import build_graph
from stackbook.inventory import Inventory
from stackbook.model.days import before as back
from stackbook.model.initiatives import Initiative
from stackbook.pages.book import Book
from stackbook.pages.day_words import OVER_TIME, shown_days
from stackbook.pages.values import in_words
from stackbook.views.difference import difference, marked_neighbourhood, pictured, united
from stackbook.views.picture import View
from stackbook.views.scene import Scene
from stackbook.work.dates import Step
from stackbook.work.days import ChangeDay, before_and_after, changes_of
from stackbook.work.differences import ADDED, CHANGED, COMPARED, RETIRED, Difference, compare, how_far

MOST_NEAR = 6
"""So many tools that change on a day are shown with what is around them."""

A_YEAR = "P1Y"
"""So far back a reader can choose days to compare, and days are compared with today in a picture."""

ALL = "over-time"
STAYS, ABSENT = "stays", "absent"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two stacks, and what differs.

    Args:
        before: one.
        after: the other.
        told: ``kind:id`` to what is different about it, as initiatives say it.
        found: what differs.
    """

    before: Scene
    after: Scene
    told: Mapping[str, str]
    found: tuple[Difference, ...]

    @property
    def marks(self) -> dict[str, str]:
        """``kind:id`` of what differs to its mark."""
        return {one.entity.ref: one.mark for one in self.found}


class Times:
    """What the pages over time show, each part worked out once.

    Args:
        book: what all pages share; what is wrong need not be known yet.
    """

    def __init__(self, book: Book) -> None:
        self.book, self.days, self.today = book, book.governance.work.days, book.as_of
        self.shown = shown_days(book)
        self._scenes: dict[date, Scene] = {}

    def views(self) -> dict[str, View]:
        """Every picture by a name of its own, to be laid out with the other pictures of a site.

        An initiative's is called by its ``kind:id``.
        """
        found: dict[str, View | None] = {}
        for one in self.book.inventory.all("initiative"):
            if isinstance(one, Initiative) and one.changes:
                found[one.ref] = _of_initiative(self.book, one)
        if self.shown and (made := everything(self.book, self.shown)):
            found[ALL] = made[0]
        for change in self.shown:
            found |= self._of_day(change.day)
        return {name: view for name, view in found.items() if view is not None}

    def scene(self, day: date) -> Scene:
        """The stack as of a day."""
        since = self.days.since(day)
        if since not in self._scenes:
            self._scenes[since] = scene_of(self.book, self.days.sketch(day))
        return self._scenes[since]

    def before(self, day: date) -> Compared:
        """The stack on a day against the day before."""
        return self._between(back(day, "P1D"), day)

    def against_today(self, day: date) -> Compared | None:
        """The stack on a day against today, the earlier one first; None where no other day is today."""
        if self.today is None or self.today == day:
            return None
        return self._between(*sorted((day, self.today)))

    def _between(self, first: date, last: date) -> Compared:
        told = {
            step.ref: step.words
            for step in steps_between(self.book, first, last)
            if step.ref.partition(":")[0] in COMPARED and (step.words or step.before == step.after)
        }
        before, after = self.scene(first), self.scene(last)
        if last == self.today and last - first == timedelta(days=1):
            before = scene_of(self.book, self.days.eve(last))
        return Compared(before, after, told, compare(before.inventory, after.inventory, told))

    def _of_day(self, day: date) -> dict[str, View | None]:
        """The pictures of a day."""
        name, against = day.isoformat(), self.before(day)
        here = (f"page:over-time/{name}", "changes")
        found = {f"{name}:before": _difference(against, f"What changes on {in_words(day)}", here)}
        near = near_of(against)
        if near:
            both = united(against.before, against.after)
            for ref in near:
                found[f"{name}:{ref}"] = marked_neighbourhood(both, ref, against.marks)
        then = self.against_today(day)
        if then is not None and self.today is not None and day >= back(self.today, A_YEAR):
            title = f"From today to {in_words(day)}" if day > self.today else f"From {in_words(day)} to today"
            found[f"{name}:today"] = _difference(then, title, (f"page:over-time/{name}", "today"))
        return found


def scene_of(book: Book, inventory: Inventory) -> Scene:
    """The scene of another inventory of the same site."""
    return Scene(inventory, build_graph(inventory), book.icon_keys)


def near_of(against: Compared) -> tuple[str, ...]:
    """The tools that differ, with their surroundings worth a picture; the first few of them.

    One alone has its surroundings in the picture of all that differs.
    """
    refs = [one.entity.ref for one in against.found if one.entity.spec.key == "tool"]
    return tuple(refs[:MOST_NEAR]) if len(refs) > 1 else ()


def _difference(against: Compared, title: str, listed_at: tuple[str, str]) -> View | None:
    return difference(against.before, against.after, against.told, title, listed_at)


def compared_for(book: Book, initiative: Initiative) -> Compared:
    """The stack without an initiative and with it."""
    before, after = before_and_after(book.inventory, initiative)
    told = {
        one.ref: one.change.description or ""
        for one in changes_of(book.inventory, initiative)
        if one.change.action == "change" or one.change.description
    }
    return Compared(scene_of(book, before), scene_of(book, after), told, compare(before, after, told))


def _of_initiative(book: Book, initiative: Initiative) -> View | None:
    against = compared_for(book, initiative)
    title = f"The stack now and after: {initiative.display_name}"
    if initiative.status in ("launched", "monitoring"):
        title = f"The stack before and after: {initiative.display_name}"
    return _difference(against, title, (initiative.ref, "changes"))


def days_to_compare(book: Book, days: Sequence[ChangeDay]) -> tuple[date, ...]:
    """The days that a reader can choose from: a year back and all that is ahead, today among them."""
    if book.as_of is None:
        return tuple(one.day for one in days)
    first = back(book.as_of, A_YEAR)
    return tuple(sorted({first, book.as_of, *(one.day for one in days if one.day >= first)}))


def steps_between(book: Book, first: date, last: date) -> Iterator[Step]:
    """What changes after one day and up to another."""
    return (step for step in book.governance.work.days.steps if first < step.day <= last)


def everything(book: Book, days: Sequence[ChangeDay]) -> tuple[View, dict[str, tuple[str, ...]]] | None:
    """All tools and flows that change on one of the days to choose from; None when none do.

    Words have the room that they need at most, so that one layout serves any two days.

    Returns:
        The picture, and what each arrow stands for: its id to the ``kind:id`` of the integrations.
    """
    choice = days_to_compare(book, days)
    steps = [s for s in steps_between(book, choice[0], choice[-1]) if s.ref.partition(":")[0] in COMPARED]
    marks = {step.ref: CHANGED for step in steps}
    if not marks:
        return None
    # The stack as it is written has everything that ever was or is planned.
    return pictured(book.scene, marks, ALL, "What differs between two days", "", (f"page:{OVER_TIME}", "days"))


def states_between(book: Book, refs: Sequence[str], first: date, last: date) -> dict[str, str]:
    """``kind:id`` to what becomes of it between two days: a mark, ``stays`` or ``absent`` (on both)."""
    steps_of, found = book.governance.work.days.steps_of, {}
    for ref in refs:
        steps = steps_of[ref]  # only what has a day, so that the picture shows what the words say
        was, is_ = (
            how_far(next((s.after for s in reversed(steps) if s.day <= day), steps[0].before)) for day in (first, last)
        )
        touched = any(first < step.day <= last for step in steps)
        if was == is_:
            found[ref] = ABSENT if not is_ else CHANGED if touched else STAYS
        else:
            found[ref] = ADDED if is_ > was else RETIRED
    return found


def redrawn(drawing: Drawing, states: Mapping[str, str], refs_of: Mapping[str, Sequence[str]]) -> Drawing:
    """A drawing in the same places with other marks.

    Args:
        drawing: of everything that changes.
        states: ``kind:id`` to its state.
        refs_of: an arrow's id to the flows that it stands for.
    """
    nodes = tuple(
        replace(one, state="active" if states[one.id] == STAYS else states[one.id]) if one.id in states else one
        for one in drawing.view.nodes
    )
    edges = []
    for edge in drawing.view.edges:
        marks = {states[ref] for ref in refs_of.get(edge.id, ()) if ref in states}
        if marks:
            mark = marks.pop() if len(marks) == 1 else CHANGED
            edge = replace(edge, state="active" if mark == STAYS else mark, label=mark)
        edges.append(edge)
    return Drawing(replace(drawing.view, nodes=nodes, edges=tuple(edges)), drawing.layout, drawing.reason)
