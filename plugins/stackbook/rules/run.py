"""The run over all rules, ours and the organisation's own: severities, waivers, the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from stackbook.diagnostics import Check, Diagnostic, Severity, in_order
from stackbook.governance import Governance
from stackbook.inventory import Inventory
from stackbook.model.base import Waiver
from stackbook.rules.engine import ORGANISATION, RULES, Accepted, Context, Run, entities_of
from stackbook.rules.own import own_rules

OFF = "off"
"""The severity of a rule that is not looked at."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the rules say about a stack.

    Args:
        open: the findings, in order of place.
        accepted: findings that a waiver accepts, in order of place.
    """

    open: tuple[Diagnostic, ...]
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True)
class _Runner:
    """A rule with the severity that holds here."""

    check: Check
    run: Run
    last: bool = False


def run_rules(governance: Governance, *, scheduled: bool = False) -> Findings:
    """Run every rule.

    Args:
        governance: the stack, and the day for rules about dates; without one they are left out.
        scheduled: it is the regular run over everything. Otherwise a rule about dates warns at most: nobody's change
            may fail since a day has passed.

    Returns:
        What was found. A key that could not be used as written gets no finding, since a rule
        would only repeat what is known.
    """
    context = Context(governance)
    runners = list(_runners(context, scheduled))
    waivers = waivers_of(governance.inventory)
    found: list[Diagnostic] = []
    accepted: list[Accepted] = []
    for one in (*(r for r in runners if not r.last), *(r for r in runners if r.last)):
        if one.last:
            ran = frozenset(r.check.code for r in runners if not r.last)
            context = Context(governance, ran, tuple(accepted))
        for d in one.run(context, one.check):
            if (d.entity, d.field) in governance.inventory.flaws:
                continue
            waiver = _waiver(d, waivers, governance.as_of)
            if waiver:
                accepted.append(Accepted(d, waiver))
            elif (d.entity, d.code) in waivers and d.severity is Severity.ERROR and not scheduled:
                found.append(replace(d, severity=Severity.WARNING, dated=True))  # it is back since a day has passed
            else:
                found.append(d)
    accepted = list(dict.fromkeys(sorted(accepted, key=lambda one: one.diagnostic.sort_key)))
    return Findings(in_order(found), tuple(accepted))


def accepted_and_open(found: Iterable[Diagnostic], inventory: Inventory, as_of: date | None) -> Findings:
    """Findings of others, such as those of a build, by whether a waiver accepts them.

    Args:
        found: the findings.
        inventory: knows the waivers.
        as_of: the day; without one no waiver has ended.
    """
    waivers = waivers_of(inventory)
    known = [(d, _waiver(d, waivers, as_of)) for d in in_order(list(found))]
    return Findings(
        tuple(d for d, waiver in known if waiver is None),
        tuple(Accepted(d, waiver) for d, waiver in known if waiver is not None),
    )


def _waiver(d: Diagnostic, waivers: Mapping[tuple[str, str], Waiver], as_of: date | None) -> Waiver | None:
    waiver = waivers.get((d.entity, d.code))
    return waiver if waiver is not None and (as_of is None or as_of <= waiver.until) else None


def _runners(context: Context, scheduled: bool) -> Iterator[_Runner]:
    """The rules to run, with the severities that hold here."""
    known = [
        _Runner(rule.check, rule.run, rule.last)
        for rule in RULES.values()
        if context.thresholds_known or not rule.thresholds
    ]
    known += [_Runner(own.check, own.run) for own in own_rules(context.inventory, context.as_of)]
    for one in known:
        check = here(one.check, context.inventory, scheduled)
        if check is not None and not (check.dated and context.as_of is None):
            yield replace(one, check=check)


def here(check: Check, inventory: Inventory, scheduled: bool = True) -> Check | None:
    """A check with the severity that the organisation gives it; None when it is not looked at.

    Args:
        check: as it is shipped, or as an own rule says.
        inventory: knows the organisation's `severities`.
        scheduled: as in `run_rules`.
    """
    known = (ORGANISATION, "severities") not in inventory.flaws
    word = inventory.organisation.severities.get(check.code) if known else None
    if word == OFF:
        return None
    severity = Severity(word) if word else check.severity
    if check.dated and severity is Severity.ERROR and not scheduled:
        severity = Severity.WARNING
    return check if severity is check.severity else replace(check, severity=severity)


def waivers_of(inventory: Inventory) -> dict[tuple[str, str], Waiver]:
    """``kind:id`` and code of a rule to the waiver that accepts such findings about that entity for longest."""
    found: dict[tuple[str, str], Waiver] = {}
    for entity in entities_of(inventory):
        for waiver in entity.waivers:
            key = entity.ref, waiver.rule
            if key not in found or found[key].until < waiver.until:
                found[key] = waiver
    return found
