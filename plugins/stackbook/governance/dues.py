"""What is due on a day: one list for calendars, Home and whoever else asks what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from stackbook.governance.contracts import RUNNING, ContractLine
from stackbook.governance.days import after, review_due
from stackbook.governance.reviews import APPROVED, ReviewLine, team_of
from stackbook.inventory import Inventory
from stackbook.model.base import Entity
from stackbook.model.contracts import Contract
from stackbook.model.initiatives import Initiative
from stackbook.model.integrations import Integration
from stackbook.model.people import Team
from stackbook.model.tools import Tool, Vendor
from stackbook.work.decisions import ACCEPTED, PROPOSED, DecisionLine
from stackbook.work.timeline import STOPPED

CANCEL, CONTRACT_END, APPROVAL, REVIEW_NEEDED, REVIEW_END = "cancel", "end", "approval", "review-needed", "review-end"
CONDITION, RECORD, ROTATION, CERTIFICATE, AGREEMENT = "condition", "record", "rotation", "certificate", "agreement"
MILESTONE, REVISIT = "milestone", "revisit"
WHAT = {
    CANCEL: "Contract to cancel or keep",
    CONTRACT_END: "Contract ends",
    APPROVAL: "Approval ends",
    AGREEMENT: "Data processing agreement ends",
    CERTIFICATE: "Certificate ends",
    REVIEW_NEEDED: "Review needed",
    REVIEW_END: "Review expires",
    CONDITION: "Condition of a review",
    MILESTONE: "Milestone",
    REVISIT: "Decision to look at again",
    ROTATION: "Key to change",
    RECORD: "Record to look at again",
}
"""What can be due, in the order in which it matters on the same day, with its name for people."""
ENDING = ("cancel", "replace")
"""Decisions after which a contract must be cancelled."""
_ORDER = {what: number for number, what in enumerate(WHAT)}
_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)
"""Days beyond these come from a slip of the pen, and some calendars cannot read them."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due on a day.

    Args:
        day: on which it is due, or the last day on which it still counts.
        what: one of `WHAT`.
        entity: the record it follows from, whose page says more.
        team: who has to see to it, if that is known.
        words: what happens on the day, a short line without the day.
        todo: what to do, a sentence.
        part: tells apart what one record has several of; "" when there is only one.
        remind: somebody still has to decide or to act, and should hear of it well before.
    """

    day: date
    what: str
    entity: Entity
    team: Team | None
    words: str
    todo: str
    part: str = ""
    remind: bool = False

    @property
    def key(self) -> str:
        """A name for it that stays the same when its day moves; unique among all of a stack."""
        return ":".join(filter(None, (self.entity.ref, self.what, self.part)))


def dues(
    inventory: Inventory,
    contracts: Iterable[ContractLine],
    reviews: Iterable[ReviewLine],
    decisions: Iterable[DecisionLine],
) -> tuple[Due, ...]:
    """Everything that is due on some day, by day.

    Args:
        inventory: what to look at.
        contracts: its contracts as they stand.
        reviews: its reviews as they stand.
        decisions: its decisions, with what took their place.
    """
    used = {vendor.ref for vendor in _vendors_in_use(inventory)}
    found: list[Due] = []
    for line in contracts:
        found += _of_contract(line, inventory)
    found += _of_reviews(tuple(reviews), inventory)
    for decision in decisions:
        found += _of_decision(decision, inventory)
    for entity in inventory.everything():
        if isinstance(entity, Tool):
            found += _of_tool(entity, inventory)
        elif isinstance(entity, Vendor) and entity.ref in used:
            found += _of_vendor(entity, inventory)
        elif isinstance(entity, Integration):
            found += _of_integration(entity, inventory)
        elif isinstance(entity, Initiative):
            found += _of_initiative(entity, inventory)
        found += _of_record(entity, inventory)
    found = [one for one in found if _EARLIEST <= one.day <= _LATEST]
    return tuple(sorted(_told_apart(found), key=_by_day))


def _by_day(due: Due) -> tuple[date, int, str, str]:
    return due.day, _ORDER[due.what], due.entity.display_name.casefold(), due.key


def _told_apart(found: Iterable[Due]) -> Iterator[Due]:
    """The same with different keys, also where a record says the same thing twice."""
    seen: Counter[str] = Counter()
    for due in found:
        seen[due.key] += 1
        again = seen[due.key]
        yield due if again == 1 else replace(due, part=f"{due.part}#{again}")


def to_cancel(line: ContractLine) -> bool:
    """Whether a contract renews unless somebody cancels it; where that is not recorded it may."""
    return line.contract.status == "active" and line.contract.auto_renew is not False


def _of_contract(line: ContractLine, inventory: Inventory) -> Iterator[Due]:
    contract, team = line.contract, _team(inventory, line.contract.owner)
    if contract.status not in RUNNING:
        return
    decided = contract.decision.outcome if contract.decision and line.decided else ""
    said = inventory.vocabularies.label("renewal_outcome", decided).lower()
    if line.cancel_by and to_cancel(line):
        if decided in ENDING:
            todo = f"Give notice by this day. Decided: {said}."
        elif decided == "renegotiate":
            todo = "Agree on new terms by this day, or give notice. Decided: renegotiate."
        elif decided:
            todo = f"Nothing to do. Decided: {said}."
        else:
            todo = "Decide whether it is renewed. If not, give notice by this day."
        words = f"Last day to cancel: {contract.name}{f' (decided: {said})' if said else ''}"
        yield Due(line.cancel_by, CANCEL, contract, team, words, todo, remind=decided != "renew")
    if line.end:
        if contract.status == "notice_given":
            words, todo = "Contract ends", "It was cancelled. Get your data out and close the accounts before."
        elif contract.auto_renew and decided in ENDING:
            words, todo = "Contract ends if notice was given", f"Decided: {said}. Else it renews automatically."
        elif contract.auto_renew:
            words, todo = "Contract renews automatically", "A new term begins on the next day. Nothing to do."
        else:
            words, todo = "Contract ends", "Renew it before, or get your data out and close the accounts."
        yield Due(line.end, CONTRACT_END, contract, team, f"{words}: {contract.name}", todo)


def _of_tool(tool: Tool, inventory: Inventory) -> Iterator[Due]:
    if tool.active and tool.approval and tool.approval.expires_on:
        team = team_of(tool.business_owner, inventory) or _team(inventory, tool.owner)
        todo = "Ask for it anew before, or stop using the tool."
        yield Due(tool.approval.expires_on, APPROVAL, tool, team, f"Approval ends: {tool.name}", todo)


def _of_vendor(vendor: Vendor, inventory: Inventory) -> Iterator[Due]:
    team, labels = _team(inventory, vendor.owner), inventory.vocabularies
    agreement = vendor.processing_agreement
    if agreement and agreement.expires_on and agreement.status == "signed":
        todo = "Sign a new one before. Without one the vendor must not process personal data."
        words = f"Data processing agreement ends: {vendor.name}"
        yield Due(agreement.expires_on, AGREEMENT, vendor, team, words, todo)
    for one in vendor.certifications:
        if one.valid_until:
            words = f"Certificate ends: {labels.label('certification', one.type)} of {vendor.name}"
            todo = "Ask the vendor for the new one, and write down its last day."
            yield Due(one.valid_until, CERTIFICATE, vendor, team, words, todo, one.type)


def _of_integration(integration: Integration, inventory: Inventory) -> Iterator[Due]:
    auth = integration.auth
    if auth and auth.last_rotated and auth.rotate_every and auth.method != "none" and integration.live:
        day = after(auth.last_rotated, auth.rotate_every)
        todo = "Change the key or password, and write down the day."
        team = _team(inventory, integration.owner)
        yield Due(day, ROTATION, integration, team, f"Key to change: {integration.name}", todo)


def _of_initiative(initiative: Initiative, inventory: Inventory) -> Iterator[Due]:
    if initiative.status in STOPPED:
        return
    for one in initiative.milestones:
        if one.due and not one.done_on and not one.not_needed:
            name = one.name or inventory.vocabularies.label("milestone_kind", one.kind)
            team = next(
                (
                    found
                    for who in (one.owner, initiative.coordinator, initiative.leader)
                    if (found := team_of(who, inventory))
                ),
                None,
            ) or _team(inventory, initiative.owner)
            todo = "Reach it by this day, and write the day down. Else agree on another one."
            words = f"{name}: {initiative.name}"
            yield Due(one.due, MILESTONE, initiative, team, words, todo, f"{one.kind} {one.name or ''}".strip(), True)


def _of_decision(line: DecisionLine, inventory: Inventory) -> Iterator[Due]:
    decision = line.decision
    if decision.revisit_on and decision.status in (ACCEPTED, PROPOSED) and not line.replaced:
        found = (team_of(who, inventory) for who in decision.deciders)
        team = _team(inventory, decision.owner) or next((one for one in found if one), None)
        todo = "Read it again. Keep it and set another day, or write a new one that takes its place."
        words = f"Decision to look at again: {decision.name}"
        yield Due(decision.revisit_on, REVISIT, decision, team, words, todo, remind=True)


def _of_reviews(lines: tuple[ReviewLine, ...], inventory: Inventory) -> Iterator[Due]:
    latest: dict[tuple[str, str], date] = {}
    for line in lines:
        if line.review.valid_until and line.review.outcome in APPROVED:
            latest[_about(line)] = max(latest.get(_about(line), date.min), line.review.valid_until)
    for line in lines:
        review = line.review
        if line.waiting and review.due:
            todo = "Decide it by this day. Somebody waits for it."
            yield Due(review.due, REVIEW_NEEDED, review, line.team, f"Review needed: {review.display_name}", todo)
        decided = review.state == "done" and review.outcome in APPROVED
        # One that was done again since does not come back.
        if decided and review.valid_until and review.valid_until == latest[_about(line)]:
            words = f"Review expires: {review.display_name}"
            yield Due(review.valid_until, REVIEW_END, review, line.team, words, "Ask for a new one before.")
        for condition in line.open_conditions:
            if condition.due:
                team = team_of(condition.owner, inventory) or line.team
                words = f"Condition of a review: {review.display_name}"
                yield Due(condition.due, CONDITION, review, team, words, condition.text, condition.text)


def _about(line: ReviewLine) -> tuple[str, str]:
    return line.subject.ref if line.subject else line.review.subject or "", line.review.type or ""


def _of_record(entity: Entity, inventory: Inventory) -> Iterator[Due]:
    day = review_due(entity)
    over = isinstance(entity, Contract) and entity.status in ("expired", "terminated")
    if day is None or over:
        return
    team = _team(inventory, entity.owner)
    if team is None and isinstance(entity, Tool):
        team = team_of(entity.business_owner, inventory)
    kind = entity.spec.singular.lower()
    todo = "Read it, put right what has changed, and set the day of the last review."
    yield Due(day, RECORD, entity, team, f"Look again at the {kind}: {entity.display_name}", todo)


def _team(inventory: Inventory, name: str | None) -> Team | None:
    found = inventory.get("team", name)
    return found if isinstance(found, Team) else None


def _vendors_in_use(inventory: Inventory) -> Iterator[Entity]:
    for tool in inventory.all("tool"):
        if isinstance(tool, Tool) and tool.active and (vendor := inventory.get("vendor", tool.vendor)):
            yield vendor


__all__ = ["ENDING", "WHAT", "Due", "dues", "to_cancel"]
