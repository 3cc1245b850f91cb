"""Load a stack and run every rule: what `check` shows and a build starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stackbook.audience import Audience, Published
from stackbook.diagnostics import Check, Diagnostic, Severity, in_order
from stackbook.governance import Governance
from stackbook.graph import Graph, build_graph
from stackbook.inventory import INVENTORY_CHECKS, Inventory, load
from stackbook.lineage import Lineage
from stackbook.lineage.untold import telling_less
from stackbook.rules import RULES, Accepted, here, own_rules, run_rules
from stackbook.source import SOURCE_CHECKS, Sources


@dataclass(frozen=True, slots=True)
class Examined:
    """A stack and everything that is wrong with it.

    Args:
        inventory: what could be used.
        governance: what follows from it: flows, lineage, contracts, personal data, reviews.
        diagnostics: from reading and from the rules, in order of place.
        sources: the files, for excerpts.
        as_of: the day for rules about dates, or None.
        accepted: findings that a waiver accepts, in order of place.
    """

    inventory: Inventory
    governance: Governance
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources
    as_of: date | None = None
    accepted: tuple[Accepted, ...] = ()

    @property
    def checks(self) -> dict[str, Check]:
        """Every check by its code, with the severity that holds here, and the organisation's own rules."""
        return all_checks(self.inventory)

    @property
    def lineage(self) -> Lineage:
        """Where its values come from and go to."""
        return self.governance.lineage

    @property
    def graph(self) -> Graph:
        """Its flows."""
        return self.lineage.graph

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What fails the check."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def examine(folder: Path, shown_as: str = "stack", as_of: date | None = None, *, scheduled: bool = False) -> Examined:
    """Load a stack and run the rules.

    Args:
        folder: the stack's folder.
        shown_as: what stands for it in paths.
        as_of: the day for rules about dates; without one they are left out.
        scheduled: it is the regular run, in which rules about dates may fail; otherwise they warn at most.
    """
    loaded = load(folder, shown_as)
    governance = Governance(Lineage(loaded.inventory, build_graph(loaded.inventory)), as_of)
    found = run_rules(governance, scheduled=scheduled)
    everything = in_order([*loaded.diagnostics, *found.open])
    return Examined(loaded.inventory, governance, everything, loaded.sources, as_of, found.accepted)


def seen_by(examined: Examined, published: Published) -> Governance:
    """A stack as an audience sees it, with what follows from that and tells nothing of what is hidden.

    Args:
        examined: the whole stack.
        published: what the audience may see of it.
    """
    lineage = Lineage(published.inventory, build_graph(published.inventory))
    if published.hidden:
        lineage = telling_less(examined.lineage, lineage)
    return Governance(lineage, examined.as_of, published.emptied)


def may_be_shown(published: Published, seen: Governance, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that an audience may see.

    What names something hidden is left out, and so is what a rule would not find in the very same words in what the
    audience sees: it would tell of something hidden.

    Args:
        published: what the audience may see.
        seen: the same, as `seen_by` gives it.
        found: findings about the whole stack.
    """
    found = tuple(found)
    if published.audience is Audience.INTERNAL:
        return published.findings(found)
    again = run_rules(seen)
    told = {_told(d) for d in (*again.open, *(one.diagnostic for one in again.accepted))}
    strictly, loosely = set(published.findings(found)), set(published.findings(found, parts=True))
    # The conditions of own rules are not told; their findings say for themselves what they look at.
    return tuple(d for d in found if (d in loosely and _told(d) in told if d.code in RULES else d in strictly))


def _told(d: Diagnostic) -> tuple[str, str, str, str]:
    return d.code, d.entity, d.field, d.message


def all_checks(inventory: Inventory | None = None) -> dict[str, Check]:
    """Every check by its code, in the order of the reference.

    Args:
        inventory: with one, its own rules are among them, and each has the severity that holds there.
    """
    checks = [*SOURCE_CHECKS, *INVENTORY_CHECKS, *(rule.check for rule in RULES.values())]
    if inventory is not None:
        checks += [own.check for own in own_rules(inventory)]
        checks = [here(check, inventory) or check for check in checks]
    return {check.code: check for check in checks}
