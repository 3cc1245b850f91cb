"""Rules about reviews: what was promised, what is late, and what no longer counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.governance.contracts import RUNNING
from stackbook.governance.reviews import APPROVED, ReviewLine
from stackbook.inventory.words import shown
from stackbook.model.base import Entity
from stackbook.model.contracts import Contract
from stackbook.model.initiatives import Initiative
from stackbook.model.integrations import Integration
from stackbook.model.reviews import Review
from stackbook.model.tools import Tool, Vendor
from stackbook.rules.engine import Context, rule
from stackbook.rules.wording import on_day

FAMILY = "Reviews"


@rule("review-condition-overdue", Severity.WARNING, family=FAMILY, side=Side.SECURITY, dated=True)
def review_condition_overdue(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Something was approved on a condition, and the condition is not met in time.

    The approval rests on a promise that nobody has kept.

    Fix: Do what was asked and write `done_on`; or ask the reviewer for another day.

    Passes::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        name: Security of the ESP
        subject: tool:esp
        type: security
        state: done
        outcome: approved_with_conditions
        conditions: [{text: A second factor for everybody, due: "2026-10-31", done_on: "2026-10-12"}]

    Fails::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        name: Security of the ESP
        subject: tool:esp
        type: security
        state: done
        outcome: approved_with_conditions
        conditions: [{text: A second factor for everybody, due: "2026-10-31"}]
    """
    for line in _still_wanted(context):
        if not line.overdue or _replaced(context, line):
            continue
        for position, one in enumerate(line.review.conditions):
            if one.due and any(one is late for late in line.overdue):
                message = f"{_of(line)} was approved if this is done by {on_day(one.due)}: “{shown(one.text)}”"
                yield _finding(context, check, line, message, "conditions", position, "due")


@rule("review-lapsed", Severity.WARNING, family=FAMILY, side=Side.SECURITY, dated=True)
def review_lapsed(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An approval has lapsed, and nobody has asked for the next one.

    What was looked at then may be quite another thing now.

    Fix: Ask for the review again, and record it as a new one with `state: requested`.

    Passes::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        name: Security of the ESP
        subject: tool:esp
        type: security
        state: done
        outcome: approved
        valid_until: 2027-06-30

    Fails::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        name: Security of the ESP
        subject: tool:esp
        type: security
        state: done
        outcome: approved
        valid_until: 2026-06-30
    """
    for line in _still_wanted(context):
        last = line.review.valid_until
        if line.lapsed and last and line.review.outcome in APPROVED and not _replaced(context, line):
            message = f"{_of(line)} counted until {on_day(last)}, and no other has been asked for"
            yield _finding(context, check, line, message, "valid_until")


@rule("review-late", Severity.WARNING, family=FAMILY, side=Side.SECURITY, dated=True)
def review_late(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A review was needed by a day that has passed, and it is not done.

    Whoever waits for it either stands still or goes on without it.

    Fix: Do it and record what came of it; or agree on another day and write it under `due`.

    Passes::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        {name: Security of the ESP, subject: "tool:esp", type: security, state: in_progress, due: "2026-12-15"}

    Fails::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        {name: Security of the ESP, subject: "tool:esp", type: security, state: in_progress, due: "2026-10-15"}
    """
    for line in _still_wanted(context):
        if line.late and line.review.due:
            message = f"{_of(line)} was needed by {on_day(line.review.due)} and is not done"
            yield _finding(context, check, line, message, "due")


@rule("review-without-outcome", Severity.WARNING, family=FAMILY, side=Side.SECURITY)
def review_without_outcome(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A review is done, and its record does not say what came of it, or when.

    Later nobody can say whether it was approved, and by which state of things.

    Fix: Write `outcome` and `decided_on`.

    Passes::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        name: Security of the ESP
        subject: tool:esp
        type: security
        state: done
        outcome: approved
        decided_on: 2026-06-30

    Fails::

        # tools/esp.yml
        name: ESP
        # reviews/esp-security.yml
        {name: Security of the ESP, subject: "tool:esp", type: security, state: done, decided_on: "2026-06-30"}
    """
    for line in context.governance.reviews:
        if line.review.state == "done":
            for key, words in (("outcome", "what came of it"), ("decided_on", "on which day")):
                if getattr(line.review, key) is None:
                    yield _finding(context, check, line, f"{_of(line)} is done, and nothing says {words}", key)


def _of(line: ReviewLine) -> str:
    """A review in words: its name, and what it is about when the name does not say so."""
    about = line.subject.display_name if line.subject else ""
    said = not about or about.casefold() in line.review.name.casefold()
    return f"“{line.review.name}”" if said else f"“{line.review.name}” (about {about})"


def _finding(context: Context, check: Check, line: ReviewLine, message: str, key: str, *below: str | int) -> Diagnostic:
    found = check.at(
        context.inventory.place(line.review, key, *below),
        message,
        entity=line.review.ref,
        field=key,
        mentions=(line.subject.ref,) if line.subject else (),
    )
    return replace(found, side=line.side)  # who does this type of review


def _still_wanted(context: Context) -> Iterator[ReviewLine]:
    """The reviews of what has not come to its end."""
    return (line for line in context.governance.reviews if not _over(context, line.subject))


def _over(context: Context, subject: Entity | None) -> bool:
    """Whether something has come to its end, so that nobody need look at it any more."""
    if isinstance(subject, Tool):
        return subject.lifecycle is not None and subject.lifecycle.phase == "end_of_life"
    if isinstance(subject, Integration):
        return subject.status in ("inactive", "related")
    if isinstance(subject, Contract):
        return subject.status not in (*RUNNING, "draft")
    if isinstance(subject, Initiative):
        return subject.status == "cancelled"
    if isinstance(subject, Vendor):
        tools = context.lineage.made_by.get(subject.ref, ())
        return bool(tools) and all(_over(context, tool) for tool in tools)
    return False


def _replaced(context: Context, line: ReviewLine) -> bool:
    """Whether another review of the same sort was decided later, or waits and was not asked for before this one."""
    review = line.review
    if line.subject is None or review.type is None:
        return False
    mine = _day(review) or date.min
    for other in context.governance.reviews_of.get(line.subject.ref, ()):
        if other.review.type == review.type and other.review.id != review.id:
            # One that waits and has no day is the next one.
            day = _day(other.review) or (date.max if other.waiting else date.min)
            if day > mine and (other.waiting or other.review.outcome is not None):
                return True
    return False


def _day(review: Review) -> date | None:
    """The day that says which of two reviews is the newer one."""
    return review.decided_on or review.requested_on or review.valid_until
