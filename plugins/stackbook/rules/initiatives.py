"""Rules about initiatives: who answers for them, their place in the order, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Related, Severity, Side
from stackbook.model.initiatives import Initiative
from stackbook.model.tools import Tool
from stackbook.rules.engine import Context, rule
from stackbook.rules.reading import flawed
from stackbook.rules.wording import listed, on_day
from stackbook.work.timeline import LIVE

FAMILY = "Work"
STARTED = ("in_progress", "uat", *LIVE)
"""States of an initiative in which work has begun."""
OVER = ("cancelled",)
"""States in which nobody works on it any more."""


@rule("initiative-without-sponsors", Severity.ERROR, family=FAMILY)
def initiative_without_sponsors(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Work on an initiative has begun, and one side has no sponsor.

    When marketing and IT want different things, nobody is there to decide for that side.

    Fix: Name who answers for it under `sponsor_marketing` and `sponsor_it`.

    Passes::

        # people/cmo.yml
        {name: Ada, role: leader}
        # people/cio.yml
        {name: Ben, role: leader}
        # initiatives/loyalty.yml
        {name: Loyalty, status: in_progress, sponsor_marketing: "person:cmo", sponsor_it: "person:cio"}

    Fails::

        # people/cmo.yml
        {name: Ada, role: leader}
        # initiatives/loyalty.yml
        {name: Loyalty, status: in_progress, sponsor_marketing: "person:cmo", sponsor_it: null}
    """
    for one in context.governance.work.initiatives:
        if one.status not in STARTED:
            continue
        sides = (("sponsor_marketing", "marketing", one.sponsor_marketing), ("sponsor_it", "IT", one.sponsor_it))
        for key, side, sponsor in sides:
            if sponsor is None and not flawed(context, one.ref, key):
                yield check.at(
                    context.inventory.place(one, key),
                    f"work on {one.name} has begun, and it has no sponsor in {side}",
                    entity=one.ref,
                    field=key,
                )


