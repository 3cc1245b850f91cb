"""Rules about what initiatives have to deliver."""

from __future__ import annotations

from collections.abc import Iterator

from stackbook.diagnostics import Check, Diagnostic, Severity
from stackbook.inventory.words import shown
from stackbook.model.initiatives import Initiative, Requirement
from stackbook.rules.engine import Context, rule
from stackbook.rules.initiatives import FAMILY, OVER

_SEEN_TO = ("verified", "dropped")


@rule("must-without-acceptance", Severity.WARNING, family=FAMILY)
def must_without_acceptance(context: Context, check: Check) -> Iterator[Diagnostic]:
    """Something must be delivered, and nothing says how anybody can see that it is.

    Both sides will have meant something else, and find out at the launch.

    Fix: Write under `acceptance` what can be seen or measured when it is met, a sentence each.

    Passes::

        # initiatives/loyalty.yml
        name: Loyalty
        status: planned
        requirements:
          - {id: r-01, statement: Points are shown, type: functional, side: shared, priority: must, acceptance: [Seen]}

    Fails::

        # initiatives/loyalty.yml
        name: Loyalty
        status: planned
        requirements:
          - {id: r-01, statement: Points are shown, type: functional, side: shared, priority: must, acceptance: null}
    """
    for one, position, requirement in _musts(context):
        if not requirement.acceptance and requirement.status != "dropped":
            yield check.at(
                context.inventory.place(one, "requirements", position, "acceptance"),
                f"{one.name} must deliver “{shown(requirement.statement)}”, and nothing says how that is checked",
                entity=one.ref,
                field="requirements",
            )


@rule("must-not-verified", Severity.WARNING, family=FAMILY)
def must_not_verified(context: Context, check: Check) -> Iterator[Diagnostic]:
    """An initiative is live, and nobody has checked something that it must deliver.

    It may not be there, and the people who asked for it do not know.

    Fix: Check it against its acceptance criteria, then write `status: verified`, `verified_by` and `verified_on`.

    Passes::

        # initiatives/loyalty.yml
        name: Loyalty
        status: launched
        requirements:
          - {id: r-01, statement: Points are shown, type: functional, side: shared, priority: must, acceptance: [Seen],
             status: verified}

    Fails::

        # initiatives/loyalty.yml
        name: Loyalty
        status: launched
        requirements:
          - {id: r-01, statement: Points are shown, type: functional, side: shared, priority: must, acceptance: [Seen],
             status: delivered}
    """
    for one, position, requirement in _musts(context):
        if context.governance.work.spans[one.ref].launched and requirement.status not in _SEEN_TO:
            yield check.at(
                context.inventory.place(one, "requirements", position, "status"),
                f"{one.name} is live, and nobody has checked “{shown(requirement.statement)}”",
                entity=one.ref,
                field="requirements",
            )


def _musts(context: Context) -> Iterator[tuple[Initiative, int, Requirement]]:
    """What must be delivered, with its place in its initiative; not of those that were given up."""
    for one in context.governance.work.initiatives:
        if one.status not in OVER:
            for position, requirement in enumerate(one.requirements):
                if requirement.priority == "must":
                    yield one, position, requirement
