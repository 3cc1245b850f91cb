"""What waits for whom: fields to fill in, findings and reviews; and whether a record's seal is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stackbook.completeness import Completeness
from stackbook.diagnostics import Diagnostic, Side
from stackbook.fields import FieldDoc
from stackbook.governance.days import review_due
from stackbook.governance.reviews import ReviewLine, team_of
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.contracts import Contract
from stackbook.model.integrations import Integration
from stackbook.model.people import Person, Team
from stackbook.model.reviews import SIDE_OF_REVIEW, Review
from stackbook.model.tokens import Token
from stackbook.model.tools import Tool

REVIEW, FINDING, FIELD = "review", "finding", "field"
WHAT = {REVIEW: "Review", FINDING: "Finding", FIELD: "Not filled in"}
"""What can wait for somebody, the most pressing first, with its name for people."""
WHOLE, LAPSED, PLANNED, UNPLANNED = "whole", "lapsed", "planned", "unplanned"
SEALS = {LAPSED: "Lapsed", WHOLE: "Whole", PLANNED: "Planned", UNPLANNED: "No review planned"}
"""The states of a seal, the worst first, with their names for people."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Whether somebody has confirmed a record lately enough.

    Args:
        state: `WHOLE` or `LAPSED` on the day; `PLANNED` when no day is known on which to tell; `UNPLANNED` when the
            record does not say when it was looked at, or how often it should be.
        until: the last day on which the seal is or was whole; None when nothing is planned.
    """

    state: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody.

    Args:
        what: one of `WHAT`.
        side: who answers.
        team: who keeps the record, or who does the review, if that is known.
        entity: the record it is about; None for a file that could not be read.
        field: the field to fill in.
        asked: the field was asked for, and is known to be unknown.
        finding: what was found.
        review: the review.
    """

    what: str
    side: Side
    team: Team | None
    entity: Entity | None
    field: FieldDoc | None = None
    asked: bool = False
    finding: Diagnostic | None = None
    review: ReviewLine | None = None


def seal(entity: Entity, as_of: date | None) -> Seal:
    """The seal of a record: whole until `last_reviewed` and `review_every` together, that day included."""
    until = review_due(entity)
    if until is None:
        return Seal(UNPLANNED, None)
    if as_of is None:
        return Seal(PLANNED, until)
    return Seal(WHOLE if as_of <= until else LAPSED, until)


def over(entity: Entity) -> bool:
    """Whether a record is about something that is no longer used: nobody has to fill it in any more."""
    if isinstance(entity, Tool):
        return entity.lifecycle is not None and entity.lifecycle.phase == "end_of_life"
    if isinstance(entity, Contract):
        return entity.status in ("expired", "terminated")
    return (isinstance(entity, Token) and entity.status == "retired") or (
        isinstance(entity, Integration) and entity.status == "inactive"
    )


def keeper(entity: Entity, inventory: Inventory) -> Team | None:
    """The team that keeps a record right: the one it names; else a person's own, a team itself, a tool's owner's."""
    if isinstance(named := inventory.get("team", entity.owner), Team):
        return named
    if isinstance(entity, Team):
        return entity
    if isinstance(entity, Person):
        own = inventory.get("team", entity.team)
        return own if isinstance(own, Team) else None
    return team_of(entity.business_owner, inventory) if isinstance(entity, Tool) else None


def answers(entity: Entity, doc: FieldDoc) -> Side:
    """Who answers for a field of a record: a review is answered for by those who do it, whatever it is about."""
    if isinstance(entity, Review) and doc.side in (None, entity.spec.side):
        return SIDE_OF_REVIEW.get(entity.type or "", Side.BUSINESS)
    return doc.side or entity.spec.side


def waiting(
    inventory: Inventory,
    complete: Mapping[str, Completeness],
    findings: Iterable[Diagnostic],
    reviews: Iterable[ReviewLine],
    internal: bool,
) -> tuple[Waiting, ...]:
    """Everything that waits for somebody.

    A field that a finding names is not counted once more.

    Args:
        inventory: what the audience may see.
        complete: ``kind:id`` to how complete the record is.
        findings: what was found and may be shown.
        reviews: the reviews as they stand.
        internal: fields that are internal may be named.

    Returns:
        By side, then the most pressing first, then by name.
    """
    shown = tuple(findings)
    named = {(one.entity, one.field) for one in shown if one.field}
    found = [*_reviews(reviews), *_findings(shown, inventory)]
    for entity in inventory.everything():
        if entity.spec.folder and not over(entity):
            found += _fields(entity, complete[entity.ref], inventory, named, internal)
    return tuple(sorted(found, key=_order))


def _reviews(reviews: Iterable[ReviewLine]) -> Iterator[Waiting]:
    for line in reviews:
        if line.waiting:
            yield Waiting(REVIEW, line.side, line.team, line.review, review=line)


def _findings(findings: Iterable[Diagnostic], inventory: Inventory) -> Iterator[Waiting]:
    for one in findings:
        entity = inventory.find(one.entity)
        yield Waiting(FINDING, one.side, keeper(entity, inventory) if entity else None, entity, finding=one)


def _fields(
    entity: Entity, done: Completeness, inventory: Inventory, named: set[tuple[str, str]], internal: bool
) -> Iterator[Waiting]:
    team = keeper(entity, inventory)
    for docs, asked in ((done.missing, False), (done.unknown, True)):
        for doc in docs:
            if (entity.ref, doc.key) in named or (doc.internal and not internal):
                continue
            yield Waiting(FIELD, answers(entity, doc), team, entity, doc, asked)


_SIDES = {side: number for number, side in enumerate(Side)}
_WHATS = {what: number for number, what in enumerate(WHAT)}


def _order(one: Waiting) -> tuple[object, ...]:
    due = one.review.review.due if one.review else None
    name = one.entity.display_name.casefold() if one.entity else ""
    return (
        _SIDES[one.side],
        _WHATS[one.what],
        one.finding.severity.rank if one.finding else 0,
        due or date.max,
        -(one.field.weight if one.field else 0),
        name,
        one.entity.ref if one.entity else "",
        one.finding.sort_key if one.finding else (),
        one.field.key if one.field else "",
    )


__all__ = [
    "FIELD",
    "FINDING",
    "LAPSED",
    "PLANNED",
    "REVIEW",
    "SEALS",
    "UNPLANNED",
    "WHAT",
    "WHOLE",
    "Seal",
    "Waiting",
    "answers",
    "keeper",
    "over",
    "seal",
    "waiting",
]
