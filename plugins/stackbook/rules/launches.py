"""Rules about what has to happen before an initiative goes live, and by when."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.rules.engine import Context, rule
from stackbook.rules.initiatives import FAMILY
from stackbook.rules.reading import flawed
from stackbook.rules.wording import listed, on_day
from stackbook.work.checks_of_initiative import State
from stackbook.work.milestones import way_of
from stackbook.work.timeline import LIVE, STOPPED

_BEFORE = {"security_review": "security review", "data_review": "data review", "uat_sign_off": "sign-off by its users"}
"""What has to be done before a launch, in words."""
_AGREED = ("planned", "in_progress", "uat")
"""States in which the way to the launch should be known."""


@rule("launch-without-reviews", Severity.WARNING, family=FAMILY)
def launch_without_reviews(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative goes live without security review, data review or its users' sign-off before.

    What they would have found is found by customers.

    Fix: Add milestones of the kinds `security_review`, `data_review` and `uat_sign_off`, and `done_on` when they are
    reached; a review of the initiative that approved it counts as well. Where one is not needed, say why under
    `not_needed`.

    Passes::

        # initiatives/loyalty.yml
        name: Loyalty
        status: in_progress
        milestones:
          - {kind: security_review, due: "2027-01-15"}
          - {kind: data_review, not_needed: It holds no personal data}
          - {kind: uat_sign_off, due: "2027-02-12"}
          - {kind: launch, due: "2027-03-01"}

    Fails::

        # initiatives/loyalty.yml
        name: Loyalty
        status: launched
        milestones:
          - {kind: security_review, done_on: "2026-09-15"}
          - {kind: data_review, done_on: "2026-09-18"}
          - {kind: launch, done_on: "2026-10-01"}
    """
    for ready in context.governance.work.readiness.values():
        one = ready.initiative
        live = one.status in LIVE or any(line.milestone.done_on for line in ready.way.of("launch"))
        if not (live or one.status in _AGREED) or flawed(context, one.ref, "milestones"):
            continue
        points = [point for point in ready.points if point.key in _BEFORE]
        late = [_BEFORE[point.key] for point in points if point.behind_launch]
        without = [
            _BEFORE[point.key]
            for point in points
            if point.state is State.MISSING or (live and point.state in (State.PLANNED, State.LATE))
        ]
        lacks = f"{one.name} is live without" if live else f"{one.name} has, before its launch, no"
        for words, said in (
            (without, f"{lacks} {_some(without, live)}"),
            (late, f"{one.name} is launched before its {_some(late)}"),
        ):
            if words:
                yield check.at(
                    context.inventory.place(one, "milestones"),
                    said,
                    entity=one.ref,
                    field="milestones",
                    mentions=tuple(review.ref for point in points for review in point.reviews),
                )


def _some(words: list[str], together: bool = True) -> str:
    return listed(words, "and" if together else "or") if words else ""


@rule("milestone-overdue", Severity.WARNING, family=FAMILY, dated=True)
def milestone_overdue(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The day of a milestone has passed, and it is not reached.

    Whoever plans by the roadmap plans by a day that no longer holds.

    Fix: Write `done_on` when it is reached; else agree on another day and write it under `due`.

    Passes::

        # initiatives/loyalty.yml
        {name: Loyalty, status: in_progress, milestones: [{kind: beta, due: "2026-10-12", done_on: "2026-10-14"}]}

    Fails::

        # initiatives/loyalty.yml
        {name: Loyalty, status: in_progress, milestones: [{kind: beta, due: "2026-10-12"}]}
    """
    labels = context.inventory.vocabularies
    for one in context.governance.work.initiatives:
        if one.status in STOPPED:  # whoever takes it up again plans anew
            continue
        late = way_of(one, context.today).late
        for position, milestone in enumerate(one.milestones):
            if milestone.due and any(line.milestone is milestone for line in late):
                name = milestone.name or labels.label("milestone_kind", milestone.kind)
                yield check.at(
                    context.inventory.place(one, "milestones", position, "due"),
                    f"{one.name}: “{name}” was due on {on_day(milestone.due)}",
                    entity=one.ref,
                    field="milestones",
                )
