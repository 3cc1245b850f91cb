"""Rules about what the organisation says of rules."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity, Side
from stackbook.inventory import INVENTORY_CHECKS
from stackbook.inventory.words import did_you_mean, sentence, shown
from stackbook.rules.engine import RULES, Context, rule
from stackbook.rules.own import own_rules
from stackbook.source import SOURCE_CHECKS


@rule("severity-of-unknown-rule", Severity.ERROR, family="Settings", side=Side.IT)
def severity_of_unknown_rule(context: Context, check: Check) -> Iterator[Diagnostic]:
    """`severities` names something that is no rule, or cannot be changed.

    The rule that was meant goes on as before.

    Fix: Write the code that stands in brackets behind the finding. `stackbook rules` lists them all.

    Passes::

        # stack.yml
        name: Acme
        severities: {seal-lapsed: hint}

    Fails::

        # stack.yml
        name: Acme
        severities: {seal-lapse: hint}
    """
    inventory = context.inventory
    fixed = {one.code for one in (*SOURCE_CHECKS, *INVENTORY_CHECKS)}
    known = (*RULES, *(one.check.code for one in own_rules(inventory)))
    for code in inventory.organisation.severities:
        if code in known:
            continue
        message = f"there is no rule `{shown(code)}`"
        help = sentence(did_you_mean(code, known), check.fix)
        if code in fixed:
            message, help = (
                f"how much `{code}` matters cannot be changed",
                "It keeps files from being read. Delete the line.",
            )
        place = inventory.place(inventory.organisation, "severities", code)
        yield check.at(place, message, help, entity=inventory.organisation.ref, field="severities")
