"""What is missing before an initiative can be launched, and what is still ahead of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.initiatives import CHANGEABLE, Initiative, PlannedChange
from stackbook.model.reviews import Review
from stackbook.work.checks_of_initiative import Point, State, points_of
from stackbook.work.milestones import Way, way_of
from stackbook.work.requirements import RequirementLine
from stackbook.work.timeline import STOPPED, span_of


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing, or still ahead.

    Args:
        key: the key of the initiative in which it is to be put right.
        about: what it is about, the name of a part of the project.
        words: what is the case, a clause.
        place: the anchor of the part of the project's page that tells more.
        lines: the requirements that are meant; () when none are.
        waits_for: the initiative that has to be launched first; None when none is meant.
        internal: it tells something that no public site may show.
        may_be_hidden: what is missing may be a record that an audience may not see.
    """

    key: str
    about: str
    words: str
    place: str
    lines: tuple[RequirementLine, ...] = ()
    waits_for: Initiative | None = None
    internal: bool = False
    may_be_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready an initiative is.

    Args:
        initiative: the initiative.
        way: its milestones.
        points: what is often missed.
        requirements: its requirements.
        missing: what has to be put right; () for one that was given up.
        ahead: what is planned and not done.
        launched: it is live.
        launch: the day on which it went live or should.
    """

    initiative: Initiative
    way: Way
    points: tuple[Point, ...]
    requirements: tuple[RequirementLine, ...]
    missing: tuple[Gap, ...]
    ahead: tuple[Gap, ...]
    launched: bool
    launch: date | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What an initiative does to something in the stack.

    Args:
        initiative: the initiative.
        change: as it is recorded.
        entity: what changes.
        day: the day on which it happens: its own, else that of the launch or the end; None when unknown.
    """

    initiative: Initiative
    change: PlannedChange
    entity: Entity
    day: date | None


def readiness(
    initiative: Initiative,
    inventory: Inventory,
    requirements: tuple[RequirementLine, ...],
    reviews: tuple[Review, ...],
    as_of: date | None,
) -> Readiness:
    """How ready an initiative is on a day.

    Args:
        initiative: the initiative.
        inventory: what it is part of.
        requirements: its requirements.
        reviews: the reviews about it.
        as_of: the day that is meant by "today"; None when nothing may be late.
    """
    way = way_of(initiative, as_of)
    points = points_of(initiative, way, reviews, as_of)
    span = span_of(initiative)
    launch, live = span.launch, span.launched
    over = live or bool(as_of and launch and launch < as_of)
    made = Readiness(initiative, way, points, requirements, (), (), live, launch)
    if initiative.status == "cancelled":
        return made
    missing = [gap for find in _FINDERS for gap in find(made)]
    missing += _late(made, inventory)
    unchecked = tuple(line for line in requirements if line.must and not line.verified)
    checks = _many(unchecked, "must-have is not checked yet", "must-haves are not checked yet")
    late = over or initiative.status == "uat"
    missing += checks if late else []
    waits = list(_waits(initiative, inventory, launch))
    missing += [gap for gap, wrong in waits if wrong]
    ahead = [*(gap for gap, wrong in waits if not wrong), *_planned(points), *([] if late else checks)]
    return Readiness(initiative, way, points, requirements, tuple(missing), tuple(ahead), live, launch)


def changes_by_entity(initiatives: tuple[Initiative, ...], inventory: Inventory) -> dict[str, tuple[ChangeLine, ...]]:
    """``kind:id`` to what initiatives do to it, by day; those that were given up left out."""
    found: dict[str, list[ChangeLine]] = {}
    for one in initiatives:
        if one.status == "cancelled":
            continue
        for line in changes_of(one, inventory):
            found.setdefault(line.entity.ref, []).append(line)
    return {ref: tuple(sorted(of, key=_by_day)) for ref, of in sorted(found.items())}


def changes_of(initiative: Initiative, inventory: Inventory) -> tuple[ChangeLine, ...]:
    """What an initiative does to the stack: what is added, then changed, then retired, each by day."""
    order = ("add", "change", "retire")
    ready, found = span_of(initiative).ready, []
    for one in initiative.changes:
        entity = inventory.find(one.entity)
        if entity is not None and entity.spec.key in CHANGEABLE:
            found.append(ChangeLine(initiative, one, entity, one.on or ready))
    return tuple(sorted(found, key=lambda line: (order.index(line.change.action), *_by_day(line))))


def _by_day(line: ChangeLine) -> tuple[object, ...]:
    return (line.day or date.max, line.entity.display_name.casefold(), line.entity.ref, line.initiative.id)


def _sides(made: Readiness) -> Iterator[Gap]:
    one = made.initiative
    for key, label in (
        ("sponsor_marketing", "Sponsor in marketing"),
        ("sponsor_it", "Sponsor in IT"),
        ("coordinator", "Coordinator"),
    ):
        if not getattr(one, key):
            yield Gap(key, label, "nobody is named", "who")


