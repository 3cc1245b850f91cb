"""Rules about what initiatives change in the stack, and about days and states that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackbook.diagnostics import Check, Diagnostic, Related, Severity, Side
from stackbook.model.base import Entity
from stackbook.model.decisions import Decision
from stackbook.model.initiatives import Initiative
from stackbook.model.integrations import Integration
from stackbook.model.measures import Kpi, Scorecard
from stackbook.model.rituals import Ritual
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.initiatives import FAMILY, OVER
from stackbook.rules.wording import on_day
from stackbook.work.timeline import LAUNCH

_BEFORE = ("proposed", "discovery", "planned", "in_progress", "uat")


@rule("change-not-made", Severity.WARNING, family=FAMILY, side=Side.IT, dated=True)
def change_not_made(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative is live, and the record of something that it adds or retires says otherwise.

    Whoever looks at the stack sees what it was before.

    Fix: Put the phase of the tool, or the status of the integration, right; or write under `on` when it will happen.

    Passes::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: active}}
        # initiatives/voice.yml
        {name: Voice, status: launched, changes: [{entity: "tool:forms", action: add}]}

    Fails::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}}
        # initiatives/voice.yml
        {name: Voice, status: launched, changes: [{entity: "tool:forms", action: add}]}
    """
    for one in context.governance.work.initiatives:
        if one.status in OVER or not context.governance.work.spans[one.ref].launched:
            continue
        for position, change in enumerate(one.changes):
            if change.on is not None and change.on > context.today:
                continue
            entity = context.inventory.find(change.entity)
            words = _otherwise(entity, change.action)
            if entity is not None and words:
                yield check.at(
                    context.inventory.place(one, "changes", position),
                    f"{one.name} is live, and {entity.display_name}, which it {words}",
                    entity=one.ref,
                    field="changes",
                    mentions=(entity.ref,),
                )


def _otherwise(entity: Entity | None, action: str) -> str:
    """How the record of something contradicts what a live initiative did to it; "" when it does not."""
    if isinstance(entity, Tool) and entity.lifecycle is not None:
        if action == "add" and entity.lifecycle.phase == "plan":
            return "adds, is still only planned"
        if action == "retire" and entity.lifecycle.phase in ("phase_in", "active"):
            return "retires, is still in use"
    if isinstance(entity, Integration):
        if action == "add" and entity.status == "planned":
            return "adds, is still only planned"
        if action == "retire" and entity.status == "active":
            return "retires, still runs"
    return ""


@rule("change-twice", Severity.WARNING, family=FAMILY, side=Side.IT)
def change_twice(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The same thing is added, or retired, twice.

    It can only happen once. One of the two initiatives plans by something that the other one does.

    Fix: Take it out of one of them. What the other one does to it is a `change`.

    Passes::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}}
        # initiatives/voice.yml
        {name: Voice, status: planned, changes: [{entity: "tool:forms", action: add}]}
        # initiatives/club.yml
        {name: Club, status: planned, changes: [{entity: "tool:forms", action: change}]}

    Fails::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}}
        # initiatives/voice.yml
        {name: Voice, status: planned, changes: [{entity: "tool:forms", action: add}]}
        # initiatives/club.yml
        {name: Club, status: planned, changes: [{entity: "tool:forms", action: add}]}
    """
    first: dict[tuple[str, str], tuple[Initiative, int]] = {}
    for one in context.governance.work.initiatives:
        for position, change in enumerate(one.changes if one.status not in OVER else ()):
            entity = context.inventory.find(change.entity)
            if entity is None or change.action == "change":
                continue
            other, there = first.setdefault((entity.ref, change.action), (one, position))
            if (other, there) == (one, position):
                continue
            does = "adds" if change.action == "add" else "retires"
            who = (
                f"{one.name} {does} {entity.display_name} twice"
                if other is one
                else (f"{one.name} and {other.name} both {does.removesuffix('s')} {entity.display_name}")
            )
            yield check.at(
                context.inventory.place(one, "changes", position),
                who,
                related=(Related(context.inventory.place(other, "changes", there), "the other time is here"),),
                entity=one.ref,
                field="changes",
                mentions=(entity.ref, other.ref),
            )


@rule("adds-what-is-there", Severity.WARNING, family=FAMILY, side=Side.IT)
def adds_what_is_there(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative that is not live yet adds something that is already in use.

    The picture of the stack after it shows as new what everybody works with.

    Fix: Write `action: change`. Or put the phase of the tool, or the status of the integration, right.

    Passes::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}}
        # initiatives/voice.yml
        {name: Voice, status: planned, changes: [{entity: "tool:forms", action: add}]}

    Fails::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: active}}
        # initiatives/voice.yml
        {name: Voice, status: planned, changes: [{entity: "tool:forms", action: add}]}
    """
    for one in context.governance.work.initiatives:
        if one.status not in ("proposed", "discovery", "planned"):  # later it may be there before the launch
            continue
        for position, change in enumerate(one.changes):
            entity = context.inventory.find(change.entity)
            in_use = (isinstance(entity, Tool) and entity.lifecycle and entity.lifecycle.phase == "active") or (
                isinstance(entity, Integration) and entity.status == "active"
            )
            if entity is not None and change.action == "add" and in_use:
                yield check.at(
                    context.inventory.place(one, "changes", position, "action"),
                    f"{one.name} adds {entity.display_name}, which is already in use",
                    entity=one.ref,
                    field="changes",
                    mentions=(entity.ref,),
                )


