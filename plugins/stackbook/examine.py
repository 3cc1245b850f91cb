"""Load a stack and run every rule: what `check` shows and a build starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stackbook.diagnostics import Check, Diagnostic, Severity, in_order
from stackbook.graph import Graph, build_graph
from stackbook.inventory import INVENTORY_CHECKS, Inventory, load
from stackbook.lineage import Lineage
from stackbook.rules import RULES, run_rules
from stackbook.source import SOURCE_CHECKS, Sources


@dataclass(frozen=True, slots=True)
class Examined:
    """A stack and everything that is wrong with it.

    Args:
        inventory: what could be used.
        lineage: its flows, and where its values come from and go to.
        diagnostics: from reading and from the rules, in order of place.
        sources: the files, for excerpts.
        as_of: the day for rules about dates, or None.
    """

    inventory: Inventory
    lineage: Lineage
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources
    as_of: date | None = None

    @property
    def graph(self) -> Graph:
        """Its flows."""
        return self.lineage.graph

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What fails the check."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def examine(folder: Path, shown_as: str = "stack", as_of: date | None = None) -> Examined:
    """Load a stack and run the rules.

    Args:
        folder: the stack's folder.
        shown_as: what stands for it in paths.
        as_of: the day for rules about dates; without one they are left out.
    """
    loaded = load(folder, shown_as)
    lineage = Lineage(loaded.inventory, build_graph(loaded.inventory))
    findings = run_rules(loaded.inventory, as_of, lineage)
    return Examined(loaded.inventory, lineage, in_order([*loaded.diagnostics, *findings]), loaded.sources, as_of)


def all_checks() -> dict[str, Check]:
    """Every check by its code, in the order of the reference."""
    checks = (*SOURCE_CHECKS, *INVENTORY_CHECKS, *(rule.check for rule in RULES.values()))
    return {check.code: check for check in checks}