@rule("duplicate-rank", Severity.ERROR, family=FAMILY)
def duplicate_rank(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Two initiatives have the same rank.

    When both need the same people, nobody knows which one comes first.

    Fix: Give one of them another rank.

    Passes::

        # initiatives/loyalty.yml
        {name: Loyalty, rank: 1}
        # initiatives/search.yml
        {name: Search, rank: 2}

    Fails::

        # initiatives/loyalty.yml
        {name: Loyalty, rank: 1}
        # initiatives/search.yml
        {name: Search, rank: 1}
    """
    first: dict[int, Initiative] = {}
    for one in context.governance.work.initiatives:
        if one.rank is None or one.status in OVER:
            continue
        other = first.setdefault(one.rank, one)
        if other is not one:
            yield check.at(
                context.inventory.place(one, "rank"),
                f"{one.name} and {other.name} both have rank {one.rank}",
                related=(Related(context.inventory.place(other, "rank"), "the other one is here"),),
                entity=one.ref,
                field="rank",
                mentions=(other.ref,),
            )


@rule("budget-over-plan", Severity.WARNING, family=FAMILY, side=Side.FINANCE)
def budget_over_plan(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative has spent and ordered more than was agreed.

    Somebody will have to pay for it, and usually it is the next initiative.

    Fix: Agree on more and write it under `planned`; or leave something out.

    Passes::

        # initiatives/loyalty.yml
        {name: Loyalty, budget: {planned: 100000, committed: 40000, spent: 50000, currency: EUR}}

    Fails::

        # initiatives/loyalty.yml
        {name: Loyalty, budget: {planned: 100000, committed: 60000, spent: 50000, currency: EUR}}
    """
    for one in context.governance.work.initiatives:
        budget = one.budget
        if budget is None or budget.planned is None:
            continue
        if budget.used > budget.planned:
            yield check.at(
                context.inventory.place(one, "budget", "planned"),
                f"{one.name} may cost {budget.planned:,.0f} {budget.currency}, and {budget.used:,.0f} are paid or "
                "ordered",
                entity=one.ref,
                field="budget",
                internal=True,
            )


@rule("team-over-capacity", Severity.WARNING, family=FAMILY)
def team_over_capacity(context: Context, check: Check) -> Iterator[Diagnostic]:
    """More people of a team are promised to initiatives than it has.

    One of the initiatives will be late, and nobody has decided which.

    Fix: Move an initiative to another quarter, promise fewer people, or put the team's `capacity` right.

    Passes::

        # teams/crm.yml
        {name: CRM, kind: marketing, capacity: [{period: 2027-Q1, fte_available: 3}]}
        # initiatives/loyalty.yml
        {name: Loyalty, status: planned, capacity: [{team: crm, period: 2027-Q1, fte: 2}]}

    Fails::

        # teams/crm.yml
        {name: CRM, kind: marketing, capacity: [{period: 2027-Q1, fte_available: 3}]}
        # initiatives/loyalty.yml
        {name: Loyalty, status: planned, capacity: [{team: crm, period: 2027-Q1, fte: 2}]}
        # initiatives/search.yml
        {name: Search, status: planned, capacity: [{team: crm, period: 2027-Q1, fte: 1.5}]}
    """
    for line in context.governance.work.capacity:
        if not line.over or line.available is None:
            continue
        people = "person" if line.available == 1 else "people"
        last = line.promises[-1]  # the one that comes last in the order is the one too many
        yield check.at(
            context.inventory.place(last.initiative, "capacity", last.position),
            f"{line.team.name} has {line.available:g} full-time {people} in {line.period}, and {line.promised:g} are "
            f"promised to {listed([one.initiative.name for one in line.promises])}",
            related=(Related(context.inventory.place(line.team, "capacity"), "the team's capacity is here"),),
            entity=last.initiative.ref,
            field="capacity",
            mentions=(line.team.ref, *(one.initiative.ref for one in line.promises)),
        )


@rule("dependency-too-late", Severity.WARNING, family=FAMILY)
def dependency_too_late(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative begins before one that it waits for is ready, or waits for one that was given up.

    Its people will wait, or build on something that changes under their hands.

    Fix: Move one of the two; or take the dependency out, if a part of the other one is enough.

    Passes::

        # initiatives/consent.yml
        {name: Consent, start: "2026-10-01", end: "2026-12-31"}
        # initiatives/loyalty.yml
        {name: Loyalty, start: "2027-01-11", depends_on: [consent]}

    Fails::

        # initiatives/consent.yml
        {name: Consent, start: "2026-10-01", end: "2027-02-26"}
        # initiatives/loyalty.yml
        {name: Loyalty, start: "2027-01-11", depends_on: [consent]}
    """
    for wait in context.governance.work.waits:
        one, other = wait.follower, wait.first
        if wait.stopped and one.status in STARTED and one.status not in LIVE:
            stopped = "given up" if other.status in OVER else "put on hold"
            said = f"work on {one.name} has begun, and {other.name}, which it waits for, was {stopped}"
        elif wait.late and wait.begins is not None and wait.ready is not None:
            said = (
                f"{one.name} begins on {on_day(wait.begins)}, and {other.name}, which it waits for, is ready on "
                f"{on_day(wait.ready)}"
            )
        else:
            continue
        named = (context.inventory.get("initiative", id_) for id_ in one.depends_on)
        position = next(position for position, found in enumerate(named) if found is other)
        yield check.at(
            context.inventory.place(one, "depends_on", position),
            said,
            related=(Related(context.inventory.place(other), "the other one is here"),),
            entity=one.ref,
            field="depends_on",
            mentions=(other.ref,),
        )


@rule("score-incomplete", Severity.WARNING, family=FAMILY)
def score_incomplete(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A score lacks a number of its method, or has one that cannot be right.

    It cannot be worked out, and the initiative cannot be compared with the others.

    Fix: Write the numbers of the method: RICE takes `reach`, `impact`, `confidence`, `effort`; WSJF `business_value`,
    `time_criticality`, `risk_reduction`, `job_size`; ICE `impact`, `confidence`, `ease`; value and effort those two.

    Passes::

        # initiatives/loyalty.yml
        {name: Loyalty, score: {method: ice, values: {impact: 8, confidence: 6, ease: 5}}}

    Fails::

        # initiatives/loyalty.yml
        {name: Loyalty, score: {method: ice, values: {impact: 8, confidence: 6, effort: 5}}}
    """
    for line in context.governance.work.scores.values():
        one = line.initiative
        said = []
        if line.missing:
            said.append(f"lacks {listed([f'`{word}`' for word in line.missing])}")
        if line.unknown:
            said.append(f"does not know {listed([f'`{word}`' for word in line.unknown])}")
        if line.by_zero:
            said.append(f"divides by `{line.by_zero}`, which must be above zero")
        if line.beyond:
            said.append(f"has a `{line.beyond}` that is not between 0 and 1, as in 0.8 for 80 %")
        method = context.inventory.vocabularies.label("score_method", one.score.method if one.score else None)
        for words in said:
            yield check.at(
                context.inventory.place(one, "score", "values"),
                f"the score of {one.name} by {method} {words}",
                entity=one.ref,
                field="score",
            )


@rule("tool-before-capability", Severity.HINT, family=FAMILY)
def tool_before_capability(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative brings a new tool, and does not say what we shall be able to do with it.

    Tools that are bought before anybody knows what for are the ones that overlap later.

    Fix: Name what it is for under `capabilities` of the initiative, or of the tool.

    Passes::

        # capabilities/surveys.yml
        name: Ask customers
        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}}
        # initiatives/voice.yml
        {name: Voice, status: planned, capabilities: [surveys], changes: [{entity: "tool:forms", action: add}]}

    Fails::

        # tools/forms.yml
        {name: Forms, lifecycle: {phase: plan}}
        # initiatives/voice.yml
        {name: Voice, status: planned, changes: [{entity: "tool:forms", action: add}]}
    """
    for one in context.governance.work.initiatives:
        if one.capabilities or one.status in OVER or flawed(context, one.ref, "capabilities"):
            continue
        for position, change in enumerate(one.changes):
            tool = context.inventory.find(change.entity)
            if change.action == "add" and isinstance(tool, Tool) and not tool.capabilities:
                yield check.at(
                    context.inventory.place(one, "changes", position),
                    f"{one.name} brings {tool.name}, and does not say what we shall be able to do with it",
                    entity=one.ref,
                    field="changes",
                    mentions=(tool.ref,),
                )
