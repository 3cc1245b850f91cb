"""Rules about regular meetings and about decisions."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Related, Severity
from stackbook.rules.engine import Context, rule
from stackbook.rules.initiatives import FAMILY
from stackbook.rules.reading import all_read, flawed
from stackbook.rules.wording import listed, on_day
from stackbook.work.decisions import ACCEPTED, SUPERSEDED

_OFTEN = 2
"""So many times a meeting may not fail to take place."""


@rule("ritual-not-held", Severity.WARNING, family=FAMILY, dated=True)
def ritual_not_held(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A regular meeting was not held for two periods.

    It has ended without anybody saying so, and what was settled there is settled nowhere.

    Fix: Hold it and write the day under `last_held`; or put `cadence` right; or delete the ritual.

    Passes::

        # rituals/steering.yml
        {name: Steering committee, cadence: P1M, last_held: "2026-11-03"}

    Fails::

        # rituals/steering.yml
        {name: Steering committee, cadence: P1M, last_held: "2026-08-04"}
    """
    for line in context.governance.work.rituals:
        if line.missed >= _OFTEN and not flawed(context, line.ritual.ref, "last_held", "next_on", "cadence"):
            last = line.ritual.last_held
            said = f"was last held on {on_day(last)}" if last else "was never held"
            yield check.at(
                context.inventory.place(line.ritual, "last_held"),
                f"“{line.ritual.name}” {said}, and should have been {line.missed} times since",
                entity=line.ritual.ref,
                field="last_held",
            )


@rule("decision-to-revisit", Severity.WARNING, family=FAMILY, dated=True)
def decision_to_revisit(context: Context, check: Check) -> Iterator[Diagnostic]:
    """The day on which to look at a decision again has passed.

    What it rests on may have changed, and everybody still goes by it.

    Fix: Look at it again. Keep it and set another day under `revisit_on`; or write a new decision that names it under
    `supersedes`.

    Passes::

        # decisions/one-sender.yml
        {name: One sender for all mail, status: accepted, revisit_on: "2027-04-01"}

    Fails::

        # decisions/one-sender.yml
        {name: One sender for all mail, status: accepted, revisit_on: "2026-10-01"}
    """
    for line in context.governance.work.decisions:
        day = line.decision.revisit_on
        if line.past_revisit and not line.replaced and day:
            yield check.at(
                context.inventory.place(line.decision, "revisit_on"),
                f"“{line.decision.name}” was to be looked at again on {on_day(day)}",
                entity=line.decision.ref,
                field="revisit_on",
            )


@rule("superseded-without-successor", Severity.WARNING, family=FAMILY)
def superseded_without_successor(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A decision was replaced, and no other one says that it took its place.

    Whoever finds it knows that it no longer holds, and not what does.

    Fix: Name it under `supersedes` of the decision that took its place; or set its status to `deprecated`.

    Passes::

        # decisions/two-senders.yml
        {name: Two senders, status: superseded}
        # decisions/one-sender.yml
        {name: One sender for all mail, status: accepted, supersedes: [two-senders]}

    Fails::

        # decisions/two-senders.yml
        {name: Two senders, status: superseded}
    """
    if not all_read(context, "decision", "supersedes"):
        return
    for line in context.governance.work.decisions:
        if line.decision.status == SUPERSEDED and not line.replaced_by:
            yield check.at(
                context.inventory.place(line.decision, "status"),
                f"“{line.decision.name}” was replaced, and no decision says that it took its place",
                entity=line.decision.ref,
                field="status",
            )


@rule("superseded-still-accepted", Severity.WARNING, family=FAMILY)
def superseded_still_accepted(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A later decision took the place of one whose status says that it still holds.

    Two decisions hold at once, and they say different things.

    Fix: Set the status of the earlier one to `superseded`.

    Passes::

        # decisions/two-senders.yml
        {name: Two senders, status: superseded}
        # decisions/one-sender.yml
        {name: One sender for all mail, status: accepted, supersedes: [two-senders]}

    Fails::

        # decisions/two-senders.yml
        {name: Two senders, status: accepted}
        # decisions/one-sender.yml
        {name: One sender for all mail, status: accepted, supersedes: [two-senders]}
    """
    for line in context.governance.work.decisions:
        later = [one for one in line.after if one.status == ACCEPTED] if line.replaced_by else []
        if line.decision.status == ACCEPTED and later:
            names = listed([f"“{one.name}”" for one in later])
            yield check.at(
                context.inventory.place(line.decision, "status"),
                f"{names} took the place of “{line.decision.name}”, whose status still says that it holds",
                related=tuple(
                    Related(context.inventory.place(one, "supersedes"), "the later one is here") for one in later
                ),
                entity=line.decision.ref,
                field="status",
                mentions=tuple(one.ref for one in later),
            )
