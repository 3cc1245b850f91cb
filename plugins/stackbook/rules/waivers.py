"""Waivers: findings that are known and accepted for a while, and rules about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.inventory import INVENTORY_CHECKS, Inventory
from stackbook.inventory.words import did_you_mean, sentence, shown
from stackbook.model.base import Entity
from stackbook.rules.engine import RULES, Context, entities_of, rule
from stackbook.rules.of_the_build import SITE_CHECKS
from stackbook.rules.own import own_rules
from stackbook.rules.run import waivers_of
from stackbook.source import SOURCE_CHECKS

FAMILY = "Waivers"


def waivable(inventory: Inventory) -> tuple[str, ...]:
    """The rules whose findings can be accepted, by code: all but those about waivers, and the organisation's own."""
    ours = (one.check.code for one in own_rules(inventory))
    rules = (code for code, one in RULES.items() if one.check.family != FAMILY)
    return tuple(sorted({*rules, *ours, *(one.code for one in SITE_CHECKS)}))


@rule("waiver-expired", Severity.ERROR, family=FAMILY, dated=True)
def waiver_expired(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A finding was accepted for a while, and that while is over.

    Otherwise what was meant for a few weeks stays for ever.

    Fix: Put right what was accepted and delete the waiver; or decide again, and set a later day.

    Passes::

        # stack.yml
        name: Acme
        waivers: [{rule: seal-lapsed, until: "2099-12-31", reason: We look again in spring.}]

    Fails::

        # stack.yml
        name: Acme
        waivers: [{rule: seal-lapsed, until: "2026-03-31", reason: We look again in spring.}]
    """
    latest, known = waivers_of(context.inventory), waivable(context.inventory)
    for entity, position, code, until in _waivers(context.inventory):
        last = latest[entity.ref, code].until
        if until < context.today and until == last and code in known:
            yield check.at(
                context.inventory.place(entity, "waivers", position, "until"),
                f"`{code}` was accepted until {until.day} {until:%B %Y} only",
                entity=entity.ref,
                field="waivers",
            )


@rule("waiver-of-unknown-rule", Severity.ERROR, family=FAMILY)
def waiver_of_unknown_rule(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A waiver names something that is no rule, or cannot be accepted.

    It accepts nothing, and the finding stays.

    Fix: Write the code that stands in brackets behind the finding.

    Passes::

        # stack.yml
        name: Acme
        waivers: [{rule: seal-lapsed, until: "2099-12-31", reason: We look again in spring.}]

    Fails::

        # stack.yml
        name: Acme
        waivers: [{rule: seal-laps, until: "2099-12-31", reason: We look again in spring.}]
    """
    loading = {one.code for one in (*SOURCE_CHECKS, *INVENTORY_CHECKS)}
    known = waivable(context.inventory)
    for entity, position, code, _ in _waivers(context.inventory):
        if code in known:
            continue
        if code in loading or code in RULES:
            message = f"`{code}` cannot be accepted"
            why = "about a waiver" if code in RULES else "about what is written, not about the stack"
            help = sentence(f"it is {why}, and has to be put right")
        else:
            message = f"there is no rule `{shown(code)}`"
            help = sentence(did_you_mean(code, known), check.fix)
        place = context.inventory.place(entity, "waivers", position, "rule")
        yield check.at(place, message, help, entity=entity.ref, field="waivers")


@rule("waiver-not-needed", Severity.HINT, family=FAMILY, last=True)
def waiver_not_needed(context: Context, check: Check) -> Iterator[Diagnostic]:
    """A waiver accepts a finding that is not there.

    What it was for has been put right, or it names the wrong rule.

    Fix: Delete the waiver.

    Passes::

        # tools/crm.yml
        name: CRM
        lifecycle: {phase: active}
        business_owner: null
        waivers: [{rule: owner-missing, until: "2099-12-31", reason: The team is being formed.}]

    Fails::

        # stack.yml
        name: Acme
        waivers: [{rule: owner-missing, until: "2099-12-31", reason: The team is being formed.}]
    """
    used = {(one.diagnostic.entity, one.diagnostic.code) for one in context.accepted}
    # Where a key cannot be read, a rule may have been silent for that.
    flawed = {ref for ref, _ in context.inventory.flaws}
    for entity, position, code, until in _waivers(context.inventory):
        over = context.as_of is not None and until < context.as_of
        if code in context.ran and not over and (entity.ref, code) not in used and entity.ref not in flawed:
            place = context.inventory.place(entity, "waivers", position)
            yield check.at(place, f"nothing here is found by `{code}`", entity=entity.ref, field="waivers")


def _waivers(inventory: Inventory) -> Iterator[tuple[Entity, int, str, date]]:
    """Every waiver: whose it is, its position, the code, the last day."""
    for entity in entities_of(inventory):
        for position, one in enumerate(entity.waivers):
            yield entity, position, one.rule, one.until
