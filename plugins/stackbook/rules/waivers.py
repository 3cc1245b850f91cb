"""Waivers: findings that are known and accepted for a while, and rules about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.inventory import INVENTORY_CHECKS, Inventory
from stackbook.inventory.words import did_you_mean, sentence, shown
from stackbook.model.base import Entity
from stackbook.rules.engine import RULES, Context, entities_of, rule, waived_until
from stackbook.source import SOURCE_CHECKS

FAMILY = "Waivers"


def waivable() -> tuple[str, ...]:
    """The rules whose findings can be accepted, by code: all but those about waivers."""
    return tuple(code for code, one in sorted(RULES.items()) if one.check.family != FAMILY)


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
    today = context.as_of
    assert today is not None  # the rule is dated
    latest, known = waived_until(context.inventory), waivable()
    for entity, position, code, until in _waivers(context.inventory):
        last = latest[entity.ref, code]
        if until < today and until == last and code in known:
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
    known = waivable()
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


def _waivers(inventory: Inventory) -> Iterator[tuple[Entity, int, str, date]]:
    """Every waiver: whose it is, its position, the code, the last day."""
    for entity in entities_of(inventory):
        for position, one in enumerate(entity.waivers):
            yield entity, position, one.rule, one.until