@rule("launched-without-saying-so", Severity.WARNING, family=FAMILY)
def launched_without_saying_so(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The launch of an initiative was reached, and its status says that it is still to come.

    The roadmap shows it as work to be done, and what should follow a launch does not.

    Fix: Set its status to `launched`, or to `monitoring`. Or take `done_on` out of the launch.

    Passes::

        # initiatives/voice.yml
        {name: Voice, status: launched, milestones: [{kind: launch, done_on: "2026-09-01"}]}

    Fails::

        # initiatives/voice.yml
        {name: Voice, status: uat, milestones: [{kind: launch, done_on: "2026-09-01"}]}
    """
    for one in context.governance.work.initiatives:
        done = [line.done_on for line in one.milestones if line.kind == LAUNCH and line.done_on]
        if one.status in _BEFORE and done:
            status = context.inventory.vocabularies.label("initiative_status", one.status)
            yield check.at(
                context.inventory.place(one, "status"),
                f"{one.name} was launched on {on_day(min(done))}, and its status is “{status}”",
                entity=one.ref,
                field="status",
            )


@rule("done-in-the-future", Severity.WARNING, family=FAMILY, dated=True)
def done_in_the_future(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Something is written down as done on a day that is still to come.

    It counts as done, and nobody sees to it any more.

    Fix: Correct the day. What is planned stands under `due` or `next_on`.

    Passes::

        # initiatives/voice.yml
        {name: Voice, status: planned, milestones: [{kind: kickoff, done_on: "2026-09-01"}]}

    Fails::

        # initiatives/voice.yml
        {name: Voice, status: planned, milestones: [{kind: kickoff, done_on: "2062-09-01"}]}
    """
    for kind in ("initiative", "decision", "ritual", "kpi", "scorecard"):
        for one in context.inventory.all(kind):
            for words, day, path in _done(one):
                if day is not None and day > context.today:
                    yield check.at(
                        context.inventory.place(one, *path),
                        f"{words} on {on_day(day)}, which is still to come",
                        entity=one.ref,
                        field=str(path[0]),
                    )


def _done(one: Entity) -> Iterator[tuple[str, date | None, tuple[str | int, ...]]]:
    """What is written down as done: in words, the day, and where it stands."""
    name = one.display_name
    if isinstance(one, Initiative):
        for position, milestone in enumerate(one.milestones):
            yield f"a milestone of {name} was reached", milestone.done_on, ("milestones", position, "done_on")
        for position, need in enumerate(one.requirements):
            yield f"`{need.id}` of {name} was checked", need.verified_on, ("requirements", position, "verified_on")
    elif isinstance(one, Decision) and one.status != "proposed":
        yield f"“{name}” was decided", one.date, ("date",)
    elif isinstance(one, Ritual):
        yield f"“{name}” was last held", one.last_held, ("last_held",)
    elif isinstance(one, Scorecard):
        yield f"the questions of “{name}” were answered", one.date if _answered(one) else None, ("date",)
    elif isinstance(one, Kpi):
        for position, reading in enumerate(one.readings):
            yield f"“{name}” was measured", reading.on, ("readings", position, "on")


def _answered(one: Scorecard) -> bool:
    return any(line.marketing is not None or line.it is not None for line in one.dimensions)