def _often(made: Readiness) -> Iterator[Gap]:
    for point in made.points:
        asked, place = point.asked, place_of(point)
        words = []
        if point.state is State.LATE and point.day:
            words.append(f"late: it was due on {_words(point.day)}")
        if point.behind_launch and made.launch:
            words.append(f"planned after the launch on {_words(made.launch)}")
        if words:
            yield Gap(asked.write, asked.label, "; ".join(words), place)
        told = asked.missing if point.state is State.MISSING else point.disagrees
        if told:  # where reviews can say it, one that is not for everybody may
            clause = told[:1].lower() + told[1:].rstrip(".")
            yield Gap(asked.write, asked.label, clause, place, may_be_hidden=bool(asked.reviews))


def place_of(point: Point) -> str:
    """The anchor of a point on the page of its initiative."""
    return f"missed-{point.key.replace('_', '-')}"


def _late(made: Readiness, inventory: Inventory) -> Iterator[Gap]:
    """Milestones whose day has passed, of kinds that are not among the points."""
    known = {point.asked.kind for point in made.points}
    for line in made.way.late:
        if line.kind not in known and line.day:
            name = line.milestone.name or inventory.vocabularies.label("milestone_kind", line.kind)
            yield Gap("milestones", name, f"late: it was due on {_words(line.day)}", "milestones")


def _needs(made: Readiness) -> Iterator[Gap]:
    if not made.requirements:
        yield Gap("requirements", "Requirements", "none are written down", "requirements")
    lacking = tuple(line for line in made.requirements if line.lacks_acceptance)
    must = tuple(line for line in lacking if line.must)
    rest = tuple(line for line in lacking if not line.must)
    yield from _many(must, "must-have has no acceptance criteria", "must-haves have no acceptance criteria")
    other = ("other", "others") if must else ("requirement", "requirements")
    yield from _many(rest, f"{other[0]} has no acceptance criteria", f"{other[1]} have no acceptance criteria")


def _means(made: Readiness) -> Iterator[Gap]:
    one = made.initiative
    if not one.capacity:
        yield Gap("capacity", "People", "none are promised", "capacity")
    if one.budget is None:
        yield Gap("budget", "Budget", "none is recorded", "budget", internal=True)
    elif one.budget.planned is not None and one.budget.used > one.budget.planned:
        yield Gap("budget", "Budget", "more is ordered or paid than was agreed", "budget", internal=True)
    if not one.kpis:
        yield Gap("kpis", "KPIs", "nothing measures whether it works", "kpis")
    if not one.risks:
        yield Gap("risks", "Risks", "none are written down", "risks")
    open_ = sum(not risk.mitigation and "high" in (risk.likelihood, risk.impact) for risk in one.risks)
    if open_:
        words = "one high risk has" if open_ == 1 else f"{open_} high risks have"
        yield Gap("risks", "Risks", f"{words} no answer yet", "risks")


_FINDERS: tuple[Callable[[Readiness], Iterator[Gap]], ...] = (_sides, _often, _needs, _means)


def _many(lines: tuple[RequirementLine, ...], one: str, more: str) -> list[Gap]:
    if not lines:
        return []
    words = f"{len(lines)} {one if len(lines) == 1 else more}"
    return [Gap("requirements", "Requirements", words, "requirements", lines)]


def _waits(initiative: Initiative, inventory: Inventory, launch: date | None) -> Iterator[tuple[Gap, bool]]:
    """What has to be launched first and is not, each with whether that comes too late or never."""
    for id_ in initiative.depends_on:
        other = inventory.get("initiative", id_)
        if not isinstance(other, Initiative) or span_of(other).launched:
            continue
        theirs = span_of(other).ready
        wrong = other.status in STOPPED or bool(launch and theirs and theirs > launch)
        if other.status in STOPPED:
            words = "which was given up" if other.status == "cancelled" else "which is on hold"
        elif theirs:
            words = f"which is to be launched on {_words(theirs)}{', after this' if wrong else ''}"
        else:
            words = "which has no day of launch"
        yield Gap("depends_on", "Waits for", words, "depends", waits_for=other), wrong


def _planned(points: tuple[Point, ...]) -> Iterator[Gap]:
    for point in points:
        if point.state is State.PLANNED and point.fine:
            words = _words(point.day) if point.day else "no day yet"
            yield Gap(point.asked.write, point.asked.label, words, place_of(point))


def _words(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def all_readiness(
    initiatives: tuple[Initiative, ...],
    inventory: Inventory,
    requirements: Mapping[str, tuple[RequirementLine, ...]],
    reviews: Mapping[str, tuple[Review, ...]],
    as_of: date | None,
) -> dict[str, Readiness]:
    """Initiative's id to how ready it is; the arguments are those of `readiness`, for all."""
    return {
        one.id: readiness(one, inventory, requirements.get(one.id, ()), reviews.get(one.id, ()), as_of)
        for one in initiatives
    }
